"""Rows of the index, made of the texts of records: the words of each column, and the names that lead there."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from guide.models import Course, FormerName, OtherName, SearchRow, StepSuccessor
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


def make_row(text: SearchedText, others: Iterable[str] = ()) -> SearchRow:
    others = [*text.other_names, *others]
    row = SearchRow(
        id=row_id(text), kind=text.kind, record=text.pk, language=text.language,
        slug=text.slug, anchor=text.anchor, name=text.name[:400],
        text=text.text[:LONGEST_TEXT], facts=text.facts,
    )  # fmt: skip
    keys = name_keys(text.name)
    other_keys = dict.fromkeys(key for name in others for key in name_keys(name))
    named = [text.name, *others]
    sounds = dict.fromkeys(key for name in named for key in pinyin_keys(name))
    row.keys, row.other_keys, row.pinyin = map(as_whole, (keys, other_keys, sounds))
    row.names = " ".join(words_of(text.name))
    row.aliases = " ".join([*words_of("\n".join(others)), *words_of(text.other_words)])
    row.body = " ".join(words_of(row.text))
    return row


def as_whole(keys: Iterable[str]) -> str:
    return " ".join(WHOLE + key for key in keys)


COLUMNS = [
    "id", "kind", "record", "language", "slug", "anchor", "name", "text", "facts",
    "keys", "other_keys", "pinyin", "names", "aliases", "body",
]  # fmt: skip


def columns_of(row: SearchRow) -> tuple:
    return tuple(getattr(row, name) for name in COLUMNS)


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
    """What a record was called until now becomes a name that leads to it."""
    former = []
    for text in texts:
        old = old_names.get(row_id(text), text.name)
        if not text.part and whole_key(old) != whole_key(text.name):
            former.append(FormerName(kind=text.kind, slug=text.slug, name=old))
    if former:
        FormerName.objects.bulk_create(former, ignore_conflicts=True)


# Words


def words_in_row(row: SearchRow) -> tuple[set[str], set[str]]:
    """All words of a row, and those of its names."""
    named = set(
        " ".join([row.keys, row.other_keys, row.pinyin, row.names, row.aliases]).split()
    )
    named = {word.removeprefix(WHOLE) for word in named}
    return named.union(row.body.split(), [ALL_ROWS]), named


def count_words(rows: Iterable[SearchRow], times: int, counts: "WordCounts"):
    for row in rows:
        words, named = words_in_row(row)
        for word in words:
            counts.rows[word] += times
        for word in named:
            counts.named[word] += times


class WordCounts(NamedTuple):
    rows: Counter[str]
    named: Counter[str]

    @classmethod
    def none(cls) -> "WordCounts":
        return cls(Counter(), Counter())


def shown_forms(rows: Iterable[SearchRow]) -> dict[str, str]:
    """The words of names as they are written, by the word that stands for them."""
    shown: dict[str, str] = {}
    for row in rows:
        for written in row.name.casefold().split():
            written = written.strip("()（）,:;.!?“”\"'")[:LONGEST_WORD]
            words = words_of(written)
            if len(words) == 1:
                shown.setdefault(words[0], written)
    return shown
