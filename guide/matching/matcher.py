"""Finds names of skills in a text: without a network, without a model, the same text with the same answer.

A name that is an everyday word counts only where what stands around it says that the skill is meant.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from guide.matching.context import Surroundings
from guide.matching.names import (
    Name,
    Strength,
    is_exact,
    key_of,
    proper_names,
    word_keys,
)
from guide.matching.pattern import compile_names

# Full-width letters and signs as narrow ones, capitals as small letters: no character becomes two.
NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
SMALL = {capital: capital + 32 for capital in range(ord("A"), ord("Z") + 1)}
# Addresses, and whose address it is, say nothing of what somebody can.
ADDRESSES = re.compile(
    r"(?:github|gitlab|linkedin|kaggle|领英)[ ]*(?:profile|主页)?[ ]*[:：|][ ]*\S*[./]\S*|https?://\S+|www\.\S+|\S+@\S+\.\S+"
    r"|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|io|net|cn|edu|dev|ai|me|uk|de)(?<!asp\.net)\b(?:/\S*)?",
    re.IGNORECASE | re.ASCII,
)


class Hit(NamedTuple):
    """A name in a text, from character `start` to before `end`."""

    start: int
    end: int
    text: str
    # Slugs; empty for a technology that is no skill of the guide.
    skills: tuple[str, ...]
    # As the guide or the list of technologies writes it.
    name: str


class Candidate(NamedTuple):
    start: int
    end: int
    name: Name


def blank_out(found: re.Match) -> str:
    return "\0" * len(found.group())


class Matcher:
    def __init__(self, names: Mapping[str, Name]):
        """`names`: by their key, as `collect_names` gives them."""
        self.names = names
        self.pattern = compile_names(name.text for name in names.values())

    def find(self, text: str) -> list[Hit]:
        """In the order of the text; no two overlap."""
        written = ADDRESSES.sub(blank_out, text.translate(NARROW))
        found = self.candidates(written)
        kept = accept_candidates(found, written)
        return [
            Hit(one.start, one.end, text[one.start : one.end], one.name.skills, one.name.text)
            for number, one in enumerate(found)
            if number in kept
        ]  # fmt: skip

    def find_skills(self, text: str) -> set[str]:
        return {skill for hit in self.find(text) for skill in hit.skills}

    def candidates(self, written: str) -> list[Candidate]:
        found = []
        for match in self.pattern.finditer(written.translate(SMALL)):
            name = self.name_of(match.group())
            spelled = written[match.start() : match.end()]
            if name.strength == Strength.DECOY:
                continue
            if is_exact(name.text) and not spelled.startswith(name.text):
                continue
            found.append(Candidate(match.start(), match.end(), name))
        return found

    def name_of(self, spelled: str) -> Name:
        key = key_of(spelled)
        for other in (key, key.removesuffix("s"), f"{key}s"):
            if other in self.names:
                return self.names[other]
        raise LookupError(spelled)


def accept_candidates(found: list[Candidate], written: str) -> set[int]:
    """The numbers of those that mean what they name. One that is accepted may carry its neighbours in a list."""
    around = Surroundings(written)
    kept = {
        number
        for number, one in enumerate(found)
        if one.name.strength == Strength.FIRM or stands_alone(one, around)
    }
    while True:
        more = {
            number
            for number in range(len(found))
            if number not in kept and has_support(number, found, kept, around)
        }
        if not more:
            return kept
        kept |= more


def stands_alone(one: Candidate, around: Surroundings) -> bool:
    """Without a neighbour: by what stands before it, or as a well-known name within a sentence."""
    if around.is_labelled(one.start, one.end):
        return True
    if one.name.strength == Strength.LISTED or not may_be_name(one, around.text):
        return False
    return around.has_cue(one.start) or (
        is_well_known(one.name) and around.text[one.start].isupper()
    )


def may_be_name(one: Candidate, written: str) -> bool:
    """By its first letter: “spark” in a sentence is the everyday word, “python” is not."""
    return (
        written[one.start].isupper()
        or key_of(one.name.text) not in proper_names()
        or is_well_known(one.name)
    )


def is_well_known(name: Name) -> bool:
    """Whether it is one of those that mean the skill wherever they have their capital."""
    return key_of(name.text) in word_keys("capitals")


def has_support(
    number: int, found: list[Candidate], kept: set[int], around: Surroundings
) -> bool:
    one = found[number]
    is_listed = one.name.strength == Strength.LISTED
    if is_listed and not around.goes_on(one.end):
        return False
    beside = [other for other in (number - 1, number + 1) if other in kept]
    if any(are_listed(one, found[other], around) for other in beside):
        return True
    return (
        one.name.strength == Strength.WEAK
        and may_be_name(one, around.text)
        and has_company(one, found, kept, around)
    )


def are_listed(one: Candidate, other: Candidate, around: Surroundings) -> bool:
    """Whether two that follow each other stand in one list."""
    first, second = sorted((one, other), key=lambda each: each.start)
    if around.is_list_gap(first.end, second.start):
        return True
    is_next_line = around.is_line_gap(first.end, second.start)
    return is_next_line and around.ends_its_line(second.end)


def has_company(
    one: Candidate, found: list[Candidate], kept: set[int], around: Surroundings
) -> bool:
    """Whether another skill stands in its sentence."""
    sentence = around.sentence(one.start)
    return any(around.sentence(found[other].start) == sentence for other in kept)
