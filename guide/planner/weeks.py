"""Steps laid into somebody's weeks: on each day what fits, nothing in a pause, in the order given.

Days are dates of the learner's own calendar, so that neither a time zone nor the change of the clock moves any work.
One learner does one step after the other; in whatever order that keeps to the prerequisites, the end is the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import MAXYEAR, date, timedelta
from itertools import pairwise

from guide.planner.question import PlannedStep

DAYS = 7
ONE_DAY = timedelta(days=1)
# Nobody plans longer; what would take more has no end.
MOST_WEEKS = 52 * 30


class TooLongPlan(Exception):
    """What is left does not fit into thirty years."""


@dataclass(frozen=True)
class Pause:
    """Days without study, the first and the last among them."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("A pause ends on its first day or later.")


@dataclass(frozen=True)
class Calendar:
    """When somebody studies: minutes for each weekday, Monday first, from the day of the start on."""

    start: date
    minutes: tuple[int, ...]
    pauses: tuple[Pause, ...] = ()
    # Other minutes until a day, that day among them: somebody catches up first.
    first_minutes: tuple[int, ...] = ()
    first_until: date | None = None

    def __post_init__(self) -> None:
        if len(self.minutes) != DAYS or min(self.minutes) < 0 or not any(self.minutes):
            raise ValueError("Seven days, none below 0 minutes, at least one above.")
        if self.first_until and len(self.first_minutes) != DAYS:
            raise ValueError("Seven days until then, too.")

    def minutes_on(self, day: date) -> int:
        if day < self.start:
            return 0
        if self.pauses and any(p.first <= day <= p.last for p in self.pauses):
            return 0
        if self.first_until and day <= self.first_until:
            return self.first_minutes[day.weekday()]
        return self.minutes[day.weekday()]

    def minutes_later_in_week(self, day: date) -> int:
        """What fits in after this day until Sunday; 0 where some day may hold other minutes than its weekday says."""
        is_first = day < self.start or (self.first_until and day <= self.first_until)
        if is_first or day.year == MAXYEAR:
            return 0
        weekday = day.weekday()
        if self.pauses:
            sunday = day + ONE_DAY * (DAYS - 1 - weekday)
            if any(p.first <= sunday and day <= p.last for p in self.pauses):
                return 0
        return sum(self.minutes[weekday + 1 :])

    def usual_weeks(self, day: date) -> int:
        """How many times seven days follow, from this one on, that hold what their weekdays say."""
        if day < self.start or (self.first_until and day <= self.first_until):
            return 0
        paused = [pause.first for pause in self.pauses if pause.last >= day]
        last = self.start + ONE_DAY * DAYS * MOST_WEEKS
        return (min([last, *paused]) - day).days // DAYS

    def minutes_until(self, last: date) -> int:
        """What fits in from the start until a day, that day among them."""
        count = (last - self.start).days + 1
        return sum(self.minutes_on(self.start + ONE_DAY * i) for i in range(count))


def spread_evenly(minutes_a_week: int) -> tuple[int, ...]:
    """Minutes for each weekday; what does not divide by seven goes to the first days."""
    each, rest = divmod(minutes_a_week, DAYS)
    return tuple(each + (day < rest) for day in range(DAYS))


def at_minutes_a_week(calendar: Calendar, minutes_a_week: int) -> Calendar:
    """The same days of study with another sum: each weekday keeps its share, to the minute."""
    before = sum(calendar.minutes)
    sums = [
        sum(calendar.minutes[:day]) * minutes_a_week // before
        for day in range(DAYS + 1)
    ]
    shares = (after - first for first, after in pairwise(sums))
    return replace(calendar, minutes=tuple(shares))


@dataclass(frozen=True)
class Stretch:
    """A step and the days on which it is worked on, the first and the last among them."""

    step: str
    minutes: int
    first: date
    last: date


@dataclass(frozen=True)
class Week:
    """`monday` and what is to be done in its seven days: steps and minutes, in their order."""

    monday: date
    work: tuple[tuple[str, int], ...]

    @property
    def minutes(self) -> int:
        return sum(minutes for _step, minutes in self.work)


@dataclass(frozen=True)
class Layout:
    stretches: tuple[Stretch, ...]
    weeks: tuple[Week, ...]

    @property
    def last_day(self) -> date | None:
        """The day on which the last step is done; None where nothing is left."""
        return self.stretches[-1].last if self.stretches else None


def lay_out(calendar: Calendar, work: Sequence[tuple[str, int]]) -> Layout:
    """`work` is steps with their minutes, in the order of study. Raises TooLongPlan."""
    weeks: dict[date, dict[str, int]] = {}
    stretches = []
    day, room = calendar.start, calendar.minutes_on(calendar.start)
    for step, minutes in work:
        first, left = None, minutes
        while left or first is None:
            if not room:
                day = next_day(calendar, day)
                room = calendar.minutes_on(day)
                continue
            first = first or day
            monday = day - ONE_DAY * day.weekday()
            later = calendar.minutes_later_in_week(day) if left > room else 0
            if later and left > room + later:  # the rest of the week at once
                day, done, room = monday + ONE_DAY * (DAYS - 1), room + later, 0
            else:
                done = min(left, room)
                room -= done
            left -= done
            if done:
                planned = weeks.setdefault(monday, {})
                planned[step] = planned.get(step, 0) + done
        stretches.append(Stretch(step, minutes, first, day))
    laid = (Week(monday, tuple(planned.items())) for monday, planned in weeks.items())
    return Layout(tuple(stretches), tuple(laid))


def last_day(calendar: Calendar, minutes: int) -> date:
    """The first day by whose end so many minutes fit in, and that has some itself. Raises TooLongPlan."""
    day, left, a_week = calendar.start, minutes, sum(calendar.minutes)
    while True:
        weeks = max(0, min((left - 1) // a_week, calendar.usual_weeks(day)))
        if weeks:
            left -= weeks * a_week
            day += ONE_DAY * DAYS * weeks
        room = calendar.minutes_on(day)
        if room and left <= room:
            return day
        left -= room
        day = next_day(calendar, day)


def next_day(calendar: Calendar, day: date) -> date:
    if (day - calendar.start).days > DAYS * MOST_WEEKS or day.year >= MAXYEAR:
        raise TooLongPlan
    return day + ONE_DAY


def order_steps(steps: Iterable[PlannedStep]) -> list[PlannedStep]:
    """In the order given, but none before what it builds on."""
    waiting, ordered, done = list(steps), [], set()
    keys = {step.key for step in waiting}
    while waiting:
        ready = next(
            (s for s in waiting if all(n in done or n not in keys for n in s.needs)),
            waiting[0],  # a circle: content never has one, and no plan is lost by it
        )
        waiting.remove(ready)
        ordered.append(ready)
        done.add(ready.key)
    return ordered
