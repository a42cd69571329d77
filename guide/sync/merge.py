"""The three-way merge of one record: the value last loaded (base), the fixture's (theirs) and the database's (ours)."""

from collections.abc import Mapping
from typing import Any, NamedTuple

Values = Mapping[str, Any]


class Merged(NamedTuple):
    take: dict[str, Any]  # fields that take the fixture's value
    keep: list[str]  # fields where only an editor changed something
    conflicts: list[str]  # fields where both did, in different ways


def merge(base: Values, theirs: Values, ours: Values) -> Merged:
    take, keep, conflicts = {}, [], []
    for field, value in theirs.items():
        mine = ours[field]
        if value == mine:
            continue
        was = base.get(field, MISSING)
        if mine == was:
            take[field] = value
        elif value == was:
            keep.append(field)
        else:
            conflicts.append(field)
    return Merged(take, keep, conflicts)


MISSING = object()  # equal to no value
