"""Whether somebody has looked at a course lately enough to recommend it. One rule, for a row and for a query."""

from django.db import models
from django.utils import timezone

from guide.models.fields import UNDATED
from guide.models.link import Link

LIST_MONTHS = 24  # how long a list by others may be believed
FIGURE_YEARS = 4  # how old a figure may be without a newer look at its source
SOURCE_MONTHS = 12  # how long such a look may be believed
PRICE_MONTHS = 6  # how long a price may be believed
OPENED = ("page", "copy")  # its own page or a copy of it was read


def months_ago(count: int) -> str:
    """A month, such as 2024-11. Of a date that names a year alone the first month counts."""
    today = timezone.now().date()
    months = today.year * 12 + today.month - 1 - count
    return f"{months // 12}-{months % 12 + 1:02}"


def oldest_list() -> str:
    """The month from which on a list is believed."""
    return months_ago(LIST_MONTHS)


def is_checked(checked_by: str, checked_on: str) -> bool:
    if checked_by != "list":
        return checked_by in OPENED
    return checked_on != UNDATED and checked_on >= oldest_list()


def is_price_old(checked_on: str) -> bool:
    return checked_on == UNDATED or checked_on < months_ago(PRICE_MONTHS)


def prices_past_date() -> models.Q:
    """The condition that a course asks for money, by a price that nobody has looked at for months."""
    asked = models.Q(price__gt=0) | models.Q(certificate_price__gt=0)
    seen = models.Q(checked_on__lt=months_ago(PRICE_MONTHS))
    return asked & (seen | models.Q(checked_on=UNDATED))


def figures_past_date() -> models.Q:
    """The condition that a figure is years old, and nobody has looked of late whether its source has a newer one."""
    oldest = str(timezone.now().year - FIGURE_YEARS)
    read = models.Q(source__accessed_on__lt=months_ago(SOURCE_MONTHS))
    unread = read | models.Q(source__accessed_on=UNDATED)
    return models.Q(as_of__lt=oldest, published=True) & unread


def offered_courses(course: str = "") -> models.Q:
    """The condition that a course is there today; `course` is a lookup prefix such as "course__"."""
    gone = Link.objects.gone().filter(address=models.OuterRef(f"{course}url"))
    there = models.Q(
        **{
            f"{course}status__in": ["current", "unverified"],
            f"{course}retired_on": None,
        }
    )
    return there & ~models.Exists(gone)


def verified_courses(course: str = "") -> models.Q:
    """The condition that a course is offered, reached and checked."""

    def asks(**conditions):
        return models.Q(**{course + name: value for name, value in conditions.items()})

    listed = asks(checked_by="list", checked_on__gte=oldest_list()) & ~asks(
        checked_on=UNDATED
    )
    offered = asks(status="current") & offered_courses(course)
    return offered & (asks(checked_by__in=OPENED) | listed)
