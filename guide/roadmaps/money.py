"""Whether a roadmap can be studied without paying, counted from the courses that are there today."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from guide.models import Course, CourseSkill, StepSkill, Stop


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
    stops: Iterable[Stop], links: Mapping[int, Iterable[StepSkill]]
) -> FreeSteps:
    """`links` by step, `with_courses`."""
    taught = [list(links.get(stop.step_id, ())) for stop in stops]
    return FreeSteps(
        steps=len(taught),
        free=sum(any(link.has_free_course for link in mine) for mine in taught),
        without_course=sum(
            not any(link.has_course for link in mine) for mine in taught
        ),
    )


def with_courses(links: QuerySet[StepSkill]) -> QuerySet[StepSkill]:
    """Annotate what courses there are for the skill that the step teaches.

    `has_course`: one that is still offered; `has_free_course`: one that is current, checked and free to study.
    """
    taught = CourseSkill.objects.filter(skill=OuterRef("skill"))
    recommended = Course.objects.recommended()
    free = recommended.filter(status=Course.Status.CURRENT, free_to_study=True)
    return links.annotate(
        has_course=Exists(taught.filter(course__in=recommended)),
        has_free_course=Exists(taught.filter(course__in=free)),
    )
