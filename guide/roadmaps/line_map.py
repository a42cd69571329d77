"""The line map: which piece of which line each row of a roadmap draws. Plain values in, plain values out.

A row is a stage heading or a stop. Every track is a line in its own column; it runs from the first to the last row in
which it is called at or joined. A stop that builds on steps of other tracks joins their lines with a capsule.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class TrackRow(NamedTuple):
    """One row: the column of its own line (0 for a stage heading) and the columns of the lines it builds on."""

    column: int = 0
    joins: frozenset[int] = frozenset()


class LinePiece(NamedTuple):
    column: int
    kind: str  # start, end or through


class Gutter(NamedTuple):
    """What one row draws, from left to right."""

    cells: tuple[LinePiece, ...]
    capsule: tuple[int, int] | None  # the first and last column that it spans
    joins: tuple[int, ...]  # lines that end in the capsule with a dot
    over: tuple[int, ...]  # lines that pass over the capsule without stopping
    stops: tuple[int, ...] = ()  # of a folded stage: the lines that stop there


def line_spans(rows: Iterable[TrackRow]) -> dict[int, tuple[int, int]]:
    """First and last row of every line."""
    found: dict[int, tuple[int, int]] = {}
    for number, row in enumerate(rows):
        for column in {row.column, *row.joins} - {0}:
            found[column] = (found.get(column, (number, number))[0], number)
    return found


def draw_rows(rows: Sequence[TrackRow]) -> list[Gutter]:
    lines = line_spans(rows)
    return [draw_gutter(number, row, lines) for number, row in enumerate(rows)]


def draw_gutter(
    number: int, row: TrackRow, lines: dict[int, tuple[int, int]]
) -> Gutter:
    running = sorted(
        column for column, (first, last) in lines.items() if first <= number <= last
    )
    cells = tuple(
        LinePiece(column, piece_kind(number, *lines[column]))
        for column in running
        if lines[column][0] != lines[column][1]
    )
    joins = tuple(sorted(row.joins - {row.column}))
    if not joins:
        return Gutter(cells, None, (), ())
    first, last = min(row.column, *joins), max(row.column, *joins)
    over = tuple(
        column
        for column in running
        if first < column < last and column != row.column and column not in joins
    )
    return Gutter(cells, (first, last), joins, over)


def fold_rows(rows: Sequence[TrackRow], gutters: Sequence[Gutter]) -> Gutter:
    """One row for a whole stage: what comes in, what goes out, and one capsule around all that meet in it."""
    before = {cell.column for cell in gutters[0].cells if cell.kind != "start"}
    after = {cell.column for cell in gutters[-1].cells if cell.kind != "end"}
    cells = tuple(
        LinePiece(column, folded_kind(column in before, column in after))
        for column in sorted(before | after)
    )
    stops = {row.column for row in rows} - {0}
    joins = {column for row in rows for column in row.joins} - stops
    met = stops | joins
    if len(met) < 2:
        return Gutter(cells, None, (), (), tuple(stops))
    first, last = min(met), max(met)
    over = (
        column
        for column in sorted(before & after)
        if first < column < last and column not in met
    )
    return Gutter(
        cells, (first, last), tuple(sorted(joins)), tuple(over), tuple(sorted(stops))
    )


def folded_kind(comes_in: bool, goes_out: bool) -> str:
    if comes_in and goes_out:
        return "through"
    return "end" if comes_in else "start"


def piece_kind(number: int, first: int, last: int) -> str:
    if number == first:
        return "start"
    return "end" if number == last else "through"
