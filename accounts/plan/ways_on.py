"""When life differs from the plan: three ways on, each with what it means. Nobody is late.

The question is asked again from today on: what is finished is no longer in it, courses under way and pinned ones stay.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.plan.asked_plan import show_plan
from accounts.plan.asking import ask_for_plan
from accounts.plan.kept_plan import KeptPlan
from accounts.plan.other_questions import at_hours
from accounts.plan.presets import day_of_visitor
from accounts.plan.shown_plan import ShownPlan
from accounts.plan.steps_left import find_steps_left
from accounts.plan.wishes import HOUR, PlanWishes
from guide import dates
from guide.planner.schedule import last_day_of, middle_work
from guide.planner.weeks import Calendar, Stretch
from guide.roadmaps.roadmap_map import line_map
from web.choices import MOST_HOURS

CATCH_UP, KEEP_END, MOVE_END = "catch-up", "keep-end", "move-end"
WAYS = {
    CATCH_UP: gettext_lazy("Catch up within four weeks"),
    KEEP_END: gettext_lazy("Keep the end, with more hours a week"),
    MOVE_END: gettext_lazy("Keep the hours a week, and move the end"),
}
CATCH_UP_DAYS = 28


class MovedStep(NamedTuple):
    """A step whose days change; None where the plan has it not."""

    name: str
    before: Stretch | None
    after: Stretch | None


@dataclass(frozen=True)
class WayOn:
    key: str
    wishes: PlanWishes
    # What it means, in a sentence; empty where it cannot be.
    consequence: str
    problem: str = ""

    @property
    def name(self) -> str:
        return str(WAYS[self.key])


class Differences:
    """What happened beside what was planned until today."""

    def __init__(self, request, kept: KeptPlan):
        self.request, self.kept = request, kept
        self.today = day_of_visitor(request)
        self.left = find_steps_left(request, line_map(kept.wishes.roadmap))

    @property
    def open_steps(self) -> list[str]:
        """Planned to be finished before today, and not finished."""
        left = self.left.stops
        return [
            s.step for s in self.stretches if s.last < self.today and s.step in left
        ]

    @property
    def early_steps(self) -> list[str]:
        """Planned for later, and finished or skipped already."""
        left = self.left.stops
        return [
            s.step
            for s in self.stretches
            if s.last >= self.today and s.step not in left
        ]

    @property
    def new_steps(self) -> list[str]:
        planned = {stretch.step for stretch in self.stretches}
        return [step for step in self.left.stops if step not in planned]

    @property
    def are_any(self) -> bool:
        return bool(self.open_steps or self.early_steps or self.new_steps)

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        schedule = self.kept.file.schedule
        return schedule.middle.stretches if schedule and schedule.middle else ()

    def minutes_behind(self, plan: ShownPlan) -> int:
        """What is left of the steps that the plan has finished or begun by the end of the four weeks.

        `plan`: the same question, asked today.
        """
        until = self.today + timedelta(days=CATCH_UP_DAYS - 1)
        left = {stretch.step: stretch.minutes for stretch in plan.stretches}
        return sum(
            planned_until(stretch, until, left[stretch.step])
            for stretch in self.stretches
            if stretch.step in left and stretch.first <= until
        )


def planned_until(stretch: Stretch, until: date, minutes: int) -> int:
    """Of the minutes that are left of a step, those that the plan has until a day."""
    if stretch.last <= until:
        return minutes
    days = (stretch.last - stretch.first).days + 1
    return minutes * ((until - stretch.first).days + 1) // days


def ways_on(found: Differences) -> list[WayOn]:
    """All three, in the order in which they ask for more."""
    wishes = found.kept.wishes.but(start=found.today, more_hours=None, more_until=None)
    plan = show_plan(found.request, ask_for_plan(found.request, wishes))
    if plan.choice is None or plan.middle_day is None:
        return []
    return [catch_up(found, plan), keep_end(found, plan), move_end(found, plan)]


def catch_up(found: Differences, plan: ShownPlan) -> WayOn:
    weeks = CATCH_UP_DAYS // 7
    hours = -(-found.minutes_behind(plan) // (weeks * HOUR))
    until = found.today + timedelta(days=CATCH_UP_DAYS - 1)
    if hours * HOUR <= plan.wishes.minutes_a_week:
        words = _("Your hours a week are enough: done on %(day)s.")
        day = dates.long_date(plan.middle_day)
        return WayOn(CATCH_UP, plan.wishes, words % {"day": day})
    if hours > MOST_HOURS:
        words = _("It would take more than %(n)s hours a week.")
        return WayOn(CATCH_UP, plan.wishes, "", words % {"n": MOST_HOURS})
    wishes = plan.wishes.but(more_hours=hours, more_until=until)
    words = _("%(n)s h a week until %(until)s, then as before: done on %(day)s.")
    day = end_of(plan, wishes.calendar)
    names = {
        "n": hours,
        "until": dates.long_date(until),
        "day": dates.long_date(day or plan.middle_day),
    }
    return WayOn(CATCH_UP, wishes, words % names)


def keep_end(found: Differences, plan: ShownPlan) -> WayOn:
    """The fewest whole hours a week with which the end is not later than it was planned."""
    end = found.stretches[-1].last if found.stretches else found.today
    low, high = 0, MOST_HOURS
    if not is_done_by(end_at(plan, high), end):
        words = _("It would take more than %(n)s hours a week.")
        return WayOn(KEEP_END, plan.wishes, "", words % {"n": MOST_HOURS})
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (
            (low, middle) if is_done_by(end_at(plan, middle), end) else (middle, high)
        )
    words = _("%(n)s h a week: done on %(day)s.")
    names = {"n": high, "day": dates.long_date(end_at(plan, high) or end)}
    return WayOn(KEEP_END, at_hours(plan, high), words % names)


def is_done_by(day: date | None, end: date) -> bool:
    return day is not None and day <= end


def move_end(found: Differences, plan: ShownPlan) -> WayOn:
    before = found.stretches[-1].last if found.stretches else found.today
    words = _("Done on %(day)s instead of %(before)s.")
    names = {
        "day": dates.long_date(plan.middle_day),
        "before": dates.long_date(before),
    }
    return WayOn(MOVE_END, plan.wishes, words % names)


def end_at(plan: ShownPlan, hours: int) -> date | None:
    return end_of(plan, at_hours(plan, hours).calendar)


def end_of(plan: ShownPlan, calendar: Calendar) -> date | None:
    return last_day_of(calendar, middle_work(plan.choice))


def moved_steps(before: ShownPlan, after: ShownPlan) -> Iterator[MovedStep]:
    """Every step whose days change, in the order of the new plan; what is no longer planned comes last."""
    old, new = ({s.step: s for s in plan.stretches} for plan in (before, after))
    for key in [*new, *(key for key in old if key not in new)]:
        days = [(s.first, s.last) if s else None for s in (old.get(key), new.get(key))]
        if days[0] != days[1]:
            step = after.steps.get(key) or before.steps.get(key)
            yield MovedStep(str(step.name) if step else key, old.get(key), new.get(key))
