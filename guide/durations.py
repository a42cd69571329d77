"""Minutes in words, as learners write them down."""

from django.utils.translation import gettext as _


def time_spent(minutes: int) -> str:
    """ "2 h", "30 min" or "1 h 30 min"."""
    hours, rest = divmod(abs(minutes), 60)
    if not hours:
        return _("%(n)s min") % {"n": rest}
    if not rest:
        return _("%(n)s h") % {"n": f"{hours:,}"}
    return _("%(hours)s h %(minutes)s min") % {"hours": f"{hours:,}", "minutes": rest}


def change_of_time(minutes: int) -> str:
    """ "+ 2 h" or "− 30 min"."""
    return f"{'+' if minutes >= 0 else '−'} {time_spent(minutes)}"
