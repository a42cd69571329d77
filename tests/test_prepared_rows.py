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


def test_rows_begin_where_it_is_said(learner, other_learner):
    """In the query and in one within it, as the history asks for a page."""

    def newest(user, start):
        shown = ProgressEvent.objects.filter(user=user).order_by("-pk")[
            start : start + 2
        ]
        within = ProgressEvent.objects.filter(pk__in=shown.values("pk"), user=user)
        return within.order_by("-pk").values_list("pk")

    def list_of(user, start):
        return newest(user, start)[start : start + 1]

    for user in (learner, other_learner):
        for _ in range(5):
            StepProgress.objects.set_state(user, make_step(), State.DOING)

    for query in (newest, list_of):
        prepared = PreparedRows(query, int, int)
        for user, start in ((learner, 0), (other_learner, 1), (learner, 4)):
            assert prepared.rows(user.pk, start) == list(query(user.pk, start))


def test_the_sql_is_made_once_for_a_connection(learner):
    made = []
    prepared = PreparedRows(
        lambda user, since: made.append(user) or events(user, since), int, datetime
    )

    for _ in range(3):
        prepared.rows(learner.pk, timezone.now())

    assert len(made) == 1
    assert prepared in connection._prepared_rows
