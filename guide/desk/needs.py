"""What records lack or have outlived: one condition each, by which the desk counts and the list of the kind filters."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
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
from guide.models.fields import UNDATED
from guide.models.verification import verified_courses

FIGURE_YEARS = 4  # as check_guide has it


class Need(NamedTuple):
    """`name` stands in the address of the list; `rows` keeps those of a query that have the need."""

    name: str
    model: type[Content]
    title: Promise
    why: Promise
    rows: Callable[[Any], QuerySet]


def with_old_prices(courses):
    """Offered, not free, and last looked at more than a year ago. Of a year alone nobody knows that, and of a month
    not before it is over."""
    year_ago = a_year_before(timezone.localdate()).isoformat()
    looked_at = ~Q(checked_on__lt=year_ago[:7]) | Q(checked_on=year_ago[:4])
    priced = Q(price__gt=0) | Q(certificate_price__gt=0)
    return courses.offered().filter(
        priced, ~looked_at | Q(checked_on=UNDATED) | Q(checked_by="nobody")
    )


def a_year_before(day: date) -> date:
    return day - timedelta(days=366)


def unverified(courses):
    return courses.offered().exclude(verified_courses())


def with_old_figures(rows):
    oldest = timezone.localdate().year - FIGURE_YEARS
    return rows.published().filter(as_of__lt=str(oldest))


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
        _("Prices not looked at for a year"),
        _("Readers may pay something else today."),
        with_old_prices,
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
        _("Pay figures older than four years"),
        _("A newer one of the same source may be out."),
        with_old_figures,
    ),
    Need(
        "figure",
        Fact,
        _("Market figures older than four years"),
        _("A newer one of the same source may be out."),
        with_old_figures,
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
