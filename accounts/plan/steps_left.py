"""What is left of a roadmap for a visitor, in minutes at their own pace."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from accounts.journal.guest_drafts import drafts_of
from accounts.journal.kinds.hours import HOURS
from accounts.models import State, StepHours
from accounts.progress.counting import is_left
from accounts.progress.visitor import progress_of
from accounts.skills.facts import standings_of
from guide.models import Skill, Step, Stop
from guide.planner.pace import at_pace, own_pace
from guide.planner.question import PlannedStep
from guide.roadmaps.roadmap_map import LineMap
from web.access import is_signed_in

HOUR = 60
# Of a step under way something is always left, whatever was logged on it.
LEAST_LEFT = 60


@dataclass(frozen=True)
class StepsLeft:
    steps: tuple[PlannedStep, ...]
    stops: Mapping[str, Stop]
    pace: Fraction
    # Minutes by step, of steps that are left.
    logged: Mapping[str, int]
    # Left out, because what the visitor says of their skills covers them.
    known: tuple[Step, ...] = ()
    known_skills: tuple[Skill, ...] = ()


def find_steps_left(request, line_map: LineMap) -> StepsLeft:
    """Two queries for somebody signed in, none for a guest."""
    progress, logged = progress_of(request), logged_minutes(request)
    open_stops = [
        stop
        for stop in line_map.stops
        if is_left(stop.is_for_everybody, progress.of(stop.step_id))
    ]
    known = frozenset(standings_of(request).said_steps)
    left = [stop for stop in open_stops if stop.step_id not in known]
    done = [step for step in logged if progress.of(step) == State.DONE]
    pace = own_pace([logged[step] for step in done])
    spent = {
        stop.step.slug: logged[stop.step_id][0]
        for stop in left
        if stop.step_id in logged
    }
    slugs = {stop.step_id: stop.step.slug for stop in left}
    steps = (
        PlannedStep(
            stop.step.slug,
            *minutes_left(stop.step, pace, spent.get(stop.step.slug, 0)),
            needs=needs_of(line_map, stop.step_id, slugs),
        )
        for stop in left
    )
    return StepsLeft(
        tuple(steps),
        {slugs[s.step_id]: s for s in left},
        pace,
        spent,
        tuple(stop.step for stop in open_stops if stop.step_id in known),
        tuple(standings_of(request).skills_of(known & stop_keys(open_stops))),
    )


def stop_keys(stops: Iterable[Stop]) -> frozenset[int]:
    return frozenset(stop.step_id for stop in stops)


def needs_of(line_map: LineMap, step: int, slugs: Mapping[int, str]) -> tuple[str, ...]:
    return tuple(
        sorted(slugs[pk] for pk in line_map.needs.get(step, ()) if pk in slugs)
    )


def minutes_left(step: Step, pace: Fraction, spent: int) -> tuple[int, int]:
    low, high = (
        at_pace(HOUR * hours, pace) - spent
        for hours in (step.hours_low, step.hours_high)
    )
    return max(low, LEAST_LEFT), max(high, LEAST_LEFT)


def logged_minutes(request) -> dict[int, tuple[int, int]]:
    """By step: the minutes logged, and the middle of those that it is said to take."""
    if is_signed_in(request):
        rows = StepHours.objects.for_user(request.user).order_by("step")
        columns = "step_id", "minutes", "step__hours_low", "step__hours_high"
        return logged_of_rows(rows.values_list(*columns))
    minutes: dict[int, int] = {}
    for draft in drafts_of(request).of_kind(HOURS.kind):
        minutes[draft.subject] = minutes.get(draft.subject, 0) + int(draft.value)
    if not minutes:
        return {}
    steps = Step.objects.filter(pk__in=minutes).order_by("pk")
    return logged_of_rows(
        (pk, minutes[pk], low, high)
        for pk, low, high in steps.values_list("pk", "hours_low", "hours_high")
    )


def logged_of_rows(
    rows: Iterable[tuple[int, int, int, int]],
) -> dict[int, tuple[int, int]]:
    return {
        step: (minutes, HOUR * (low + high) // 2) for step, minutes, low, high in rows
    }
