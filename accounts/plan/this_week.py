"""What a learner's plan has for this week, beside what was logged."""

from datetime import date, timedelta
from typing import NamedTuple

from accounts.history.study_log import study_log
from accounts.plan.kept_plan import current_plan
from accounts.plan.presets import day_of_visitor
from accounts.progress.counting import FINISHED
from accounts.progress.visitor import progress_of
from guide.cache import cached_per_version
from guide.models import Step
from guide.planner.weeks import Week
from guide.roadmaps.roadmap_map import line_maps


class PlannedWork(NamedTuple):
    step: str
    minutes: int
    is_finished: bool


class PlannedWeek(NamedTuple):
    minutes: int
    # Minutes that were logged since Monday.
    logged: int
    work: tuple[PlannedWork, ...]


def planned_week(request) -> PlannedWeek | None:
    """None without a plan. Two queries for somebody who has one, however long it is; one for others signed in."""
    kept = current_plan(request)
    if kept is None or kept.file.schedule is None:
        return None
    today = day_of_visitor(request)
    week = week_of(kept.file.schedule.middle, today - timedelta(days=today.weekday()))
    progress, steps = progress_of(request), steps_on_maps()
    work = (
        PlannedWork(key, minutes, progress.of(steps[key].pk) in FINISHED)
        for key, minutes in (week.work if week else ())
        if key in steps
    )
    logged = study_log(request.user).hours.minutes_this_week
    return PlannedWeek(week.minutes if week else 0, logged, tuple(work))


def planned_steps(week: PlannedWeek) -> list[tuple[Step, PlannedWork]]:
    steps = steps_on_maps()
    return [(steps[work.step], work) for work in week.work if work.step in steps]


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
