"""Writing what an import brings, and taking it back.

Before anything is written the whole account is kept as a document. Taking back puts that document in the place of all
that the account holds; so it is refused as soon as anything else has changed.
"""

import gzip
import hashlib

from django.db import IntegrityError, models
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import DataImport
from accounts.models.data_import import CAN_BE_TAKEN_BACK_FOR
from accounts.models.write_lock import atomic_write, lock_learner
from accounts.own_data.document import learner_document, write_document
from accounts.own_data.import_plan import ImportPlan, TablePlan, plan_import
from accounts.own_data.reading import BadFile, read_file
from accounts.own_data.tables import learner_tables

ROWS_A_STATEMENT = 500
# A version is moved out of the way of those that take its number.
OUT_OF_THE_WAY = 1_000_000


class ChangedSince(Exception):
    """Something else has changed in the account after the import."""


def import_file(user, content: bytes) -> ImportPlan:
    """Whole or not at all. Raises BadFile. Imported again, the same file changes nothing."""
    rows = read_file(content)
    with atomic_write(DataImport.objects.db):
        lock_learner(user)
        plan = plan_import(user, rows)
        if plan.changes_something:
            before = packed(user)
            write_plan(plan)
            DataImport.objects.filter(user=user).delete()
            DataImport.objects.create(
                user=user, at=timezone.now(), before=before, after_digest=digest(user)
            )
    return plan


def write_plan(plan: ImportPlan) -> None:
    try:
        for each in plan.tables.values():
            write_table(each)
    except IntegrityError as error:
        raise BadFile(
            _("Rows of this file contradict each other, so nothing of it was imported.")
        ) from error


def write_table(plan: TablePlan) -> None:
    rows = models.QuerySet(plan.table.model)
    names = [column.name for column in plan.table.columns if column.name != "user"]
    if plan.changed:
        if plan.table.name == "stepnote":
            moved = rows.filter(pk__in=plan.changed)
            moved.update(version=models.F("version") + OUT_OF_THE_WAY)
        changed = plan.changed.values()
        rows.bulk_update(changed, names, batch_size=ROWS_A_STATEMENT)
    rows_of_self = [
        column.name for column in plan.table.columns if column.own == plan.table.name
    ]
    held_back = {
        name: [row for row in plan.new if getattr(row, name) is not None]
        for name in rows_of_self
    }
    targets = {
        (name, id(row)): getattr(row, name)
        for name, found in held_back.items()
        for row in found
    }
    for name, found in held_back.items():
        for row in found:
            setattr(row, name, None)
    rows.bulk_create(plan.new, batch_size=ROWS_A_STATEMENT)
    for name, found in held_back.items():
        for row in found:
            setattr(row, name, targets[name, id(row)])
        rows.bulk_update(found, [name], batch_size=ROWS_A_STATEMENT)


def can_be_taken_back(user) -> DataImport | None:
    since = timezone.now() - CAN_BE_TAKEN_BACK_FOR
    return DataImport.objects.filter(user=user, at__gt=since).first()


def take_back_import(user) -> bool:
    """False where there is nothing to take back (any more). Raises ChangedSince."""
    with atomic_write(DataImport.objects.db):
        lock_learner(user)
        last = can_be_taken_back(user)
        if last is None:
            return False
        if last.after_digest != digest(user):
            raise ChangedSince
        rows = read_file(gzip.decompress(bytes(last.before)))
        forget_rows(user)
        write_plan(plan_import(user, rows))
        last.delete()
    return True


def forget_rows(user) -> None:
    """All that the tables of the learner hold; the account itself stays."""
    for table in reversed(learner_tables().values()):
        found = models.QuerySet(table.model).filter(user=user)
        found._raw_delete(found.db)


def packed(user) -> bytes:
    return gzip.compress(document_bytes(user), mtime=0)


def document_bytes(user) -> bytes:
    return write_document(learner_document(user, timezone.now()))


def digest(user) -> str:
    """Of all that the tables hold, without the day on which it was asked."""
    tables = write_document(
        {"tables": learner_document(user, timezone.now())["tables"]}
    )
    return hashlib.sha256(tables).hexdigest()
