"""What an import would do, as the rows of a table."""

from typing import NamedTuple

from accounts.own_data.counts import table_words
from accounts.own_data.import_plan import (
    FURTHER,
    KEPT,
    NEW,
    SAME,
    UNKNOWN,
    ImportPlan,
)


class PreviewRow(NamedTuple):
    name: str
    new: int
    further: int
    same: int
    kept: int
    unknown: int


def preview_rows(plan: ImportPlan) -> list[PreviewRow]:
    outcomes = (NEW, FURTHER, SAME, KEPT, UNKNOWN)
    return [
        PreviewRow(table_words(name), *(table.counts[each] for each in outcomes))
        for name, table in plan.tables.items()
        if table.counts.total()
    ]
