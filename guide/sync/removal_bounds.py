"""How much one load or dump may take away before somebody has to say that this is meant.

What counts is what readers see: rows that are published and not retired, whether a load deletes, retires or withdraws
them. A folder with one file `[]` would otherwise take the whole site away, and call that a success.
"""

from collections.abc import Iterable

from django.db.models import QuerySet

from guide.models import LoadedFile
from guide.sync.errors import SyncRefused
from guide.sync.record_schema import RecordSchema, record_schemas
from guide.sync.report import Report

FEW = 5  # rows of a model that may always go
MOST = 100  # rows of a model, however many it has
PERCENT = 10
SWITCH = "--allow-removals"
EXIT_CODE = 3

Rows = dict[str, set[int]]  # primary keys, by model


class RemovalsRefused(SyncRefused):
    """More would go than one load may take away. `report` says what."""

    def __init__(self, reasons: Iterable[object], report: Report):
        super().__init__(reasons)
        self.report = report


def visible_rows(labels: Iterable[str]) -> Rows:
    return {
        label: set(rows_on_site(record_schemas()[label]).values_list("pk", flat=True))
        for label in sorted(labels)
    }


def rows_on_site(schema: RecordSchema) -> QuerySet:
    rows = schema.model._base_manager.order_by()
    if schema.has_published:
        rows = rows.filter(published=True)
    return rows.filter(retired_on=None) if schema.has_retired_on else rows


def is_too_much(gone: int, before: int) -> bool:
    """Whether so many of so many rows of a model are more than a load may take away."""
    return gone > FEW and (gone > MOST or is_large_share(gone, before))


def is_large_share(gone: int, before: int) -> bool:
    return gone > FEW and gone * 100 > before * PERCENT


def removal_reasons(before: Rows) -> list[str]:
    """A sentence for each model of which too much has gone since, and one for all of them together."""
    after = visible_rows(before)
    counts = {
        label: (len(rows - after[label]), len(rows)) for label, rows in before.items()
    }
    reasons = [
        f"{label}: {gone:,} of {whole:,} would leave the site"
        for label, (gone, whole) in counts.items()
        if is_too_much(gone, whole)
    ]
    gone, whole = map(sum, zip(*counts.values(), strict=True)) if counts else (0, 0)
    if not reasons and is_large_share(gone, whole):
        reasons.append(
            f"all models together: {gone:,} of {whole:,} rows would leave the site"
        )
    return reasons


def emptied_files(counts: dict[str, int]) -> list[str]:
    """Files that have no record now and had some at the last load. A file that is not there is no such file."""
    had = LoadedFile.objects.filter(name__in=counts, records__gt=0)
    return [
        f"{file.name}: no record is left of {file.records:,}"
        for file in had.order_by("name")
        if not counts[file.name]
    ]


def with_advice(reasons: Iterable[str]) -> list[str]:
    return [*reasons, f"If that is meant, run it again with {SWITCH}."]
