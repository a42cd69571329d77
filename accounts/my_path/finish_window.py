"""How long the rest of a roadmap may take: a window, never a date."""

from math import ceil

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.progress.counting import ProgressCount

YEAR = 52  # weeks; of a longer time people think in months


def weeks_left(count: ProgressCount, hours_a_week: int) -> tuple[int, int]:
    """At least and at most, in weeks begun."""
    low, high = (
        total - done
        for total, done in zip(count.hours_total, count.hours_done, strict=True)
    )
    return -(-low // hours_a_week), -(-high // hours_a_week)


def finish_window(count: ProgressCount, hours_a_week: int | None) -> str:
    """In words; empty where nothing is left or the hours a week are unknown."""
    low, high = weeks_left(count, hours_a_week) if hours_a_week else (0, 0)
    if not high:
        return ""
    if low == high:
        return ngettext(
            "about %(n)s week at %(hours)s h a week", "about %(n)s weeks at %(hours)s h a week", high
        ) % {"n": high, "hours": hours_a_week}  # fmt: skip
    months = tuple(ceil(weeks / 4.35) for weeks in (low, high))
    if high > YEAR and months[0] < months[1]:
        return _("about %(low)s to %(high)s months at %(hours)s h a week") % {
            "low": months[0], "high": months[1], "hours": hours_a_week,
        }  # fmt: skip
    return _("about %(low)s to %(high)s weeks at %(hours)s h a week") % {
        "low": low, "high": high, "hours": hours_a_week,
    }  # fmt: skip
