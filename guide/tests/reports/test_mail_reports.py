"""One mail a day at most, off by default, whichever machine is first."""

import smtplib
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.utils import timezone

from guide.models import Report
from guide.reports import mail as daily
from guide.tests.factory import make_report

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
TO = ["ada@example.org", "bo@example.org"]


@pytest.fixture(autouse=True)
def _to(settings, fresh_cache):
    settings.REPORTS_TO = TO
    settings.SITE_URL = "https://careerpath.example"


def run():
    out = StringIO()
    call_command("mail_reports", stdout=out)
    return out.getvalue().strip()


def test_it_is_off_unless_somebody_is_named(settings):
    settings.REPORTS_TO = []
    make_report()

    assert run() == "REPORTS_TO is not set: no mail."
    assert mail.outbox == []


def test_nothing_new_is_no_mail():
    make_report().decide("answered", "", "editor")

    assert run() == "Nothing to mail."
    assert mail.outbox == []


def test_one_mail_holds_all_that_came(settings):
    make_report(page="/courses/", words="Old\nprice <b>.")
    make_report(page="/skills/", words="x" * 1000)

    assert run() == "Mailed: 2 reports of readers."
    [sent] = mail.outbox
    assert (sent.to, sent.subject) == (TO, "careerpath: 2 reports of readers")
    assert sent.body == "\n\n".join(
        [
            "Answer them here:\nhttps://careerpath.example/admin/guide/report/",
            "something wrong: /courses/\nOld price <b>.",
            f"something wrong: /skills/\n{'x' * 199}…",
        ]
    )
    assert sent.content_subtype == "plain"


def test_a_hundred_reports_are_one_short_mail():
    for number in range(100):
        make_report(words=f"Subject: x\nBcc: {number}@example.org\n" + "y" * 1900)

    run(), run()

    [sent] = mail.outbox
    assert sent.body.endswith("80 more are not shown here.")
    assert len(sent.body) < 10_000
    assert sent.bcc == []


def test_it_is_sent_once_a_day_whichever_machine_asks():
    make_report()
    run()
    make_report()

    assert run() == "Nothing to mail."
    cache.clear()
    assert run() == "Nothing to mail."
    assert len(mail.outbox) == 1
    today = timezone.now().date()
    assert daily.mail_reports(today + timedelta(days=1)) == 1


def test_two_machines_at_once_send_one():
    """The second has read the reports before the first has sent."""
    make_report()
    today = timezone.now().date()

    assert [daily.take_day(today), daily.take_day(today)] == [True, False]


def test_what_the_mail_server_refused_is_sent_by_the_next_try(monkeypatch):
    def refuse(message):
        raise smtplib.SMTPServerDisconnected("gone")

    make_report()
    with monkeypatch.context() as away:
        away.setattr("django.core.mail.EmailMessage.send", refuse)
        with pytest.raises(CommandError, match="did not take it: gone"):
            run()

    assert not Report.objects.exclude(mailed_on=None).exists()
    assert run() == "Mailed: 1 reports of readers."
