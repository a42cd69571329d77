"""Presses of one learner on one step from several tabs at the same moment."""

import threading

import pytest

from accounts.models import ProgressEvent, StepProgress
from tests.examples import scaled_count
from tests.served_people import inside, new_learners

pytestmark = [pytest.mark.both_databases, pytest.mark.load]

TABS, TURNS = 6, scaled_count(8)
STATES = ("done", "doing", "known", "skipped")


def history_of(step):
    """State of the step, and each change of it, as the database holds them."""
    of_step = {"user__email": "tabs-0@example.org", "step__slug": step}
    [state] = StepProgress.objects.filter(**of_step).values_list("state", flat=True)
    changes = ProgressEvent.objects.filter(**of_step)
    return state, [*changes.values_list("before", "after")]


def test_presses_at_once_leave_one_state_and_an_unbroken_history(
    site, django_db_blocker
):
    [learner] = new_learners(site, django_db_blocker, 1, "tabs")
    step = next(iter(learner.states()))
    answers = []

    def press_in_a_tab(number):
        answers.extend(
            learner.press(step, STATES[(number + turn) % 4]) for turn in range(TURNS)
        )

    tabs = [
        threading.Thread(target=press_in_a_tab, args=[number]) for number in range(TABS)
    ]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()

    assert answers == [303] * (TABS * TURNS)
    with inside(site, django_db_blocker):
        state, events = history_of(step)
    gone = [before for before, _ in events]
    came = [after for _, after in events]
    # Each change started from the state that another one had left, so the counts match up to start and end.
    assert sorted([*came, "not-started"]) == sorted([*gone, state])
