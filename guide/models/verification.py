"""Whether somebody has looked at a course lately enough to recommend it. One rule, for a row and for a query."""

from django.db import models
from django.utils import timezone

from guide.models.fields import UNDATED

LIST_MONTHS = 24  # how long a list by others may be believed
OPENED = ("page", "copy")  # its own page or a copy of it was read


def oldest_list() -> str:
    """The month from which on a list is believed, such as 2024-11. Of a year alone the first month counts."""
    today = timezone.now().date()
    months = today.year * 12 + today.month - 1 - LIST_MONTHS
    return f"{months // 12}-{months % 12 + 1:02}"


def is_checked(checked_by: str, checked_on: str) -> bool:
    if checked_by != "list":
        return checked_by in OPENED
    return checked_on != UNDATED and checked_on >= oldest_list()


def verified_courses(course: str = "") -> models.Q:
    """The condition that a course is offered and checked; `course` is a lookup prefix such as "course__"."""

    def asks(**conditions):
        return models.Q(**{course + name: value for name, value in conditions.items()})

    listed = asks(checked_by="list", checked_on__gte=oldest_list()) & ~asks(
        checked_on=UNDATED
    )
    offered = asks(status="current", retired_on=None)
    return offered & (asks(checked_by__in=OPENED) | listed)
