"""Rows of the index, made of the texts of records: the words of each column, and the names that lead there."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

from guide.models import Course, FormerName, OtherName, StepSuccessor
from guide.search.normalisation import (
    LONGEST_WORD,
    WHOLE,
    name_keys,
    pinyin_keys,
    whole_key,
    words_of,
)
from guide.search.places import page_texts, place_texts
from guide.search.records import RECORDS, Build, SearchedText

BUILDS: dict[str, Build] = {
    "page": page_texts,
    "role": RECORDS["role"],
    "place": place_texts,
} | RECORDS
KINDS = list(BUILDS)  # the most important first
PARTS = 500  # of one record, at most
LONGEST_TEXT = 30_000  # characters of a text that are searched
ALL_ROWS = ""  # the word that stands for every row
LONGEST_CHAIN = 20  # of courses, each replaced by the next
LANGUAGE_NUMBERS = {"en": 0, "zh": 1}


class Name(NamedTuple):
    kind: str
    slug: str


def row_id(text: SearchedText) -> int:
    """The key of a row: the most important kinds come first in the order of keys."""
    first, _last = id_range(text.kind)
    language = LANGUAGE_NUMBERS.get(text.language, 0)
    return first + (text.pk * PARTS + min(text.part, PARTS - 1)) * 2 + language


def id_range(kind: str) -> tuple[int, int]:
    """The first and the last key that rows of a kind may have."""
    first = KINDS.index(kind) * 10**15
    return first, first + 10**15 - 1


def last_id(kind: str, pk: int) -> int:
    """The last key that a row of a record may have."""
    first, _last = id_range(kind)
    return first + (pk * PARTS + PARTS) * 2 - 1


class Row(NamedTuple):
    """The columns of a SearchRow."""

    id: int
    kind: str
    record: int
    language: str
    slug: str
    anchor: str
    name: str
    text: str
    facts: dict[str, Any]
    keys: str
    other_keys: str
    pinyin: str
    names: str
    aliases: str
    body: str


def make_row(text: SearchedText, others: Iterable[str] = ()) -> Row:
    other_names = words_of_names((*text.other_names, *others))
    shown = text.text[:LONGEST_TEXT]
    sounds = dict.fromkeys([pinyin_keys(text.name), *other_names.sounds])
    return Row(
        row_id(text), text.kind, text.pk, text.language, text.slug, text.anchor,
        text.name[:400], shown, text.facts,
        keys=as_whole(name_keys(text.name)),
        other_keys=other_names.keys,
        pinyin=as_whole(chain.from_iterable(sounds)),
        names=" ".join(words_of(text.name)),
        aliases=" ".join([*other_names.words, *words_of(text.other_words)]),
        body=" ".join(words_of(shown)),
    )  # fmt: skip


class OtherNames(NamedTuple):
    keys: str
    sounds: list[tuple[str, ...]]
    words: list[str]


@lru_cache(100)  # both languages and all parts of a record have the same
def words_of_names(names: tuple[str, ...]) -> OtherNames:
    keys = dict.fromkeys(key for name in names for key in name_keys(name))
    sounds = list(map(pinyin_keys, names))
    return OtherNames(as_whole(keys), sounds, words_of("\n".join(names)))


def as_whole(keys: Iterable[str]) -> str:
    return " ".join(WHOLE + key for key in keys)


# Names that lead to a record


def names_leading_to(texts: list[SearchedText]) -> dict[Name, list[str]]:
    """Other names, former names, and the names of steps and courses that became these. Up to four queries."""
    slugs: dict[str, set[str]] = defaultdict(set)
    for text in texts:
        slugs[text.kind].add(text.slug)
    found: dict[Name, list[str]] = defaultdict(list)
    for kind, wanted in slugs.items():
        chosen = None if len(wanted) > 500 else wanted
        for model, kind_field, slug_field in (
            (OtherName, "subject", "subject_slug"),
            (FormerName, "kind", "slug"),
        ):
            rows = model.objects.filter(**{kind_field: kind}).order_by("pk")
            if chosen is not None:
                rows = rows.filter(**{f"{slug_field}__in": chosen})
            for slug, name in rows.values_list(slug_field, "name"):
                found[Name(kind, slug)].append(name)
    if "step" in slugs:
        add_predecessors(found)
    if "course" in slugs:
        add_replaced_courses(found, slugs["course"])
    return found


def add_predecessors(found: dict[Name, list[str]]):
    """The names of retired steps, under the steps of today that they became. One query."""
    columns = ["old__slug", "new__slug", "old__name_en", "old__name_zh"]
    links = StepSuccessor.objects.filter(old__published=True).order_by("pk")
    followed: dict[str, list[str]] = defaultdict(list)
    named: dict[str, list[str]] = {}
    for old, new, *names in links.values_list(*columns):
        followed[old].append(new)
        named[old] = list(filter(None, names))
    for old, names in named.items():
        for new in ends_of(followed, old):
            found[Name("step", new)] += names


def ends_of(followed: dict[str, list[str]], start: str) -> set[str]:
    """What a step became in the end; a step that followed another may have been followed itself."""
    reached, open_ends = set(), [start]
    while open_ends:
        for each in followed.get(open_ends.pop(), ()):
            if each not in reached:
                reached.add(each)
                open_ends.append(each)
    return reached


def add_replaced_courses(found: dict[Name, list[str]], slugs: set[str]):
    """The titles of courses that these replaced, one query for each length of chain."""
    leads_to = {slug: slug for slug in slugs}
    newest = set(slugs)
    for _length in range(LONGEST_CHAIN):
        rows = Course.objects.published().exclude(replaced_by=None)
        if len(newest) <= 500:
            rows = rows.filter(replaced_by__slug__in=newest)
        links = [
            (old, new, title)
            for old, new, title in rows.values_list(
                "slug", "replaced_by__slug", "title"
            )
            if new in newest and old not in leads_to
        ]
        if not links:
            break
        for old, new, title in links:
            leads_to[old] = leads_to[new]
            found[Name("course", leads_to[new])].append(title)
        newest = {old for old, _new, _title in links}


def remember_former_names(texts: list[SearchedText], old_names: dict[int, str]):
    """What a record was called until now becomes a name that leads to it.

    The pages of the site are no records: their keys are their places in a list, and they move.
    """
    former = []
    for text in texts:
        if text.part or text.kind == "page":
            continue
        old = old_names.get(row_id(text), text.name)
        if old != text.name and whole_key(old) != whole_key(text.name):
            former.append(FormerName(kind=text.kind, slug=text.slug, name=old))
    if former:
        FormerName.objects.bulk_create(former, ignore_conflicts=True)


# Words


class WordCounts(NamedTuple):
    """In how many rows, and in the names of how many, each word stands more, or less, than before."""

    rows: Counter[str]
    named: Counter[str]

    @classmethod
    def none(cls) -> "WordCounts":
        return cls(Counter(), Counter())

    def add(self, rows: Iterable[Row]):
        for row in rows:
            words, named = words_in_row(row)
            self.rows.update(words)
            self.named.update(named)

    def subtract(self, rows: Iterable[Row]):
        for row in rows:
            words, named = words_in_row(row)
            self.rows.subtract(words)
            self.named.subtract(named)


def words_in_row(row: Row) -> tuple[set[str], set[str]]:
    """All words of a row, and those of its names: the initials of their pinyin are none."""
    sounds = row.pinyin.replace(WHOLE, "").split()
    whole = f"{row.keys} {row.other_keys}".replace(WHOLE, "")
    named = {*whole.split(), *sounds[::2], *row.names.split(), *row.aliases.split()}
    return named.union(sounds, row.body.split(), [ALL_ROWS]), named


def note_shown_forms(rows: Iterable[Row], shown: dict[str, str]):
    """Add the words of names as they are written, by the word that stands for them; the first form stays."""
    for row in rows:
        for written in row.name.casefold().split():
            word, form = shown_form(written)
            if word:
                shown.setdefault(word, form)


@lru_cache(20_000)
def shown_form(written: str) -> tuple[str, str]:
    """A word, and how it is written without signs around it; no word where it is none, or several."""
    form = written.strip("()（）,:;.!?“”\"'")[:LONGEST_WORD]
    words = words_of(form)
    return (words[0], form) if len(words) == 1 else ("", form)
