"""Every change of content leaves a revision: one for each record touched, in the transaction of the change.

Whoever changes much at once, or on behalf of somebody, does it in keeping_revisions(): records are read before their
first change and at the end. Elsewhere a revision is written at each save, and later saves of the same transaction
change it.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.apps import apps
from django.db import connection, models, transaction
from django.utils import timezone

from guide.editorial.documents import (
    NOTHING,
    Before,
    Document,
    RecordNow,
    changed_fields,
    difference,
    label_of,
    pack,
    read_record,
    read_records,
    root_key,
)
from guide.editorial.stale_texts import StaleTexts
from guide.editorial.two_persons import is_rule_on, refuse_alone
from guide.models import Keyed, Revision
from guide.sync.database import ContentTables, in_parts
from guide.sync.record_schema import RecordSchema

Record = tuple[str, int]  # the model's label and the primary key
RECORDS_AT_ONCE = 500


@dataclass
class Keeping:
    """What is known of the records that a piece of work touches. Saves are by `by`, in the way `reason`."""

    by: str = ""
    reason: str = Revision.Reason.CODE
    note: str = ""
    is_load: bool = False
    person: int | None = None  # the primary key of the account of `by`
    is_by_two: bool = False  # one wrote it, another one brings it onto the site
    before: dict[Record, Document] = field(default_factory=dict)
    awaited: list[tuple[RecordSchema, str]] = field(default_factory=list)
    kept: dict[Record, int] = field(default_factory=dict)  # revisions of this work
    stale: StaleTexts = field(default_factory=StaleTexts)

    def touch(self, row: Keyed):
        """To be called before a row changes."""
        row._touched = records_of(row)
        for label, pk in row._touched:
            self.touch_record(label, pk)

    def touch_record(self, label: str, pk: int):
        if (label, pk) not in self.before:
            self.before[label, pk] = read_record(apps.get_model(label), pk).document

    def touch_key(self, schema: RecordSchema, key: str):
        """Of a record that may not be there yet, before something goes past the models."""
        if pk := ContentTables().ids_by_key(schema).get(key):
            self.touch_record(schema.label, pk)
        else:
            self.awaited.append((schema, key))

    def note_awaited(self):
        for schema, key in self.awaited:
            if pk := ContentTables().ids_by_key(schema).get(key):
                self.before.setdefault((schema.label, pk), {})

    def note_new(self, row: Keyed):
        """After a row was made whose record was not there before."""
        if not row.owner:
            self.before.setdefault((label_of(type(row)), row.pk), {})

    def write(self):
        self.note_awaited()
        by_label: dict[str, list[int]] = defaultdict(list)
        for label, pk in self.before:
            by_label[label].append(pk)
        for label, pks in by_label.items():
            for part in in_parts(pks, RECORDS_AT_ONCE):
                found = read_records(apps.get_model(label), part)
                for pk in part:
                    self.keep((label, pk), found.get(pk, NOTHING))
        if self.by and not self.is_by_two and is_rule_on():
            refuse_alone(Revision.objects.filter(pk__in=self.kept.values()))

    def keep(self, record: Record, now: RecordNow):
        """Write what the record is now; nothing is left where it is as it was."""
        label, pk = record
        before = difference(self.before[record], now.document, label)
        self.stale.follow(label, {pk: (before, now.document)}, self.by)
        known = self.kept.get(record)
        if before:
            row = self.revision_of(record, now, before)
            if known and Revision.objects.filter(pk=known).exists():
                row.pk = known
                row.save(force_update=True)
            else:
                row.save(force_insert=True)
                self.kept[record] = row.pk
        elif known:
            Revision.objects.filter(pk=known).delete()
            del self.kept[record]

    def revision_of(self, record: Record, now: RecordNow, before: Before) -> Revision:
        label, pk = record
        key = root_key(now.document, label) or root_key(self.before[record], label)
        return Revision(
            model=label,
            key=key,
            row=pk,
            version=now.version,
            document=pack(now.document),
            before=pack(before),
            fields=changed_fields(before, now.document, label),
            at=timezone.now(),
            by=self.by,
            person=self.person,
            reason=self.reason,
            note=self.note[:400],
            is_load=self.is_load,
        )

    def until_commit(self):
        """Called after the commit; that it waits for it says to which transaction this belongs."""


class Silence(Keeping):
    """Nothing is kept: the whole load is one revision."""

    def touch(self, row: Keyed):
        pass

    def note_new(self, row: Keyed):
        pass


WORK: ContextVar[Keeping | None] = ContextVar("work", default=None)
# Of a save outside of every transaction, until it is done.
LOOSE: ContextVar[Keeping | None] = ContextVar("loose", default=None)


@contextmanager
def keeping_revisions(
    by: str = "",
    reason: str = Revision.Reason.CODE,
    note: str = "",
    is_load=False,
    person: int | None = None,
) -> Iterator[Keeping]:
    """In a transaction that the caller holds, or one of its own; inside of other such work it is a part of that."""
    if outer := WORK.get():
        yield outer
        return
    with transaction.atomic():
        work = Keeping(by, reason, note, is_load, person)
        with doing(work):
            yield work
        if not connection.needs_rollback:
            work.write()


@contextmanager
def doing(work: Keeping) -> Iterator[None]:
    token = WORK.set(work)
    try:
        yield
    finally:
        WORK.reset(token)


def before_change(row: Keyed, is_raw: bool):
    (WORK.get() or work_of_transaction(is_raw)).touch(row)


def after_change(row: Keyed, is_raw: bool):
    """Outside of keeping_revisions() the revision is written now."""
    if work := WORK.get():
        work.note_new(row)
        return
    work = work_of_transaction(is_raw)
    work.note_new(row)
    own = (label_of(type(row)), row.pk)
    for label, pk in {*row._touched, own} & work.before.keys():
        work.keep((label, pk), read_record(apps.get_model(label), pk))
    LOOSE.set(None)


def work_of_transaction(is_load: bool) -> Keeping:
    """What this transaction has touched so far; it is forgotten where the transaction is."""
    for _sids, after, _robust in connection.run_on_commit:
        work = getattr(after, "__self__", None)
        if isinstance(work, Keeping):
            return work
    reason = Revision.Reason.LOADDATA if is_load else Revision.Reason.CODE
    work = LOOSE.get() or Keeping(reason=reason, is_load=is_load)
    if connection.in_atomic_block:
        transaction.on_commit(work.until_commit)
    else:
        LOOSE.set(work)
    return work


def records_of(row: Keyed) -> list[Record]:
    """The record itself, or the one that the row belongs to, by the database and from now on."""
    model = type(row)
    if not model.owner:
        return [(label_of(model), row.pk)] if row.pk else []
    link = model._meta.get_field(model.owner)
    owners = {getattr(row, link.attname)}
    if row.pk and not row._state.adding:
        owners.add(owner_in_database(model, link, row.pk))
    return [(label_of(link.related_model), pk) for pk in owners if pk]


def owner_in_database(model: type[Keyed], link: models.Field, pk: int) -> int | None:
    rows = model._base_manager.filter(pk=pk)
    return rows.values_list(link.attname, flat=True).first()
