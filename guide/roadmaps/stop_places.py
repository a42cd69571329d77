"""Where the stops of a stage stand after some of them moved: what stands there already makes room."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

Row = TypeVar("Row")
LAST = float("inf")


def make_room(rows: Iterable[Row], places: Mapping[Row, int | None]) -> list[Row]:
    """The rows in their new order. `places`: of those that move, counted from 1; None is the end.

    Each ends at the place it asked for, as far as there is one; those that stay keep their order among each other.
    """
    standing = [row for row in rows if row not in places]
    for row, place in sorted(places.items(), key=lambda asked: asked[1] or LAST):
        standing.insert(len(standing) if place is None else max(place - 1, 0), row)
    return standing


def press(rows: list[Row], row: Row, direction: str) -> list[Row]:
    """The rows after a press on “up” or “down” beside one of them; at the ends nothing changes."""
    here = rows.index(row)
    there = here + {"up": -1, "down": 1}.get(direction, 0)
    if 0 <= there < len(rows):
        rows[here], rows[there] = rows[there], rows[here]
    return rows
