"""Whether a roadmap can be studied without paying, counted from the courses that are there today."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from guide.models import Course, CourseSkill, StepCourse, StepSkill, Stop


class FreeSteps(NamedTuple):
    """Of some steps of a roadmap: those that everybody takes, or those that somebody has left."""

    steps: int = 0
    # With a course that is current, checked and free to study.
    free: int = 0
    # For which there is no course at all.
    without_course: int = 0

    @property
    def paid(self) -> int:
        """Steps with courses of which none is known to be free."""
        return self.steps - self.free - self.without_course


def count_free_steps(
    stops: Iterable[Stop],
    links: Mapping[int, Iterable[StepSkill]],
    chosen: Mapping[int, bool],
) -> FreeSteps:
    """By step: `links` `with_courses`, and what `free_choices` says of the courses that editors chose."""
    counted = [stop.step_id for stop in stops]
    free = without = 0
    for step in counted:
        taught = list(links.get(step, ()))
        if step in chosen:
            free += chosen[step]
        else:
            free += any(link.has_free_course for link in taught)
            without += not any(link.has_course for link in taught)
    return FreeSteps(steps=len(counted), free=free, without_course=without)


def free_choices() -> dict[int, bool]:
    """For each step with chosen courses, whether one of them is known to be free. One query."""
    found: dict[int, bool] = {}
    rows = StepCourse.objects.recommended().order_by()
    for step, is_free in rows.values_list("step_id", "course__free_to_study"):
        found[step] = found.get(step, False) or bool(is_free)
    return found


def with_courses(links: QuerySet[StepSkill]) -> QuerySet[StepSkill]:
    """Annotate what courses there are for the skill that the step teaches.

    `has_course`: one that is still offered; `has_free_course`: one that may be recommended and is free to study.
    """
    taught = CourseSkill.objects.filter(skill=OuterRef("skill"))
    free = Course.objects.recommended().filter(free_to_study=True)
    return links.annotate(
        has_course=Exists(taught.filter(course__in=Course.objects.offered())),
        has_free_course=Exists(taught.filter(course__in=free)),
    )
