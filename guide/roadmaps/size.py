"""How much a roadmap is. What counts is what everybody takes; the other steps are named beside it, never added.

Every page that names a total of a roadmap takes it from here.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from guide.models import Course, CourseSkill, StepSkill, Stop


class RoadmapSize(NamedTuple):
    # Those that everybody takes, and their hours.
    steps: int = 0
    hours_low: int = 0
    hours_high: int = 0
    # The number of steps for those who cannot do them yet.
    if_missing: int = 0
    # Of the steps that everybody takes: with a free course, and without any course.
    free: int = 0
    without_course: int = 0

    @property
    def paid(self) -> int:
        """Steps with courses of which none is known to be free."""
        return self.steps - self.free - self.without_course


def measure_stops(
    stops: Iterable[Stop], links: Mapping[int, Iterable[StepSkill]]
) -> RoadmapSize:
    """`stops` of today with their steps; `links` by step, `with_courses`."""
    stops = list(stops)
    counted = [stop for stop in stops if stop.is_for_everybody]
    taught = [list(links.get(stop.step_id, ())) for stop in counted]
    return RoadmapSize(
        steps=len(counted),
        hours_low=sum(stop.step.hours_low for stop in counted),
        hours_high=sum(stop.step.hours_high for stop in counted),
        if_missing=sum(stop.need == Stop.Need.IF_MISSING for stop in stops),
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
