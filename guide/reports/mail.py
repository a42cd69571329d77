"""One mail a day to the editors with what readers told since the last one; none where REPORTS_TO is empty.

Several machines may try at once: whoever first takes the day in the shared cache sends. A mail that the mail server
refused gives the day back, so that the next try sends it; nothing is marked as sent before it was.
"""

from datetime import date

from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guide.models import Report

MOST_SHOWN = 20
MOST_CHARACTERS = 200  # of the words of each
DAY_KEPT = 2 * 24 * 3600  # seconds


def mail_reports(today: date) -> int:
    """Returns how many reports a mail was about; 0 where none was sent."""
    waiting = list(Report.objects.open().filter(mailed_on=None).order_by("made_at"))
    if not settings.REPORTS_TO or not waiting or not take_day(today):
        return 0
    try:
        mail_of(waiting).send()
    except OSError:
        cache.delete(day_key(today))
        raise
    mailed = Report.objects.filter(pk__in=[report.pk for report in waiting])
    mailed.update(mailed_on=today)
    return len(waiting)


def day_key(today: date) -> str:
    return f"reports-mailed-{today.isoformat()}"


def take_day(today: date) -> bool:
    """Whether nobody has sent today's mail. A cache may forget, so the reports are asked as well."""
    if Report.objects.filter(mailed_on=today).exists():
        return False
    return cache.add(day_key(today), 1, DAY_KEPT)


def mail_of(reports: list[Report]) -> EmailMessage:
    count = len(reports)
    subject = ngettext(
        "careerpath: %(n)s report of readers", "careerpath: %(n)s reports of readers", count
    ) % {"n": count}  # fmt: skip
    parts = [_("Answer them here:") + f"\n{queue_address()}"]
    parts += [in_words(report) for report in reports[:MOST_SHOWN]]
    if more := count - MOST_SHOWN if count > MOST_SHOWN else 0:
        words = ngettext("%(n)s more is not shown here.", "%(n)s more are not shown here.", more)  # fmt: skip
        parts.append(words % {"n": more})
    return EmailMessage(subject, "\n\n".join(parts), to=settings.REPORTS_TO)


def queue_address() -> str:
    return settings.SITE_URL + reverse("admin:guide_report_changelist")


def in_words(report: Report) -> str:
    words = " ".join(report.words.split())
    return f"{report}\n{Truncator(words).chars(MOST_CHARACTERS)}"
