"""The base of every merge: what fixtures said at the last load, so that the next one can tell who changed what."""

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from itertools import repeat
from typing import Any, NamedTuple

from guide.models import LoadedFile, LoadedRecord
from guide.sync.database import in_parts, insert_rows, update_rows
from guide.sync.json_text import to_json

TABLE = LoadedRecord._meta.db_table


class BaseRecord(NamedTuple):
    pk: int
    fields: dict[str, Any]
    file: str  # empty once the fixture has dropped the record


def text_digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=12).hexdigest()


def known_digests(label: str, keys: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Digest and file of what is remembered: enough to see that a record is the same as at the last load."""
    found: dict[str, tuple[str, str]] = {}
    for part in in_parts(keys):
        rows = LoadedRecord.objects.filter(model=label, key__in=part).values_list(
            "key", "digest", "file"
        )
        found.update({key: (digest, file) for key, digest, file in rows})
    return found


def base_records(label: str, keys: Iterable[str]) -> dict[str, BaseRecord]:
    found = {}
    for part in in_parts(keys):
        rows = LoadedRecord.objects.filter(model=label, key__in=part).values_list(
            "key", "pk", "fields", "file"
        )
        found.update(
            {key: BaseRecord(pk, fields, file) for key, pk, fields, file in rows}
        )
    return found


class BaseWriter:
    """Collects what is to be remembered and writes it in bulk."""

    def __init__(self):
        self.new: list[tuple] = []
        self.changed: list[tuple] = []
        self.forgotten: list[int] = []

    def remember(
        self,
        label: str,
        key: str,
        fields: dict[str, Any],
        file: str,
        base: BaseRecord | None,
    ):
        if base is None:
            self.add(label, [key], [to_json(fields)], [file])
        elif base.fields != fields or base.file != file:
            text = to_json(fields)
            self.changed.append((text, text_digest(text), file, base.pk))

    def add(self, label: str, keys: list[str], texts: list[str], files: list[str]):
        self.new += zip(repeat(label), keys, texts, map(text_digest, texts), files)

    def write(self):
        insert_rows(TABLE, ["model", "key", "fields", "digest", "file"], self.new)
        update_rows(TABLE, ["fields", "digest", "file"], self.changed)
        for part in in_parts(self.forgotten):
            LoadedRecord.objects.filter(pk__in=part).delete()
        self.new, self.changed, self.forgotten = [], [], []


def loaded_keys() -> Iterator[tuple[str, str, str]]:
    """Model, key and file of everything that was loaded."""
    return (
        LoadedRecord.objects.order_by()
        .values_list("model", "key", "file")
        .iterator(5000)
    )


def remember_files(
    files: dict[str, str],
    counts: dict[str, int],
    outdated: Iterable[str],
    is_complete: bool,
):
    """By name: the digest of each file, and how many records it has."""
    old = LoadedFile.objects.exclude(name__in=files)
    (old if is_complete else old.filter(name__in=outdated)).delete()
    LoadedFile.objects.bulk_create(
        [
            LoadedFile(name=name, digest=of_file, records=counts.get(name, 0))
            for name, of_file in files.items()
        ],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["digest", "records"],
    )
