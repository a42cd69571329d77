"""Reports are kept as long as the privacy page says, and no longer."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from guide.models import Report
from guide.tests.factory import make_report, make_step, make_tip

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def made_days_ago(days, report):
    at = timezone.now() - timedelta(days=days)
    changes = {"made_at": at} | ({"decided_at": at} if report.decided_at else {})
    Report.objects.filter(pk=report.pk).update(**changes)
    return report


def test_what_is_older_than_promised_goes_and_an_accepted_tip_stays():
    step = make_step()
    decided = {"state": "answered", "decided_at": timezone.now()}
    kept = [
        made_days_ago(365, make_report()),
        made_days_ago(180, make_report(**decided)),
        made_days_ago(3000, make_tip(step)),
    ]
    made_days_ago(366, make_report())
    made_days_ago(181, make_report(**decided))
    made_days_ago(181, make_tip(step, state="withdrawn"))
    made_days_ago(181, make_tip(step, state="declined"))
    out = StringIO()

    call_command("forget_reports", stdout=out)
    call_command("forget_reports", stdout=out)

    assert set(Report.objects.all()) == set(kept)
    assert out.getvalue().splitlines() == [
        "Reports of readers: 4 old ones deleted.",
        "Reports of readers: 0 old ones deleted.",
    ]
