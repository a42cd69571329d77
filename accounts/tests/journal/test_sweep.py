"""Many changes by one press, and one press that takes them back."""

from datetime import timedelta

import pytest

from accounts.models import (
    CriterionTick,
    ProgressEvent,
    SkillClaim,
    State,
    StepNote,
    StepProgress,
    Sweep,
)
from guide.tests.factory import make_course, make_roadmap, make_skill, make_step

pytestmark = pytest.mark.both_databases

TICKED = CriterionTick.State.TICKED
RESET = 8  # the turn, the sweep, and for steps and ticks each the rows and their events; the rest are transactions
UNDO = 11  # the turn, the sweep and its events, and for steps and ticks each what holds, the rows and their events


def states(user):
    return dict(StepProgress.objects.for_user(user).values_list("step_id", "state"))


@pytest.fixture
def begun(learner):
    """Two steps that were begun, one criterion ticked, and a note."""
    done, doing = make_step(criteria=1), make_step()
    StepProgress.objects.set_state(learner, done, State.DONE)
    StepProgress.objects.set_state(learner, doing, State.DOING)
    CriterionTick.objects.set_state(learner, done.criteria.get(), TICKED)
    StepNote.objects.write(learner, done, "kept", seen=0)
    return done, doing


def reset(user, done, doing):
    ticks = dict(
        CriterionTick.objects.ticked().values_list("criterion_id", "criterion__step_id")
    )
    return Sweep.objects.reset(
        user, make_roadmap(), {done.pk: State.DONE, doing.pk: State.DOING}, ticks
    )


def test_a_reset_goes_back_to_the_start_and_keeps_what_was_written(learner, begun):
    done, doing = begun

    reset(learner, done, doing)

    assert states(learner) == {done.pk: "not-started", doing.pk: "not-started"}
    assert not CriterionTick.objects.ticked().exists()
    assert StepNote.objects.current(learner, done).text == "kept"


def test_a_reset_is_taken_back_in_one_press_and_once(learner, begun):
    done, doing = begun
    sweep = reset(learner, done, doing)

    assert sweep.undo() == 3
    assert Sweep.objects.get().undo() is None

    assert states(learner) == {done.pk: "done", doing.pk: "doing"}
    assert CriterionTick.objects.get().state == TICKED
    assert ProgressEvent.objects.filter(undoes__sweep=sweep, by="undo").count() == 3


def test_what_was_pressed_after_a_reset_holds(learner, begun):
    done, doing = begun
    sweep = reset(learner, done, doing)
    StepProgress.objects.set_state(learner, done, State.SKIPPED)

    assert sweep.undo() == 2

    assert states(learner) == {done.pk: "skipped", doing.pk: "doing"}


def test_a_reset_cannot_be_taken_back_after_thirty_days(learner, begun):
    sweep = reset(learner, *begun)
    Sweep.objects.update(at=sweep.at - timedelta(days=30))
    sweep.refresh_from_db()

    assert (sweep.can_be_undone, sweep.undo()) == (False, None)
    assert set(states(learner).values()) == {"not-started"}


def test_a_step_that_took_its_state_from_an_older_one_gets_it_back(learner):
    step = make_step()

    sweep = Sweep.objects.reset(learner, make_roadmap(), {step.pk: State.DONE}, {})
    assert states(learner) == {step.pk: "not-started"}
    sweep.undo()

    assert states(learner) == {step.pk: "done"}


def test_what_a_course_covers_is_known_and_can_be_taken_back(learner):
    course, step, skill = make_course(), make_step(), make_skill()
    SkillClaim.objects.set(learner, skill.pk, 1)

    sweep = Sweep.objects.mark_known(
        learner, course, {step.pk: State.NOT_STARTED}, {skill.pk: 3}
    )

    assert (states(learner), SkillClaim.objects.get().level) == ({step.pk: "known"}, 3)
    assert sweep.undo() == 2
    assert (states(learner), SkillClaim.objects.get().level) == (
        {step.pk: "not-started"},
        1,
    )


def test_a_reset_and_taking_it_back_cost_the_same_queries_however_much_it_is(
    learner, django_assert_num_queries
):
    steps, roadmap = [make_step(criteria=2) for _ in range(10)], make_roadmap()
    for number in (1, 10):
        for step in steps[:number]:
            StepProgress.objects.set_state(learner, step, State.DONE)
            for criterion in step.criteria.all():
                CriterionTick.objects.set_state(learner, criterion, TICKED)
        states = {step.pk: State.DONE for step in steps[:number]}
        ticks = {
            criterion.pk: step.pk
            for step in steps[:number]
            for criterion in step.criteria.all()
        }
        with django_assert_num_queries(RESET):
            sweep = Sweep.objects.reset(learner, roadmap, states, ticks)
        with django_assert_num_queries(UNDO):
            assert sweep.undo() == 3 * number

    events = ProgressEvent.objects.filter(undoes__sweep=sweep).select_related("undoes")
    assert {(event.kind, event.step_id, event.undoes.step_id) for event in events} == {
        (kind, step.pk, step.pk) for kind in ("state", "criterion") for step in steps
    }


def test_a_reset_that_comes_twice_makes_no_second_sweep(learner, begun):
    done, doing = begun
    ticks = {done.criteria.get().pk: done.pk}
    states = {done.pk: State.DONE, doing.pk: State.DOING}

    answers = [
        Sweep.objects.reset(learner, make_roadmap(), states, ticks) for _ in range(2)
    ]

    assert answers[0] is not None
    assert answers[1] is None
    assert Sweep.objects.get() == answers[0]


def test_what_a_course_covers_is_marked_once_of_two_presses_at_once(learner):
    """Both have read the page before the other one wrote."""
    step, skill = make_step(), make_skill()
    course = make_course([skill])

    answers = [
        Sweep.objects.mark_known(
            learner, course, {step.pk: State.NOT_STARTED}, {skill.pk: 2}
        )
        for _ in range(2)
    ]

    assert (Sweep.objects.get(), answers[1]) == (answers[0], None)
    answers[0].undo()
    assert StepProgress.objects.get().state == State.NOT_STARTED
