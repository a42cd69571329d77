"""The judged searches, and how good an order of results is: normalised discounted cumulative gain of the first five."""

from math import log2
from pathlib import Path
from typing import NamedTuple

from guide.search.finding import Found
from guide.tests.search.generated import find_in

DATA = Path(__file__).parent.parent / "data"
FIRST = 5


class Judged(NamedTuple):
    text: str
    grades: dict[tuple[str, str], int]

    def gain(self, found: Found) -> float:
        """Between 0 and 1. Records that are there no more count for nothing."""
        order = [(each.kind, each.slug) for each in found.results[:FIRST]]
        best = sorted(self.grades.values(), reverse=True)[:FIRST]
        return discounted(map(self.grade, order)) / discounted(best)

    def grade(self, record: tuple[str, str]) -> int:
        return self.grades.get(record, 0)

    def is_hit(self, found: Found, most: int = 3) -> bool:
        """Whether a record that answers it, with 3 or 2, is among the first."""
        first = [(each.kind, each.slug) for each in found.results[:most]]
        wanted = min(2, max(self.grades.values()))
        return any(self.grade(record) >= wanted for record in first)


def discounted(grades) -> float:
    return sum(
        (2**grade - 1) / log2(place + 1) for place, grade in enumerate(grades, 1)
    )


def judged_searches(language: str) -> list[Judged]:
    lines = (DATA / f"queries_{language}.txt").read_text().splitlines()
    return [read_line(line) for line in lines if not line.startswith("#")]


def read_line(line: str) -> Judged:
    text, _, answers = line.partition(" | ")
    grades = {}
    for answer in answers.split():
        record, _, grade = answer.rpartition("=")
        kind, _, slug = record.partition(":")
        grades[kind, slug] = int(grade)
    return Judged(text, grades)


def found_for(language: str, judged: Judged) -> Found:
    return find_in(language, judged.text)
