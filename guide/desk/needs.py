"""What records lack or have outlived: one condition each, by which the desk counts and the list of the kind filters."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guide.models import (
    Content,
    Course,
    CourseSkill,
    Fact,
    Salary,
    Skill,
    Step,
    StepCourse,
    StepSkill,
)
from guide.models.verification import verified_courses


class Need(NamedTuple):
    """`name` stands in the address of the list; `rows` keeps those of a query that have the need."""

    name: str
    model: type[Content]
    title: Promise
    why: Promise
    rows: Callable[[Any], QuerySet]


def unverified(courses):
    return courses.offered().filter(~verified_courses())


def without_course(skills):
    taught = CourseSkill.objects.filter(
        verified_courses("course__"), course__published=True, skill=OuterRef("pk")
    )
    return skills.published().filter(~Exists(taught))


def without_chosen_course(steps):
    chosen = StepCourse.objects.recommended().filter(step=OuterRef("pk"))
    return steps.of_today().filter(~Exists(chosen))


def without_free_course(steps):
    """Neither chosen nor teaching one of the skills that the step leads to."""
    free = verified_courses("course__") & Q(
        course__published=True, course__free_to_study=True
    )
    taught = CourseSkill.objects.filter(free).values("skill")
    chosen = StepCourse.objects.filter(free, step=OuterRef("pk"))
    leads_to = StepSkill.objects.filter(step=OuterRef("pk"), skill__in=taught)
    return steps.of_today().filter(~Exists(chosen), ~Exists(leads_to))


NEEDS = (
    Need(
        "price",
        Course,
        _("Prices past their date"),
        _("Nobody has looked at them for six months; pages say so."),
        lambda courses: courses.price_past_date(),
    ),
    Need(
        "verification",
        Course,
        _("Courses nobody could verify"),
        _("They stand last in every list, and no step recommends them."),
        unverified,
    ),
    Need(
        "figure",
        Salary,
        _("Pay figures past their date"),
        _("Older than four years, and nobody looked for newer ones in the last one."),
        lambda salaries: salaries.past_date(),
    ),
    Need(
        "figure",
        Fact,
        _("Market figures past their date"),
        _("Older than four years, and nobody looked for newer ones in the last one."),
        lambda facts: facts.past_date(),
    ),
    Need(
        "course",
        Skill,
        _("Skills without a course"),
        _("No course that may be recommended teaches them."),
        without_course,
    ),
    Need(
        "course",
        Step,
        _("Steps without a chosen course"),
        _("Readers see what a program found."),
        without_chosen_course,
    ),
    Need(
        "free-course",
        Step,
        _("Steps without a free course"),
        _("Who cannot pay finds nothing there."),
        without_free_course,
    ),
)


def needs_of(model: type) -> Iterator[Need]:
    return (need for need in NEEDS if need.model is model)
