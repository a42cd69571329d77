"""The time that a learner has logged: in all, and on each day of this week. Days are the learner's own."""

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from django.db.models import CharField, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.history.study_days import start_of_day
from accounts.journal.kinds.hours import HOURS
from accounts.models import StepHours
from accounts.models.user import zone_named
from guide import dates
from guide.formats import format_number

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


class LoggedHours(NamedTuple):
    minutes: int  # in all
    week: tuple[tuple[date, int], ...]  # minutes by day, from Monday to Sunday

    @property
    def minutes_this_week(self) -> int:
        return sum(minutes for _day, minutes in self.week)

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
        hours=format_number(round(minutes / 60, 2)) if minutes else "",
        x=f"{x:.2f}%",
        middle=f"{x + WIDTH / 2:.2f}%",
        y=FLOOR - height,
        height=height,
    )


def logged_hours(user) -> LoggedHours:
    """One query. What was taken back again does not count."""
    zone = zone_named(user.time_zone)
    today = timezone.localdate(timezone=zone)
    monday = today - timedelta(days=today.weekday())
    additions = HOURS.additions(user).filter(at__gte=start_of_day(monday, zone))
    totals = StepHours.objects.for_user(user).order_by()
    change = Concat("before", Value(" "), "after", output_field=TextField())
    rows = totals.values_list(
        Value("", CharField()), Cast("minutes", TextField())
    ).union(additions.order_by().values_list(Cast("at", CharField()), change), all=True)
    week = dict.fromkeys((monday + timedelta(days=n) for n in range(7)), 0)
    minutes = 0
    for at, amount in rows:
        if not at:
            minutes += int(amount)
            continue
        before, after = map(int, amount.split())
        day = datetime.fromisoformat(at)
        day = day if day.tzinfo else day.replace(tzinfo=UTC)
        local = timezone.localdate(day, zone)
        if local in week:
            week[local] += after - before
    return LoggedHours(minutes, tuple(week.items()))
