"""Searches made from our own names: as they are, with typing errors, begun, and in another order."""

import random
import re
from typing import NamedTuple

from django.utils.translation import override

from guide.models import SearchRow, Skill
from guide.search.finding import Found, search
from guide.search.normalisation import HAN_RUN, fold_text
from guide.search.places import CODES

LETTERS = "abcdefghijklmnopqrstuvwxyz"
WORD = re.compile(r"[A-Za-z]{4,}")


class Known(NamedTuple):
    """What is typed, and the records of which one has to be found."""

    text: str
    wanted: frozenset[tuple[str, str]]


def find_in(language: str, text: str, **options) -> Found:
    with override(CODES[language]):
        return search(text, **options)


def place_of(wanted: frozenset, found: Found) -> int | None:
    """Where the first of the wanted stands, from 1."""
    for place, result in enumerate(found.results, 1):
        if (result.kind, result.slug) in wanted:
            return place
    return None


def names(language: str) -> list[Known]:
    """Every name with all records that bear it."""
    rows = SearchRow.objects.filter(language=language).exclude(kind="source")
    bearers: dict[str, set] = {}
    shown: dict[str, str] = {}
    for row in rows.filter(anchor="").order_by("pk"):
        folded = fold_text(row.name)
        shown.setdefault(folded, row.name)
        bearers.setdefault(folded, set()).add((row.kind, row.slug))
    return [Known(shown[key], frozenset(found)) for key, found in bearers.items()]


def aliases() -> list[Known]:
    bearers: dict[str, set] = {}
    for skill in Skill.objects.published():
        for alias in skill.alias_list:
            bearers.setdefault(alias, set()).add(("skill", skill.slug))
    return [Known(alias, frozenset(found)) for alias, found in bearers.items()]


def mistyped(
    known: Known, chance: random.Random, errors: int, shortest: int
) -> Known | None:
    """With so many errors in its longest word; None where it has no word of that length."""
    words = [m for m in WORD.finditer(known.text) if len(m[0]) >= shortest]
    if not words:
        return None
    match = max(words, key=lambda each: len(each[0]))
    word = match[0]
    for _ in range(errors):
        word = one_error(word, chance)
    text = known.text[: match.start()] + word + known.text[match.end() :]
    return known._replace(text=text)


def one_error(word: str, chance: random.Random) -> str:
    """A letter too few, too many or wrong, or two that changed places; the first letter stays."""
    at = chance.randrange(1, len(word) - 1)
    kind = chance.choice(["drop", "double", "wrong", "swap"])
    if kind == "drop":
        return word[:at] + word[at + 1 :]
    if kind == "double":
        return word[:at] + chance.choice(LETTERS) + word[at:]
    if kind == "wrong":
        return word[:at] + chance.choice(LETTERS) + word[at + 1 :]
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def wrong_character(known: Known, chance: random.Random) -> Known | None:
    """A Chinese name of four or more characters with one of them wrong."""
    run = max(HAN_RUN.findall(known.text), key=len, default="")
    if len(run) < 4 or run != known.text:
        return None
    at = chance.randrange(len(run))
    return known._replace(text=run[:at] + chance.choice("的国来时要") + run[at + 1 :])
