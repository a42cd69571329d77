"""How long the site keeps what, as texts name it: {kept:backups}. The days come from where they are kept to.

What learners leave behind is added by `accounts.own_data.kept_times`.
"""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.utils.translation import ngettext

from guide.formats import format_number
from guide.models import MissedSearch
from guide.models.report import DECIDED_DAYS, OPEN_DAYS
from web.choices import COOKIE_AGE
from web.daily_limit import COUNTED_SECONDS

KEPT: dict[str, Callable[[], timedelta]] = {
    "addresses": lambda: timedelta(seconds=COUNTED_SECONDS),
    "backups": lambda: timedelta(days=settings.BACKUP_DAYS),
    "choices": lambda: COOKIE_AGE,
    "decided-reports": lambda: timedelta(days=DECIDED_DAYS),
    "missed-searches": lambda: timedelta(days=MissedSearch.KEPT_DAYS),
    "open-reports": lambda: timedelta(days=OPEN_DAYS),
}


def kept_words(name: str) -> str:
    """ "400 days"; what is kept for part of a day counts as a whole one."""
    days = -(-KEPT[name]() // timedelta(days=1))
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": format_number(days)}
