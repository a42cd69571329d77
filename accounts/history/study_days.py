"""The days on which a learner changed something: of the last eight weeks, or of 53 where there are any before them.

Days are the learner's own.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guide import dates

WEEKS = 53
FEWEST_WEEKS = 8  # a year of empty days says nothing to a newcomer
STRONGER_FROM = (1, 2, 4, 8)  # changes a day from which its colour is a step stronger


class Day(NamedTuple):
    words: str
    strength: int


class Week(NamedTuple):
    words: str
    month: str  # the short name of the month that begins in it, or empty


@dataclass(frozen=True)
class StudyDays:
    first: date  # a Monday
    counts: tuple[int, ...]  # changes by day, until today

    @property
    def days(self) -> int:
        return sum(1 for changes in self.counts if changes)

    @property
    def changes(self) -> int:
        return sum(self.counts)

    @property
    def week_count(self) -> int:
        return -(-len(self.counts) // 7)

    def without_empty_start(self) -> "StudyDays":
        start = 7 * (self.week_count - FEWEST_WEEKS)
        if start <= 0 or any(self.counts[:start]):
            return self
        return StudyDays(self.first + timedelta(days=start), self.counts[start:])

    @property
    def weeks(self) -> Iterator[Week]:
        for number in range(self.week_count):
            monday = self.first + timedelta(weeks=number)
            begins = monday.day <= 7 and number < self.week_count - 1
            yield Week(
                dates.short_date(monday), dates.month_name(monday) if begins else ""
            )

    @cached_property
    def rows(self) -> list[tuple[str, str, list[Day]]]:
        """The days of the week: short name, whole name, and each of them in turn."""
        return [
            (
                *dates.weekday_names(self.first + timedelta(days=number)),
                self.row(number),
            )
            for number in range(7)
        ]

    def row(self, weekday: int) -> list[Day]:
        return [self.day(weekday + 7 * week) for week in range(self.week_count)]

    def day(self, number: int) -> Day:
        name = dates.short_date(self.first + timedelta(days=number))
        if number >= len(self.counts):
            return Day(_("%(day)s: not yet") % {"day": name}, 0)
        changes = self.counts[number]
        if not changes:
            return Day(_("%(day)s: nothing") % {"day": name}, 0)
        words = ngettext("%(day)s: %(n)s change", "%(day)s: %(n)s changes", changes) % {
            "day": name,
            "n": changes,
        }
        return Day(words, sum(changes >= least for least in STRONGER_FROM))


def study_days_of(texts: list[str], today: date, zone: ZoneInfo) -> StudyDays:
    """`texts`: when each change was made, as a database writes it. No datetime is made of any: there may be 10,000."""
    texts = sorted(texts)
    places = [bisect_left(texts, border) for border in borders_of_days(today, zone)]
    counts = tuple(end - start for start, end in pairwise(places))
    return StudyDays(first_day(today), counts)


@lru_cache(maxsize=100)
def borders_of_days(today: date, zone: ZoneInfo) -> list[str]:
    """Both databases write a time in UTC so that its text sorts as the time does."""
    first = first_day(today)
    days = (
        first + timedelta(days=number) for number in range((today - first).days + 2)
    )
    return [f"{start_of_day(day, zone):%Y-%m-%d %H:%M:%S}" for day in days]


def first_day(today: date) -> date:
    return today - timedelta(days=today.weekday(), weeks=WEEKS - 1)


def start_of_day(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone).astimezone(UTC)
