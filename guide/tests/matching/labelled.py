"""The made CVs and adverts: texts with the slugs of the skills that a reader would say they name."""

from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent


class Labelled(NamedTuple):
    skills: frozenset[str]
    text: str


def read_labelled(name: str) -> list[Labelled]:
    _, *records = (FOLDER / f"{name}.txt").read_text("utf-8").split("\n= ")
    parts = [record.partition("\n") for record in records]
    return [Labelled(frozenset(head.split()), text) for head, _, text in parts]


def read_lines_without_skills() -> list[str]:
    lines = (FOLDER / "no_skills.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def count_hits(found: list[tuple[set[str], frozenset[str]]]) -> tuple[float, float]:
    """Precision and recall of pairs of what was found and what a reader sees, over all of them together."""
    right = sum(len(got & wanted) for got, wanted in found)
    return (
        right / sum(len(got) for got, _ in found),
        right / sum(len(wanted) for _, wanted in found),
    )
