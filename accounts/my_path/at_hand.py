"""What a visitor is at: the step to go on with, others under way, the last change, and courses."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from accounts.journal.entries import entries_of
from accounts.models import CourseProgress
from accounts.progress.content_index import content_index
from accounts.progress.lookups import step_at
from accounts.progress.roadmap_progress import RoadmapProgress
from accounts.progress.visitor import Progress
from guide.models import Course, Step


class CurrentWork(NamedTuple):
    """What the visitor has noted on the step to go on with."""

    ticked: int = 0
    criteria: int = 0
    minutes: int = 0


def current_step(path: RoadmapProgress | None) -> int | None:
    return path.current.step_id if path and path.current else None


def current_work(request, path: RoadmapProgress | None) -> CurrentWork:
    """Read with the courses: one query for somebody signed in, none for a guest."""
    entries = entries_of(request, current_step(path))
    step = path and path.current and step_at(path.current.step.slug)
    if not step:
        return CurrentWork()
    criteria = [criterion.pk for criterion in step.criteria.all()]
    ticked = sum(criterion in entries.ticks for criterion in criteria)
    return CurrentWork(ticked, len(criteria), entries.minutes)


def steps_at_hand(
    progress: Progress, path: RoadmapProgress | None
) -> tuple[frozenset[int], int | None]:
    """The steps under way but for the one to go on with; and the one pressed last where none of these is it: its undo
    needs a place."""
    current = current_step(path)
    last = progress.undo[0] if progress.undo else None
    under_way = frozenset(progress.doing) - content_index().followed
    is_shown = last in {*under_way, current}
    return under_way - {current}, None if is_shown else last


def found_steps(doing: Collection[int], pressed: int | None) -> dict:
    """The published ones of these steps; one query."""
    if not doing and pressed is None:
        return {"doing": [], "pressed": None}
    steps = Step.objects.published().with_track().filter(pk__in=[*doing, pressed])
    found = list(steps.by_name())
    return {
        "doing": [step for step in found if step.pk in doing],
        "pressed": next((step for step in found if step.pk == pressed), None),
    }


def unfinished_courses(request, path: RoadmapProgress | None) -> dict[int, str]:
    """The courses on the list, with their states."""
    states = entries_of(request, current_step(path)).courses
    return {
        course: state
        for course, state in states.items()
        if state in ("doing", "planned")
    }


def courses_in_states(states: Mapping[int, str]) -> list:
    """The courses with their states: first what is under way, then what is planned; one query."""
    if not states:
        return []
    courses = (
        Course.objects.published()
        .with_provider()
        .filter(pk__in=states)
        .sorted_by("title")
    )
    listed = [(course, CourseProgress.State(states[course.pk])) for course in courses]
    return sorted(listed, key=lambda pair: pair[1])  # "doing" stands before "planned"
