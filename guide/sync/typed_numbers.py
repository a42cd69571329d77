"""Numbers of hours, steps and months that texts type, though the site computes the same: they would go stale.

In a text stands {hours:sql-databases} or the like instead (guide/texts/figures.py).
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from math import ceil
from typing import NamedTuple

from guide.roadmaps.pace import OFFERED_HOURS, WEEKS_A_MONTH
from guide.sync.chinese_text import prose_of

UNITS = {
    "h": "hours", "hour": "hours", "hours": "hours", "小时": "hours",
    "step": "steps", "steps": "steps", "步": "steps",
    "month": "months", "months": "months", "个月": "months",
}  # fmt: skip
NUMBER = r"(?<![\d.,$])(?P<low>\d[\d,]*\d|\d)"
ENGLISH = re.compile(
    rf"{NUMBER}(?:\s?(?:–|-|to|and|or)\s?(?P<high>\d[\d,]*))?(?:\s[a-z]+)?[ -](?P<unit>hours?|h|steps?|months?)\b"
    r"(?! (?:a|per|each|every) (?:week|day|quarter|month))"
)
CHINESE = re.compile(
    rf"{NUMBER}(?:\s?(?:～|~|-|–|到|至|或)\s?(?P<high>\d[\d,]*))?(?P<unit>小时|步|个月)"
)
# Before a number in the same clause: it says how much at a time, and is no sum.
PACE = re.compile(r"(?:每周|每天|每晚|每月|每季度|一周|每个?周末)[^，。；：]{0,10}$")
SMALLEST_LONE = 10  # below, a lone number equals one of ours by chance

# Texts about what others offer or said: their numbers are theirs, and change with them.
OF_OTHERS = {
    ("guide.source", "summary"): "what a source says",
    ("guide.source", "body"): "what a source says",
    ("guide.citation", "passage"): "what a source says",
    ("guide.salary", "passage"): "what a source says",
    ("guide.salary", "note"): "the conditions of a figure of pay",
    ("guide.fact", "body"): "what a source says",
    ("guide.fact", "value_text"): "what a source says",
    ("guide.course", "note"): "the length of the course itself, or of its parts",
    ("guide.stepcourse", "reason"): "the length of the course itself, or of its parts",
    ("guide.stepcourse", "part"): "the length of the course itself, or of its parts",
    ("guide.step", "hours_basis"): "the lengths of others, from which ours was judged",
}
# Single numbers that equal one of ours by chance, by model, key and text, in both languages.
BY_CHANCE = {
    ("guide.chapter", "choosing-a-course", "body"): {
        (4, 6): "of the worked example: five weeks at 4 to 6 hours",
        (20, 30): "of the worked example: what they make",
    },
    ("guide.chapter", "degrees-certificates-and-licences", "example"): {
        (60,): "what somebody invented has in evenings",
        (20,): "what somebody invented takes to revise",
    },
    ("guide.question", "why-gpus", "body"): {(10,): "what a source said in 2018"},
    ("guide.step", "capstone", "body"): {(10,): "the most for a first prototype"},
}


class TypedNumber(NamedTuple):
    words: str  # as they stand in the text
    numbers: tuple[int, ...]


def is_allowed(label: str, key: str, name: str, number: TypedNumber) -> bool:
    """Whether a number may stand as it is typed. `name`: of the text, with its language."""
    text = name.removesuffix("_en").removesuffix("_zh")
    by_chance = BY_CHANCE.get((label, key, text), {})
    return (label, text) in OF_OTHERS or number.numbers in by_chance


def computed_ends(
    steps: Mapping[str, tuple[int, int]], stops: Mapping[str, list[str]]
) -> dict[str, set[int]]:
    """The ends of every figure that the site computes, by unit. `stops`: the required steps of each roadmap."""
    found: dict[str, set[int]] = defaultdict(set)
    for ends in steps.values():
        found["hours"] |= set(ends)
    for slugs in stops.values():
        found["steps"].add(len(slugs))
        for end in (0, 1):
            total = sum(steps[slug][end] for slug in slugs if slug in steps)
            found["hours"].add(total)
            found["months"] |= {
                ceil(total / weekly / WEEKS_A_MONTH) for weekly in OFFERED_HOURS
            }
    return found


def typed_numbers(text: str, computed: Mapping[str, set[int]]) -> Iterator[TypedNumber]:
    """The numbers of a text that equal a computed one, with their units."""
    prose = prose_of(text)
    for pattern in (ENGLISH, CHINESE):
        for match in pattern.finditer(prose):
            if PACE.search(prose[: match.start()]):
                continue
            ends = filter(None, (match["low"], match["high"]))
            numbers = tuple(int(end.replace(",", "")) for end in ends)
            ours = computed[UNITS[match["unit"]]].intersection(numbers)
            if any(number >= SMALLEST_LONE for number in ours) or len(ours) == 2:
                yield TypedNumber(match[0], numbers)
