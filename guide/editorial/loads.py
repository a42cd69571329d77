"""Revisions of what a load wrote: sync_guide goes past the models, and loaddata saves many thousand rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

from django.db import connection, transaction
from django.utils import timezone

from guide.editorial.documents import (
    NOTHING,
    changed_fields,
    pack,
    pack_text,
    read_records,
    root_key,
)
from guide.editorial.keeping import Silence, doing, keeping_revisions
from guide.editorial.stale_texts import StaleTexts
from guide.models import Revision
from guide.sync.context import LoadState
from guide.sync.database import insert_rows
from guide.sync.files import content_models
from guide.sync.json_text import to_json
from guide.sync.record_schema import RecordSchema, record_schemas
from guide.sync.written import Before

COLUMNS = [
    "model", "key", "row", "version", "state", "document", "before", "fields", "at", "by", "reason", "note", "is_load",
]  # fmt: skip
# Records are read in parts, of which none is large: FEW at first, then as many as have so many characters.
FEW, MANY, CHARACTERS = 10, 1000, 2_000_000


def keep_written_rows(load: LoadState):
    """One revision for each record that the load changed; one for all of a first load."""
    if load.is_first:
        counts = {
            label: number for label, number in load.report.created.items() if number
        }
        if counts:
            keep_first_load(Revision.Reason.SYNC, counts)
        return
    for label in list(load.written.records):
        at_once = FEW
        schema = record_schemas()[label]
        ids = load.tables.ids_by_key(schema)
        changes = load.written.changes(label)
        while part := dict(islice(changes, at_once)):
            known = {ids[key]: before for key, before in part.items() if key in ids}
            characters = write_revisions(schema, known)
            at_once = max(1, min(MANY, CHARACTERS * len(part) // (characters or 1)))


def write_revisions(schema: RecordSchema, changes: dict[int, Before]) -> int:
    """By primary key, what was there before. Returns how many characters the documents have."""
    now = read_records(schema.model, list(changes))
    texts = {pk: (changes[pk], now.get(pk, NOTHING).document) for pk in changes}
    StaleTexts().follow(schema.label, texts)
    rows, characters = [], 0
    for pk, before in changes.items():
        document, version = now.get(pk, NOTHING)
        text = to_json(document)
        characters += len(text)
        rows.append(
            (
                schema.label, root_key(document, schema.label), pk, version, str(Revision.State.LIVE),
                pack_text(text), pack(before), changed_fields(before, document, schema.label),
                connection.ops.adapt_datetimefield_value(timezone.now()), "", str(Revision.Reason.SYNC), "", True,
            )
        )  # fmt: skip
    insert_rows(Revision._meta.db_table, COLUMNS, rows)
    return characters


def keep_first_load(reason: str, counts: dict[str, int]):
    """`counts`: of records, by model."""
    Revision.objects.create(
        document=pack(counts),
        before=pack({}),
        at=timezone.now(),
        reason=reason,
        is_load=True,
    )


@contextmanager
def keeping_load(reason: str) -> Iterator[None]:
    """For loaddata: as keeping_revisions(), but one revision for all where there was no content before."""
    with transaction.atomic():
        if any(count_rows().values()):
            with keeping_revisions(reason=reason, is_load=True):
                yield
            return
        with doing(Silence()):
            yield
        if counts := count_rows():
            keep_first_load(reason, counts)


def count_rows() -> dict[str, int]:
    """By model, where there are any."""
    counts = {
        f"guide.{model._meta.model_name}": model._base_manager.count()
        for model in content_models()
    }
    return {label: number for label, number in counts.items() if number}
