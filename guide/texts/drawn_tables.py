"""Pictures of the table in an example, drawn from its own figures, so that the two cannot differ."""

import re
from collections.abc import Iterator
from typing import NamedTuple

ROW = re.compile(r"^\|(.+)\|[ \t]*$", re.MULTILINE)
RULE = re.compile(r"[\s:|-]+")
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
NAMES_WIDTH = 9  # percent of a picture, left of the bars
BARS_WIDTH = 80  # the rest is for the sums


class Bar(NamedTuple):
    name: str
    value: str  # as the table has it
    width: str


class Piece(NamedTuple):
    at: str
    width: str
    middle: str
    number: int  # of its row
    heavy: bool  # whether no row weighs more


class Stack(NamedTuple):
    name: str
    total: str
    end: str
    pieces: list[Piece]


def table_rows(text: str) -> list[list[str]]:
    """The cells of the first table of a text; its head first."""
    table = re.search(r"(?:^\|.*\n?)+", text, re.MULTILINE)
    lines = ROW.findall(table[0]) if table else []
    return [
        [cell.strip() for cell in line.split("|")]
        for line in lines
        if not RULE.fullmatch(line)
    ]


def bars_of(text: str) -> list[Bar]:
    """A bar for each row whose last cell is a number, the largest as wide as there is room."""
    rows = [
        (row[0], row[-1], float(found[0].replace(",", "")))
        for row in table_rows(text)[1:]
        if (found := NUMBER.search(row[-1]))
    ]
    most = max((number for *_, number in rows), default=0)
    return [
        Bar(name, value, f"{number / most:.1%}") for name, value, number in rows if most
    ]


def stacks_of(text: str) -> list[Stack]:
    """A stack for each column behind the weights: weight times score, row by row. The last row holds the sums."""
    head, *rows = table_rows(text) or [[]]
    weighed = [
        [int(cell) for cell in row[1:]]
        for row in rows
        if len(row) == len(head) > 2 and all(cell.isdecimal() for cell in row[1:])
    ]
    sums = [sum(row[0] * row[at] for row in weighed) for at in range(1, len(head) - 1)]
    unit = BARS_WIDTH / max(sums, default=1) if any(sums) else 0
    return [
        Stack(
            head[at + 1],
            str(total),
            f"{NAMES_WIDTH + total * unit:.1f}%",
            list(pieces_of(weighed, at, unit)),
        )
        for at, total in enumerate(sums, 1)
        if unit
    ]


def pieces_of(weighed: list[list[int]], at: int, unit: float) -> Iterator[Piece]:
    """`unit`: percent of the picture for each point."""
    left = float(NAMES_WIDTH)
    heaviest = max(row[0] for row in weighed)
    for number, row in enumerate(weighed, 1):
        width = row[0] * row[at] * unit
        yield Piece(
            f"{left:.1f}%",
            f"{width:.1f}%",
            f"{left + width / 2:.1f}%",
            number,
            row[0] == heaviest,
        )
        left += width
