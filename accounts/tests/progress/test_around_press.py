"""What the answer to a press compares: the learner's progress before it, by what the write returned, and after it."""

from dataclasses import replace

import pytest

from accounts.models import By, State, StepProgress
from accounts.progress.visitor import (
    progress_around_press,
    progress_of_user,
    set_step_state,
)
from guide.models import StepSuccessor
from guide.tests.factory import make_step


@pytest.fixture
def steps(db):
    """A plain one; an old one and what it became; a split one and a part of it."""
    names = ["plain", "old", "new", "split", "part"]
    steps = {name: make_step(slug=name) for name in names}
    for old, new, kind in (("old", "new", "same"), ("split", "part", "split")):
        StepSuccessor.objects.create(old=steps[old], new=steps[new], kind=kind)
    return steps


def with_begun_states(progress, **fields):
    begun = {
        step: state
        for step, state in progress.states.items()
        if state != State.NOT_STARTED
    }
    return replace(progress, states=begun, **fields)


@pytest.mark.parametrize("pressed", ["plain", "old", "new", "split", "part"])
@pytest.mark.parametrize("state", ["doing", "done"])
@pytest.mark.parametrize("by", [By.PRESS, By.UNDO])
def test_the_progress_before_a_press_is_the_one_that_was(
    learner, steps, pressed, state, by
):
    for name in ("old", "split", "plain"):
        StepProgress.objects.set_state(learner, steps[name], State.KNOWN)
    found = progress_of_user(learner)

    replaced = set_step_state(learner, steps[pressed], State(state), by=by)
    before, after = progress_around_press(learner, steps[pressed].pk, replaced)

    assert after == progress_of_user(learner)
    assert after.of(steps[pressed].pk) == state
    # The undo of the pressed step itself does not matter: its row is drawn anew.
    undo = found.undo if pressed == "plain" else before.undo
    # Nor is it known when its state before had been set; of all others it is.
    others = {
        step: at for step, at in found.changed.items() if step != steps[pressed].pk
    }
    assert with_begun_states(before, undo=undo) == with_begun_states(
        found, changed=others
    )


def test_a_press_that_changes_nothing_leaves_progress_as_it_is(learner, steps):
    set_step_state(learner, steps["plain"], State.DONE)

    replaced = set_step_state(learner, steps["plain"], State.DONE)

    before, after = progress_around_press(learner, steps["plain"].pk, replaced)
    assert replaced is None
    assert before == after == progress_of_user(learner)
