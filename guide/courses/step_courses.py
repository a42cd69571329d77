"""Which courses the page of a step shows: what editors chose, or else what the formula finds."""

from typing import NamedTuple

from guide.models import Course, Step, StepCourse
from guide.models.text import active_language


class CourseForStep(NamedTuple):
    course: Course
    # What editors said: which part to take, its hours, and why.
    part: str = ""
    hours_low: int | None = None
    hours_high: int | None = None
    reason: str = ""


class StepCourses(NamedTuple):
    """The courses of a step: one to begin with, if there is any, and others."""

    choice: CourseForStep | None
    others: list[CourseForStep]

    @property
    def free_others(self) -> int:
        return sum(bool(other.course.free_to_study) for other in self.others)


def choose_courses(step: Step, others: int) -> StepCourses:
    """What editors chose, in the order for this reader; where nobody chose for him, the formula's first and `others`.

    One query, or two.
    """
    chosen = StepCourse.objects.filter(step=step).recommended().with_courses()
    if mine := order_for_reader(list(chosen.order_by("order", "pk"))):
        first, *rest = map(as_chosen, mine)
        return StepCourses(first, rest)
    courses = list(Course.objects.for_step(step)[: others + 1])
    free = [course for course in courses if course.free_to_study]
    choice = next(iter(free or courses), None)
    rest = [CourseForStep(course) for course in courses if course != choice]
    return StepCourses(CourseForStep(choice) if choice else None, rest)


def order_for_reader(chosen: list[StepCourse]) -> list[StepCourse]:
    """Those that he can follow in his language, then those in English, as editors ordered them."""
    own = active_language()
    mine = [one for one in chosen if one.course.can_be_followed_in(own)]
    english = [one for one in chosen if one.course.can_be_followed_in("en")]
    return mine + [one for one in english if one not in mine]


def as_chosen(choice: StepCourse) -> CourseForStep:
    course = choice.course
    is_part = bool(choice.part_en)
    return CourseForStep(
        course,
        choice.part,
        choice.hours_low if is_part else course.hours_low,
        choice.hours_high if is_part else course.hours_high,
        choice.reason,
    )
