"""The time that a learner has logged: in all, on each day of this week, and in the last eight weeks.

Days are the learner's own, weeks begin on Monday.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from guide import dates
from guide.formats import format_number

WEEKS_SHOWN = 8
HIGHEST = 40  # pixels of the highest bar
FLOOR = 58  # pixels from above, where the bars stand
EMPTY = 2  # pixels of a day without hours
WIDTH, GAP = 11, 3.2857  # percent across, of a bar and between two


class DayBar(NamedTuple):
    """A day of the picture: places across in percent, heights in pixels."""

    name: str
    hours: str  # empty where there are none
    x: str
    middle: str
    y: int
    height: int


class WeekHours(NamedTuple):
    monday: date
    minutes: int


class LoggedHours(NamedTuple):
    minutes: int  # in all
    by_day: Mapping[date, int]  # minutes, of days with any since `first_monday`
    today: date

    @property
    def monday(self) -> date:
        return monday_of(self.today)

    @property
    def week(self) -> list[tuple[date, int]]:
        """Minutes by day, from Monday to Sunday."""
        days = [self.monday + timedelta(days=number) for number in range(7)]
        return [(day, self.by_day.get(day, 0)) for day in days]

    @property
    def minutes_this_week(self) -> int:
        return sum(minutes for _day, minutes in self.week)

    @property
    def weeks(self) -> list[WeekHours]:
        """From the first week with hours to this one, at most eight; none where all is longer ago."""
        minutes: dict[date, int] = {}
        for day, amount in self.by_day.items():
            minutes[monday_of(day)] = minutes.get(monday_of(day), 0) + amount
        if not any(minutes.values()):
            return []
        count = (self.monday - min(minutes)).days // 7 + 1
        mondays = [self.monday - timedelta(weeks=back) for back in range(count)]
        return [WeekHours(day, minutes.get(day, 0)) for day in reversed(mondays)]

    @property
    def bars(self) -> list[DayBar]:
        most = max(60, *(minutes for _day, minutes in self.week))
        return [
            day_bar(number, day, minutes, most)
            for number, (day, minutes) in enumerate(self.week)
        ]

    @property
    def words(self) -> str:
        days = [f"{bar.name} {bar.hours}" for bar in self.bars if bar.hours]
        return _("Hours this week: %(days)s") % {
            "days": pgettext("list", ", ").join(days)
        }


def day_bar(number: int, day: date, minutes: int, most: int) -> DayBar:
    x = GAP / 2 + number * (WIDTH + GAP)
    height = max(EMPTY, HIGHEST * minutes // most)
    return DayBar(
        name=dates.weekday_names(day)[0],
        hours=hours_in_figures(minutes) if minutes else "",
        x=f"{x:.2f}%",
        middle=f"{x + WIDTH / 2:.2f}%",
        y=FLOOR - height,
        height=height,
    )


def hours_in_figures(minutes: int) -> str:
    return format_number(round(minutes / 60, 2))


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def first_monday(today: date) -> date:
    """Of the weeks that are shown."""
    return monday_of(today) - timedelta(weeks=WEEKS_SHOWN - 1)
