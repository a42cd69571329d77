"""Rows that lead to the same record, leading to one object."""

from collections.abc import Iterable
from operator import attrgetter
from typing import TypeVar

from django.db.models import Model

Row = TypeVar("Row", bound=Model)


def share_related(rows: Iterable[Row], *paths: str) -> list[Row]:
    """The rows, which were loaded with select_related(*paths), as a list.

    select_related makes an object for each row: 878 salaries hold 878 copies of their 260 sources. Where rows are kept
    for as long as the content stays, one of each is enough.
    """
    known: dict[tuple, Model] = {}
    rows = list(rows)
    for path in paths:
        way, _, name = path.rpartition("__")
        for row in rows:
            owner = attrgetter(way.replace("__", "."))(row) if way else row
            related = getattr(owner, name)
            if related is not None:
                key = (type(related), related.pk)
                setattr(owner, name, known.setdefault(key, related))
    return rows
