"""What a learner's plan has for this week, beside what was logged."""

from datetime import date, timedelta
from typing import NamedTuple

from accounts.plan.kept_plan import current_plan
from accounts.plan.presets import day_of_visitor
from accounts.progress.counting import FINISHED
from accounts.progress.visitor import progress_of
from guide.cache import cached_per_version
from guide.models import Step
from guide.planner.weeks import Week
from guide.roadmaps.roadmap_map import line_maps


class PlannedStepWork(NamedTuple):
    step: Step
    minutes: int
    is_finished: bool


class PlannedWeek(NamedTuple):
    minutes: int
    work: list[PlannedStepWork]


def planned_week(request) -> PlannedWeek | None:
    """None without a plan. One query for somebody signed in, however long the plan is."""
    kept = current_plan(request)
    if kept is None:
        return None
    today = day_of_visitor(request)
    week = week_of(kept.file.schedule.middle, today - timedelta(days=today.weekday()))
    progress, steps = progress_of(request), steps_on_maps()
    work = [
        PlannedStepWork(steps[key], minutes, progress.of(steps[key].pk) in FINISHED)
        for key, minutes in (week.work if week else ())
        if key in steps
    ]
    return PlannedWeek(week.minutes if week else 0, work)


def week_of(layout, monday: date) -> Week | None:
    weeks = layout.weeks if layout else ()
    return next((week for week in weeks if week.monday == monday), None)


@cached_per_version(most=1)
def steps_on_maps() -> dict[str, Step]:
    return {
        stop.step.slug: stop.step
        for each in line_maps().values()
        for stop in each.stops
    }
