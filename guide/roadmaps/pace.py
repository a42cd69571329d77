"""How long hours of study take at so many a week: always a window, and the same one on every page."""

from datetime import date, timedelta
from math import ceil
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guide.formats import format_partial_date, format_range

# The hours a week that pages offer, and those of somebody who has not chosen.
OFFERED_HOURS = (4, 6, 8, 12, 20)
USUAL_HOURS = 8
# Of a longer time than so many weeks people think in months.
MOST_WEEKS = 13
WEEKS_A_MONTH = 4.35


def usual_hours(roadmap) -> int:
    """A week, of somebody who has not chosen."""
    return roadmap.hours_a_week or USUAL_HOURS


class StudyWindow(NamedTuple):
    """At least and at most, in weeks begun."""

    low: int
    high: int

    @property
    def words(self) -> str:
        if self.high <= MOST_WEEKS:
            weeks = format_range(self.low, self.high)
            return ngettext("%(n)s week", "%(n)s weeks", self.high) % {"n": weeks}
        months = [ceil(weeks / WEEKS_A_MONTH) for weeks in self]
        return ngettext("%(n)s month", "%(n)s months", months[1]) % {
            "n": format_range(*months)
        }

    def between(self, today: date) -> str:
        """The months in which it ends."""
        first, last = (
            format_partial_date(f"{today + timedelta(weeks=weeks):%Y-%m}")
            for weeks in self
        )
        if first == last:
            return _("in %(month)s") % {"month": first}
        return _("between %(first)s and %(last)s") % {"first": first, "last": last}


def study_window(
    hours_low: int, hours_high: int, hours_a_week: float
) -> StudyWindow | None:
    """None where nothing is left to study."""
    if not hours_high:
        return None
    low, high = (ceil(hours / hours_a_week) for hours in (hours_low, hours_high))
    return StudyWindow(max(1, low), max(1, high))
