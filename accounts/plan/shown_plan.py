"""An answer of the planner as the page shows it: when, for how much, how good it is, and what would change it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.plan.course_rows import CourseRow, RowMaker, recommended_offers
from accounts.plan.week_line import WeekLine
from accounts.plan.wishes import HOUR, PlanWishes
from guide.formats import format_partial_date, format_range
from guide.models import Course, Step
from guide.planner.answer import (
    BEST,
    GOOD,
    IMPOSSIBLE,
    NEAR,
    PlanAnswer,
)
from guide.planner.request import PlanRequest
from guide.planner.schedule import (
    Schedule,
    laid_or_none,
    last_day_of,
    middle_work,
    schedule_choice,
    work_ends,
)
from guide.planner.weeks import Layout, Stretch, Week

WEEKS_SHOWN = 12


@dataclass(frozen=True)
class ShownPlan:
    wishes: PlanWishes
    request: PlanRequest
    answer: PlanAnswer
    # By slug; what the plan names and the content no longer has is missing.
    steps: Mapping[str, Step]
    courses: Mapping[str, Course]
    today: date
    schedule: Schedule | None = None
    started: frozenset[str] = frozenset()
    finished: frozenset[str] = frozenset()

    @property
    def choice(self):
        return self.answer.choice

    @property
    def is_impossible(self) -> bool:
        return self.answer.verdict == IMPOSSIBLE

    @property
    def is_compared(self) -> bool:
        """What was chosen without the solver is shown without what would change it: that takes too long."""
        return self.answer.verdict != GOOD

    @property
    def verdict(self) -> str:
        """Exactly one of what an answer can be."""
        found = self.answer.verdict
        if found == BEST:
            return _("Best possible (computed)")
        if found == NEAR:
            words = _("Good, at most %(n)s%% from the best")
            return words % {"n": self.answer.gap}
        if found == IMPOSSIBLE:
            return _("Impossible")
        if found == GOOD and self.answer.is_busy:
            return _("Good, not proven, the machine is busy")
        return _("Good, not proven") if found == GOOD else _("Not settled in time")

    @property
    def laid(self) -> Schedule | None:
        """As it is kept and downloaded."""
        if self.schedule is not None or self.choice is None:
            return self.schedule
        return schedule_choice(self.request.calendar, self.choice)

    @cached_property
    def middle(self) -> Layout | None:
        """All that a page shows of it day by day."""
        if self.schedule is not None or self.choice is None:
            return self.schedule and self.schedule.middle
        return laid_or_none(self.request.calendar, middle_work(self.choice))

    @property
    def query_of_today(self) -> str:
        """The same question, from today on."""
        return self.wishes.but(start=max(self.wishes.start, self.today)).query

    # When

    @property
    def done_by(self) -> str:
        """The months in which it ends, at the earliest and at the latest."""
        first, last = self.window
        if first is None:
            return _("not within thirty years")
        if last is None:
            words = _("%(month)s at the earliest")
            return words % {"month": month_words(first)}
        if month_words(first) == month_words(last):
            return month_words(last)
        return between(month_words(first), month_words(last))

    @property
    def window(self) -> tuple[date | None, date | None]:
        """The days on which the last step is done, at the earliest and at the latest."""
        if self.schedule is not None or self.choice is None:
            return self.schedule.window if self.schedule else (None, None)
        calendar = self.request.calendar
        low, high = work_ends(self.choice)
        return last_day_of(calendar, low), last_day_of(calendar, high)

    @property
    def middle_day(self) -> date | None:
        return self.middle.last_day if self.middle else None

    @property
    def weeks(self) -> tuple[Week, ...]:
        return self.middle.weeks if self.middle else ()

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """Each step with its days."""
        return self.middle.stretches if self.middle else ()

    def week_rows(self, are_all_shown: bool) -> list:
        """Each week with its steps and minutes."""
        weeks = self.weeks if are_all_shown else self.weeks[:WEEKS_SHOWN]
        return [
            (
                week.monday,
                week.minutes,
                [(self.steps.get(k), minutes) for k, minutes in week.work],
            )
            for week in weeks
        ]

    @property
    def line(self) -> WeekLine | None:
        if not self.stretches:
            return None
        pauses = self.request.calendar.pauses
        return WeekLine(self.stretches, self.steps, pauses, self.today)

    # What it costs

    @property
    def unknown_prices(self) -> int:
        return sum(offer.price is None for offer in self.choice.offers)

    @property
    def unknown_lengths(self) -> int:
        return sum(offer.low is None for offer in self.choice.offers)

    @property
    def costs(self) -> str:
        """What is known; with "at least" where a price is not."""
        low, high = self.money_ends
        if not high and not self.unknown_prices:
            return _("nothing")
        words = self.money_words(low)
        if high != low:
            words = between(words, self.money_words(high))
        if self.unknown_prices:
            return _("at least %(amount)s") % {"amount": words}
        return words

    @property
    def money_ends(self) -> tuple[int, int]:
        """A subscription costs more the longer its courses take."""
        choice = self.choice
        ends = [choice.money, choice.money]
        for name, months in choice.months().items():
            offers = [o for o in choice.offers if o.subscription == name]
            price = offers[0].price or 0
            month = choice.question.minutes_a_month
            for end, minutes in enumerate(
                (sum(o.low or 0 for o in offers), sum(o.high or 0 for o in offers))
            ):
                ends[end] += price * (max(1, -(-minutes // month)) - months)
        return ends[0], ends[1]

    def money_words(self, cents: int) -> str:
        return self.wishes.money_words(cents)

    @property
    def course_hours(self) -> str:
        low = sum(offer.low or 0 for offer in self.choice.offers)
        high = sum(offer.high or 0 for offer in self.choice.offers)
        words = _("%(hours)s h") % {"hours": hours_range(low, high)}
        if self.unknown_lengths:
            return _("at least %(amount)s") % {"amount": words}
        return words

    @property
    def study_hours(self) -> str:
        """Of all steps, with the courses where they are longer."""
        low, high = (
            sum(minutes for _step, minutes in work) for work in work_ends(self.choice)
        )
        return _("%(hours)s h") % {"hours": hours_range(low, high)}

    # What is in it

    @cached_property
    def rows(self) -> list[CourseRow]:
        maker = RowMaker(
            self.choice,
            self.steps,
            [stretch.step for stretch in self.stretches]
            if self.stretches
            else [s.key for s in self.choice.question.steps],
            self.courses,
            self.wishes.currency,
            self.started,
            self.finished,
            frozenset(self.wishes.pinned),
            recommended_offers(self.choice) if self.is_compared else {},
        )
        return maker.rows(self.answer.reasons)

    @property
    def without_course(self) -> list[Step]:
        """Steps that no course teaches: they are learnt by their projects."""
        keys = self.request.question.without_course
        return [self.steps[key] for key in keys if key in self.steps]

    @property
    def given_up(self) -> list[Step]:
        return [self.steps[k] for k in self.wishes.given_up if k in self.steps]

    @property
    def left_out(self) -> list[Course]:
        keys = self.wishes.left_out
        return [self.courses[key] for key in keys if key in self.courses]


def between(first: str, last: str) -> str:
    return _("%(first)s – %(last)s") % {"first": first, "last": last}


def month_words(day: date) -> str:
    return format_partial_date(f"{day:%Y-%m}")


def hours_range(low: int, high: int) -> str:
    """Of minutes, in whole hours; under an hour in tenths, and never none of some."""
    return format_range(*(hours_of(minutes) for minutes in (low, high)))


def hours_of(minutes: int) -> float | int:
    if minutes >= HOUR:
        return round(minutes / HOUR)
    return max(round(minutes / HOUR, 1), 0.1) if minutes else 0


def weeks_apart(before: date, after: date) -> str:
    weeks = round((after - before) / timedelta(weeks=1))
    if not weeks:
        return _("in the same week")
    if weeks > 0:
        words = ngettext("%(n)s week later", "%(n)s weeks later", weeks)
    else:
        words = ngettext("%(n)s week earlier", "%(n)s weeks earlier", -weeks)
    return words % {"n": abs(weeks)}
