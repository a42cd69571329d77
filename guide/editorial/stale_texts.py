"""Texts whose other language was changed after them, kept in the transaction of each change, whoever makes it.

Both languages of a text are right together at first. A change of one of them alone makes the other one stale, until
that one changes too, the change is taken back, or somebody says that it is right. What only differs in white space
and in the marks of Markdown is no change.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b

from django.utils import timezone

from guide.editorial.applying import local_key
from guide.editorial.documents import Before, Document
from guide.models import StaleText
from guide.models.text import LANGUAGES
from guide.sync.record_schema import record_schemas

Place = tuple[str, str, str]  # kind and key of the row within the record, and the text
Marks = dict[Place, StaleText]
# Where a line begins: of headings, quotes and lists.
LINE_MARK = re.compile(r"^[ \t]*(?:#{1,6} |>|[-*+] |\d{1,3}[.)] )", re.MULTILINE)
EMPHASIS = re.compile(r"[*`\\]+|(?<!\w)_+|_+(?!\w)")
SPACE = re.compile(r"\s+")


@dataclass
class StaleTexts:
    """What is stale of the records that one piece of work touches: as it was at the beginning, and now."""

    first: dict[tuple[str, int], Marks] = field(default_factory=dict)
    now: dict[tuple[str, int], Marks] = field(default_factory=dict)

    def follow(
        self, label: str, changes: Mapping[int, tuple[Before, Document]], by: str = ""
    ):
        """By primary key, what was before and is now. One query for many records, and none where no text changed."""
        touched = [
            pk
            for pk, (before, _now) in changes.items()
            if (label, pk) in self.first or touches_texts(before)
        ]
        self.read(label, [pk for pk in touched if (label, pk) not in self.first])
        gone: list[int] = []
        new: list[StaleText] = []
        for pk in touched:
            marks = marks_after(self.first[label, pk], label, pk, *changes[pk], by)
            here = self.now[label, pk]
            kept = [mark.pk for mark in marks.values() if mark.pk]
            gone += [mark.pk for mark in here.values() if mark.pk not in kept]
            new += [
                mark
                for mark in marks.values()
                if here.get(mark.place) is not mark or mark.pk is None
            ]
            self.now[label, pk] = marks
        if gone:
            StaleText.objects.filter(pk__in=gone).delete()
        if new:
            StaleText.objects.bulk_create(new)

    def read(self, label: str, pks: list[int]):
        for pk in pks:
            self.first[label, pk], self.now[label, pk] = {}, {}
        for mark in StaleText.objects.filter(model=label, row__in=pks) if pks else ():
            for known in (self.first, self.now):
                known[label, mark.row][mark.place] = mark


def touches_texts(before: Before) -> bool:
    """Whether a text that has two languages changed or is gone. A new row says both at once."""
    return any(
        was is not None and not names_of_texts(part).isdisjoint(was)
        for part, rows in before.items()
        for was in rows.values()
    )


@cache
def text_pairs(part: str) -> dict[str, dict[str, str]]:
    """The texts of a kind of row that stand in both languages, each with its columns: name → name_en and name_zh.

    A source has its title and title_zh.
    """
    schema = record_schemas().get(part)
    names = set(schema.merged_fields if schema else ())
    pairs = {}
    for chinese in sorted(name for name in names if name.endswith("_zh")):
        base = chinese.removesuffix("_zh")
        if english := names & {base, f"{base}_en"}:
            pairs[base] = {"en": english.pop(), "zh": chinese}
    return pairs


@cache
def names_of_texts(part: str) -> frozenset[str]:
    return frozenset(
        name for pair in text_pairs(part).values() for name in pair.values()
    )


def marks_after(
    marks: Marks, label: str, pk: int, before: Before, document: Document, by: str
) -> Marks:
    if not document:
        return {}
    found = dict(marks)
    for part, rows in before.items():
        for key, was in rows.items() if text_pairs(part) else ():
            here = document.get(part, {}).get(key)
            schema = record_schemas()[part]
            row_key = "" if part == label else local_key(schema, here or was or {})
            for name, columns in text_pairs(part).items():
                place = (part, row_key, name)
                mark = None
                if was is not None and here is not None:
                    new = {each: here[columns[each]] or "" for each in LANGUAGES}
                    old = {
                        each: was.get(columns[each], new[each]) or ""
                        for each in LANGUAGES
                    }
                    mark = mark_after(found.get(place), old, new)
                if mark is None:
                    found.pop(place, None)
                    continue
                if mark.pk is None:
                    mark.model, mark.row, mark.by = label, pk, by
                    mark.part, mark.part_key, mark.field = place
                found[place] = mark
    return found


def mark_after(
    mark: StaleText | None, old: dict[str, str], new: dict[str, str]
) -> StaleText | None:
    """Of one text, by language: how it was, and how it is. What is missing is not stale."""
    changed = [each for each in LANGUAGES if not say_the_same(old[each], new[each])]
    if not changed:
        return mark
    if not (new["en"] and new["zh"]):
        return None
    if mark:
        is_current = mark.language in changed or say_the_same(
            mark.seen, new[mark.other_language]
        )
        return None if is_current else mark
    if len(changed) > 1 or not old[changed[0]]:
        return None
    stale = "zh" if changed == ["en"] else "en"
    return StaleText(
        language=stale,
        seen=old[changed[0]],
        since=timezone.now(),
    )


def say_the_same(one: str, other: str) -> bool:
    """Whether two texts differ only in white space, or only in it and in the marks of Markdown."""
    return squeezed(one) == squeezed(other) or text_digest(one) == text_digest(other)


def text_digest(text: str) -> str:
    """Of what it says: not of white space, emphasis, and the marks of lists, headings and quotes."""
    plain = squeezed(EMPHASIS.sub("", LINE_MARK.sub("", text)))
    return blake2b(plain.encode(), digest_size=16).hexdigest()


def squeezed(text: str) -> str:
    return SPACE.sub("", text)
