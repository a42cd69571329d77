"""A prepared query gives what the queryset gives, whoever asks, and its SQL is made once."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import ProgressEvent, State, StepProgress
from guide.tests.factory import make_step
from web.prepared_rows import PreparedRows

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def events(user, since):
    found = ProgressEvent.objects.filter(user=user, at__gt=since, kind="state")
    return found.order_by("pk").values_list("pk", "at", "step__slug", "after")


def test_each_asks_with_own_values(learner, other_learner, django_assert_num_queries):
    prepared, now = PreparedRows(events, int, datetime), timezone.now()
    for step, state in ((make_step(), State.DOING), (make_step(), State.DONE)):
        StepProgress.objects.set_state(learner, step, state, at=now)
    StepProgress.objects.set_state(other_learner, make_step(), State.KNOWN, at=now)
    before, after = now - timedelta(hours=1), now + timedelta(hours=1)

    asked = [(learner, before), (other_learner, before), (learner, after)]
    with django_assert_num_queries(3):
        found = [prepared.rows(user.pk, since) for user, since in asked]

    assert found == [list(events(user, since)) for user, since in asked]
    assert [len(rows) for rows in found] == [2, 1, 0]


def test_the_sql_is_made_once_for_a_connection(learner):
    made = []
    prepared = PreparedRows(
        lambda user, since: made.append(user) or events(user, since), int, datetime
    )

    for _ in range(3):
        prepared.rows(learner.pk, timezone.now())

    assert len(made) == 1
    assert prepared in connection._prepared_rows
