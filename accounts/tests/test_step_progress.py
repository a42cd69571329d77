from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import (
    By,
    CriterionTick,
    Learner,
    ProgressEvent,
    State,
    StepProgress,
    User,
)
from accounts.progress.merge import merged_states
from guide.tests.factory import make_roadmap, make_step
from tests.examples import scaled_count

pytestmark = pytest.mark.both_databases

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def events(user):
    rows = ProgressEvent.objects.filter(user=user).order_by("pk")
    return list(rows.values_list("before", "after", "by"))


def state(user, step):
    return StepProgress.objects.for_user(user).get(step=step).state


def test_a_press_saves_state_and_event(learner):
    step = make_step()

    before = StepProgress.objects.set_state(learner, step, State.DOING, at=NOON)

    row = StepProgress.objects.get()
    assert before == State.NOT_STARTED
    assert (row.user, row.step, row.state, row.before, row.by) == (
        learner,
        step,
        "doing",
        "not-started",
        "press",
    )
    assert (row.started_on, row.finished_on, row.changed_at) == (
        date(2026, 11, 21),
        None,
        NOON,
    )
    event = ProgressEvent.objects.get()
    assert (event.user, event.step, event.before, event.after) == (
        learner,
        step,
        "not-started",
        "doing",
    )
    assert (event.at, event.by) == (NOON, "press")


def test_a_press_is_two_statements(learner):
    step = make_step()

    with CaptureQueriesContext(connection) as queries:
        StepProgress.objects.set_state(learner, step, State.DOING)

    assert len(queries) == 2


def test_the_same_state_again_changes_nothing(learner):
    step = make_step()
    StepProgress.objects.set_state(learner, step, State.DONE, at=NOON)

    again = StepProgress.objects.set_state(
        learner, step, State.DONE, at=NOON + timedelta(days=1)
    )

    assert again is None
    assert events(learner) == [("not-started", "done", "press")]
    assert StepProgress.objects.get().finished_on == date(2026, 11, 21)


def test_a_clock_that_ran_ahead_does_not_hold_against_what_is_said_since(learner):
    step, ahead = make_step(criteria=1), timezone.now() + timedelta(hours=1)
    criterion = step.criteria.get()
    StepProgress.objects.set_state(learner, step, State.DOING, ahead)
    CriterionTick.objects.set_state(learner, criterion, "ticked", at=ahead)

    StepProgress.objects.set_state(learner, step, State.DONE)
    CriterionTick.objects.set_state(learner, criterion, "open")

    assert (StepProgress.objects.get().state, CriterionTick.objects.get().state) == (
        "done",
        "open",
    )
    assert ProgressEvent.objects.count() == 4


def test_an_older_press_never_overwrites_a_newer_one(learner):
    step = make_step()
    StepProgress.objects.set_state(learner, step, State.DONE, at=NOON)

    late = StepProgress.objects.set_state(
        learner, step, State.SKIPPED, at=NOON - timedelta(seconds=1)
    )

    assert (late, state(learner, step)) == (None, "done")
    assert events(learner) == [("not-started", "done", "press")]


def test_days_are_those_of_the_learner(learner):
    learner.time_zone = "Asia/Shanghai"

    StepProgress.objects.set_state(
        learner, make_step(), State.DONE, at=datetime(2026, 11, 21, 23, tzinfo=UTC)
    )

    assert StepProgress.objects.get().finished_on == date(2026, 11, 22)


def test_an_undo_brings_the_days_back(learner):
    step = make_step()
    for day, press in [(0, State.DOING), (3, State.DONE), (9, State.NOT_STARTED)]:
        StepProgress.objects.set_state(
            learner, step, press, at=NOON + timedelta(days=day)
        )

    StepProgress.objects.set_state(
        learner, step, State.DONE, at=NOON + timedelta(days=9), by=By.UNDO
    )

    row = StepProgress.objects.get()
    assert (row.state, row.started_on, row.finished_on) == (
        "done",
        date(2026, 11, 21),
        date(2026, 11, 24),
    )


def test_beginning_anew_counts_from_the_new_day(learner):
    step = make_step()
    for day, press in [(0, State.DOING), (1, State.NOT_STARTED), (5, State.DOING)]:
        StepProgress.objects.set_state(
            learner, step, press, at=NOON + timedelta(days=day)
        )

    assert StepProgress.objects.get().started_on == date(2026, 11, 26)


def test_people_do_not_share_progress(learner, other_learner):
    step = make_step()
    StepProgress.objects.set_state(learner, step, State.DONE)

    StepProgress.objects.set_state(other_learner, step, State.SKIPPED)

    assert (state(learner, step), state(other_learner, step)) == ("done", "skipped")


def test_a_merge_takes_what_goes_further_and_nothing_else(learner):
    steps = [make_step() for _ in range(4)]
    StepProgress.objects.set_state(learner, steps[0], State.DOING, at=NOON)
    StepProgress.objects.set_state(learner, steps[1], State.DONE, at=NOON)
    brought = {
        steps[0].pk: State.KNOWN, steps[1].pk: State.DOING, steps[2].pk: State.SKIPPED, steps[3].pk: State.NOT_STARTED,
    }  # fmt: skip

    changed = StepProgress.objects.merge(learner, brought, By.MERGE)

    assert changed == 2
    assert [state(learner, step) for step in steps[:3]] == ["known", "done", "skipped"]
    assert not StepProgress.objects.filter(step=steps[3]).exists()
    assert events(learner)[2:] == [
        ("doing", "known", "merge"),
        ("not-started", "skipped", "merge"),
    ]
    assert StepProgress.objects.merge(learner, brought, By.MERGE) == 0


def test_a_merge_does_not_invent_days(learner):
    StepProgress.objects.merge(learner, {make_step().pk: State.DONE}, By.SIGN_UP)

    assert StepProgress.objects.values_list("started_on", "finished_on").get() == (
        None,
        None,
    )


@pytest.mark.django_db
def test_the_database_merges_by_the_same_rules(learner):
    steps = [make_step() for _ in range(3)]
    records = st.dictionaries(
        st.sampled_from([step.pk for step in steps]), st.sampled_from(State)
    )

    # A busy machine is no fault of the rules.
    @settings(max_examples=scaled_count(40))
    @given(records, records)
    def check(one, other):
        StepProgress.objects.all()._raw_delete(StepProgress.objects.db)
        StepProgress.objects.merge(learner, one, By.MERGE)
        StepProgress.objects.merge(learner, other, By.MERGE)
        kept = dict(StepProgress.objects.values_list("step_id", "state"))
        assert kept == {
            step: state
            for step, state in merged_states(one, other).items()
            if state != State.NOT_STARTED
        }

    check()


def test_events_are_only_added(learner):
    StepProgress.objects.set_state(learner, make_step(), State.DONE)
    event = ProgressEvent.objects.get()

    for change in (
        event.save,
        event.delete,
        ProgressEvent.objects.all().delete,
        lambda: ProgressEvent.objects.update(by="undo"),
    ):
        with pytest.raises(TypeError):
            change()
    assert ProgressEvent.objects.count() == 1


def test_a_step_with_progress_cannot_be_deleted(learner):
    step = make_step()
    StepProgress.objects.set_state(learner, step, State.DONE)

    with pytest.raises(ProtectedError):
        step.delete()


def test_progress_goes_with_its_learner(learner):
    StepProgress.objects.set_state(learner, make_step(), State.DONE)

    learner.delete()

    assert (
        StepProgress.objects.count(),
        ProgressEvent.objects.count(),
        User.objects.count(),
    ) == (0, 0, 0)


def test_the_database_knows_the_states(learner):
    with pytest.raises(IntegrityError), transaction.atomic():
        StepProgress.objects.create(
            user=learner,
            step=make_step(),
            state="finished",
            by="press",
            changed_at=NOON,
        )


def test_taking_a_roadmap_twice_is_no_harm(learner):
    one, other = make_roadmap(), make_roadmap()

    Learner.objects.set_roadmap(learner, one)
    Learner.objects.set_roadmap(learner, other)
    Learner.objects.set_first_roadmap(learner, one)

    assert Learner.objects.get().roadmap == other
