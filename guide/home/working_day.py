"""A working day as the guide tells it: the table of its chapter, read into what is done when."""

import re
from dataclasses import dataclass, field

from guide.cache import cached_per_version
from guide.models import Chapter
from guide.models.text import Text

CHAPTER = "a-working-day"
# A row of the table: when, what, and of which kinds the work is.
ROW = re.compile(r"^\|\s*(\d\d?):(\d\d)\s*\|.*\|([^|\n]+)\|\s*$", re.MULTILINE)
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


@dataclass
class KindOfWork:
    name: str
    # When, in percent of the day.
    times: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.times)


@dataclass(frozen=True)
class WorkingDay:
    chapter: Chapter
    # The heading above the table.
    title: Text
    # How many things are done.
    things: int
    # The most frequent kind first.
    kinds: tuple[KindOfWork, ...]
    begins: str
    ends: str
    # What the chapter says about it in the paragraph below.
    conclusion: Text


@cached_per_version(most=4)
def working_day(language: str) -> WorkingDay | None:
    """`language` is the active one. None where the chapter is a draft or has no such table."""
    chapter = Chapter.objects.published().filter(slug=CHAPTER).first()
    rows = list(ROW.finditer(chapter.body)) if chapter else []
    if not chapter or len(rows) < 2:
        return None
    body = chapter.body
    before = HEADING.findall(body[: rows[0].start()])
    after = body[rows[-1].end() :].strip().partition("\n")[0]
    return WorkingDay(
        chapter,
        Text(before[-1] if before else chapter.name, body.language),
        len(rows),
        kinds_of_work(rows),
        time_of(rows[0]),
        time_of(rows[-1]),
        Text("" if after.startswith("#") else after, body.language),
    )


def kinds_of_work(rows: list[re.Match]) -> tuple[KindOfWork, ...]:
    kinds: dict[str, KindOfWork] = {}
    first, last = minutes_of(rows[0]), minutes_of(rows[-1])
    for row in rows:
        percent = (minutes_of(row) - first) / max(1, last - first)
        for name in re.split("[,、，]", row[3]):
            kind = kinds.setdefault(name.strip(), KindOfWork(name.strip()))
            kind.times.append(f"{percent:.1%}")
    return tuple(sorted(kinds.values(), key=lambda kind: -kind.count))


def minutes_of(row: re.Match) -> int:
    return int(row[1]) * 60 + int(row[2])


def time_of(row: re.Match) -> str:
    return f"{row[1]}:{row[2]}"
