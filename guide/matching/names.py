"""Names to look for in a text, and how sure one can be that such a word means the skill.

The word lists in words/ say which names are everyday words too; each list says in its first line what it means.
"""

import re
from collections.abc import Mapping
from enum import Enum
from functools import cache
from pathlib import Path
from typing import NamedTuple

WORDS = Path(__file__).parent / "words"
# What may stand between two words of a name, or nothing: "scikit-learn", "scikit learn".
GAPS = re.compile(r"[\s\-‐‑–_]+")
# "Docker and containers", "Docker与容器" and "AWS（亚马逊云科技）" are two names each.
PARTS = re.compile(r"\s+and\s+(?:the\s+)?|与|和|（|）|\s\(|\)")
SHORT = re.compile(r"[A-Za-z0-9]{1,2}")
LOWER_CASE_WORD = re.compile(r"[a-z]+")
# British and American: optimise, optimize; modelling, modeling.
SPELLED_TWO_WAYS = re.compile(r"[sz](?=e|ing|ation)|ll?(?=ing|ed|er)")


class Strength(Enum):
    FIRM = "means the skill wherever it stands"
    WEAK = "needs a list, words before it, or another skill in its sentence"
    CUED = "needs a list, or words before it"
    LISTED = "needs a list"
    DECOY = "is no skill"


class Name(NamedTuple):
    text: str
    # Slugs; none of a decoy, and of a technology that is no skill of the guide.
    skills: tuple[str, ...]
    strength: Strength


def key_of(name: str) -> str:
    """The same for all spellings of a name: capitals, hyphens, British and American."""
    return SPELLED_TWO_WAYS.sub(one_spelling, GAPS.sub("", name.lower()))


def one_spelling(found: re.Match[str]) -> str:
    return "l" if found.group().startswith("l") else "s"


@cache
def read_words(list_name: str) -> tuple[str, ...]:
    lines = (WORDS / f"{list_name}.txt").read_text(encoding="utf-8").splitlines()
    entries = [line for line in lines if line and not line.startswith("#")]
    return tuple(
        word.strip() for line in entries for word in line.split(";") if word.strip()
    )


@cache
def word_keys(list_name: str) -> frozenset[str]:
    return frozenset(key_of(word) for word in read_words(list_name))


@cache
def proper_names() -> frozenset[str]:
    """Everyday words that are names only with their capital, as the lists write them; by key."""
    words = read_words("weak") + read_words("cued") + read_words("listed")
    return frozenset(key_of(word) for word in words if word[0].isupper())


def is_exact(name: str) -> bool:
    """Whether other letters mean something else."""
    return bool(SHORT.fullmatch(name)) or name in read_words("exact")


def strength_of(name: str) -> Strength:
    key = key_of(name)
    if SHORT.fullmatch(name) or key in word_keys("listed"):
        return Strength.LISTED
    if key in word_keys("cued"):
        return Strength.CUED
    if key in word_keys("weak") or LOWER_CASE_WORD.fullmatch(name):
        return Strength.WEAK
    return Strength.FIRM


def is_vague(name: str) -> bool:
    return (len(name) < 2 and not name.isascii()) or key_of(name) in word_keys("vague")


class SkillNames(NamedTuple):
    titles: tuple[str, ...]  # in both languages
    others: tuple[str, ...]

    @property
    def written(self) -> list[str]:
        """As they may stand in a text, once each; of a title of two parts also the parts."""
        parts = [part for title in self.titles for part in PARTS.split(title)]
        names = (name.strip() for name in (*self.titles, *parts, *self.others))
        return [name for name in dict.fromkeys(names) if name and not is_vague(name)]


def collect_names(skills: Mapping[str, SkillNames]) -> dict[str, Name]:
    """Of skills by slug, with what looks like a name; by key."""
    found: dict[str, Name] = {}
    for slug, names in skills.items():
        for name in names.written:
            add_name(found, Name(name, (slug,), strength_of(name)))
    for name in read_words("technologies"):
        found.setdefault(key_of(name), Name(name, (), strength_of(name)))
    for name in read_words("decoys"):
        found.setdefault(key_of(name), Name(name, (), Strength.DECOY))
    return found


def add_name(found: dict[str, Name], name: Name) -> None:
    """Two skills may share a name: it stands for both. Of two spellings the one in more words finds the other too."""
    before = found.get(key_of(name.text), name)
    more_words = max(before.text, name.text, key=lambda text: len(GAPS.findall(text)))
    skills = dict.fromkeys(before.skills + name.skills)
    found[key_of(name.text)] = before._replace(text=more_words, skills=tuple(skills))
