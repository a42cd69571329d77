"""A learner's file costs the same queries for few rows and for many, out and in."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import ProgressEvent, State, StepProgress
from accounts.own_data.document import learner_document, write_document
from accounts.own_data.importing import import_file
from accounts.tests.own_data.learners import AT
from guide.tests.factory import make_step

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def somebody(name, steps):
    """With a state and two changes on each of the steps."""
    user = get_user_model().objects.create_user(f"{name}@own.example")
    states = [State.DOING, State.DONE]
    for number, step in enumerate(steps):
        for day, state in enumerate(states):
            at = AT + timedelta(days=day, minutes=number)
            StepProgress.objects.set_state(user, step, state, at)
    return user


def queries(work):
    with CaptureQueriesContext(connection) as asked:
        found = work()
    return found, len(asked)


def test_64_steps_come_without_a_query_a_row(learner, other_learner):
    steps = [make_step() for _ in range(64)]
    costs = []
    for number, into in [(2, learner), (64, other_learner)]:
        owner = somebody(f"with-{number}", steps[:number])
        file, out = queries(lambda: write_document(learner_document(owner, timezone.now())))  # noqa: B023  called at once  # fmt: skip
        _plan, brought = queries(lambda: import_file(into, file))  # noqa: B023  called at once
        costs.append((out, brought))
        assert ProgressEvent.objects.filter(user=into).count() == 2 * number

    (few_out, few_in), (many_out, many_in) = costs
    assert few_out == many_out <= 15
    assert many_in - few_in <= 3  # a statement takes only so many rows
    assert many_in <= 60
