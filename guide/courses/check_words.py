"""How a course was checked, of when its price is, and whether it may be gone, in words for readers."""

from django.utils.translation import gettext as _

from guide.formats import format_partial_date
from guide.models import Course
from guide.models.fields import UNDATED

DAY = 10  # characters of a date that names its day


def check_sentence(course: Course) -> str:
    """Beside the word “Checked”, of a course read `with_provider`."""
    ways = Course.CheckedBy
    if course.checked_by == ways.NOBODY:
        return _("Not yet.")
    date = {"date": format_partial_date(course.checked_on)}
    is_day = len(course.checked_on) == DAY
    if course.checked_by == ways.PAGE:
        words = (
            _("Its own page was opened on %(date)s.")
            if is_day
            else _("Its own page was opened in %(date)s.")
        )
        return words % date
    if course.checked_by == ways.COPY:
        return _("A copy of its page, of %(date)s, was read.") % date
    if course.checked_on == UNDATED:
        return _("Another site’s undated page tells of it; nobody has opened its own.")
    return (
        _("Another site’s page of %(date)s tells of it; nobody has opened its own.")
        % date
    )


def price_age(course: Course) -> str:
    """Of a price past its date, of when it is; else nothing."""
    if not course.has_old_price:
        return ""
    if course.checked_on == UNDATED:
        return _("as of an unknown date")
    return _("as of %(date)s") % {"date": format_partial_date(course.checked_on)}
