"""Presses of one learner on one step from several tabs at the same moment."""

import json
import threading

import pytest

from tests.examples import scaled_count
from tests.savers import make_learners

pytestmark = [pytest.mark.both_databases, pytest.mark.load]

TABS, TURNS = 6, scaled_count(8)
STATES = ("done", "doing", "known", "skipped")
HISTORY = """
import json
from accounts.models import ProgressEvent, StepProgress
step = {{"user__email": "tabs-0@example.org", "step__slug": "{step}"}}
rows = list(StepProgress.objects.filter(**step).values_list("state", flat=True))
events = list(ProgressEvent.objects.filter(**step).values_list("before", "after"))
print("DATA" + json.dumps([rows, events]))
"""


def test_presses_at_once_leave_one_state_and_an_unbroken_history(site):
    [learner] = make_learners(site, 1, "tabs")
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
    [state], events = json.loads(
        site.manage("shell", "-v0", "-c", HISTORY.format(step=step)).partition("DATA")[
            2
        ]
    )
    gone = [before for before, _ in events]
    came = [after for _, after in events]
    # Each change started from the state that another one had left, so the counts match up to start and end.
    assert sorted([*came, "not-started"]) == sorted([*gone, state])
