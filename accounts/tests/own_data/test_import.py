"""A learner's file comes back as it was, twice changes nothing, two files in either order give the same, and the import
can be taken back."""

import json

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from hypothesis import given, settings

from accounts.models import State, StepHours, StepNote, StepProgress
from accounts.own_data.document import learner_document, write_document
from accounts.own_data.importing import (
    ChangedSince,
    import_file,
    take_back_import,
)
from accounts.tests.own_data.learners import AT, Past, pasts
from guide.models import Step
from tests.examples import scaled_count

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
User = get_user_model()


@pytest.fixture
def past(db):
    return Past()


def tables_of(user):
    return learner_document(user, timezone.now())["tables"]


def file_of(user):
    return write_document(learner_document(user, timezone.now()))


def new_learner(name="a"):
    User.objects.filter(email=f"{name}@own.example").delete()
    return User.objects.create_user(f"{name}@own.example", "quiet-lantern-7")


def live(past, user, actions, first_day=0):
    for number, action in enumerate(actions):
        past.do(user, action, first_day + number)


@pytest.mark.hypothesis
@settings(max_examples=scaled_count(6))
@given(actions=pasts)
def test_export_delete_sign_up_import_export_is_equal(past, actions):
    user = new_learner()
    live(past, user, actions)
    before, file = tables_of(user), file_of(user)
    user.delete()
    again = new_learner()

    import_file(again, file)

    assert tables_of(again) == before
    assert not import_file(again, file).changes_something
    assert tables_of(again) == before


def visible(user):
    """What pages show: values and sums, the texts of notes, and everything that happened, in whatever order."""
    tables = tables_of(user)
    found = {}
    for name, table in tables.items():
        columns = table["columns"]
        rows = [
            {
                column: cell
                for column, cell in zip(columns, row, strict=True)
                if column not in ("link", "undoes", "sweep")
            }
            for row in table["rows"]
        ]
        found[name] = sorted(json.dumps(row, sort_keys=True) for row in rows)
    return found


@pytest.mark.hypothesis
@settings(max_examples=scaled_count(6))
@given(one=pasts, two=pasts, three=pasts)
def test_two_files_in_either_order_give_the_same_and_nothing_goes_back(
    past, one, two, three
):
    files = []
    for name, actions, day in [("b", one, 0), ("c", two, 40), ("g", three, 80)]:
        other = new_learner(name)
        live(past, other, actions, day)
        files.append(file_of(other))
    results = []
    own = files.pop()
    for order in (files, files[::-1]):
        user = new_learner("d")
        import_file(user, own)
        before = states_of(user)
        for file in order:
            import_file(user, file)
        results.append(visible(user))
        assert all(
            list(State).index(state) <= list(State).index(states_of(user)[step])
            for step, state in before.items()
        )

    assert without_ties(results[0]) == without_ties(results[1])


def states_of(user):
    rows = StepProgress.objects.filter(user=user)
    return {row.step_id: State(row.state) for row in rows}


def without_ties(tables):
    """Settings are those of the first file that has any."""
    return {name: rows for name, rows in tables.items() if name != "learner"}


@pytest.mark.hypothesis
@settings(max_examples=scaled_count(10))
@given(own=pasts, other=pasts)
def test_an_import_is_taken_back_to_the_byte(past, own, other):
    stranger = new_learner("e")
    live(past, stranger, other, 40)
    user = new_learner("f")
    live(past, user, own)
    before = tables_of(user)

    changed = import_file(user, file_of(stranger)).changes_something

    assert take_back_import(user) == changed
    assert tables_of(user) == before


def test_an_import_is_not_taken_back_over_what_came_later(past, learner):
    stranger = new_learner()
    past.do(stranger, ("state", 4, ""), 0)
    import_file(learner, file_of(stranger))
    past.do(learner, ("note", 1, "later"), 2)

    with pytest.raises(ChangedSince):
        take_back_import(learner)
    assert StepNote.objects.filter(user=learner).count() == 1


def test_hours_of_two_devices_add_up_once(past, learner):
    stranger = new_learner()
    past.do(stranger, ("hours", 3, ""), 0)
    past.do(learner, ("hours", 6, ""), 1)
    file = file_of(stranger)

    import_file(learner, file)
    import_file(learner, file)

    step = past.steps[0]
    assert StepHours.objects.get(user=learner, step=step).minutes == 13 + 16


def test_notes_of_two_devices_stand_in_the_order_of_their_days(past, learner):
    stranger = new_learner()
    past.do(stranger, ("note", 0, "first"), 0)
    past.do(stranger, ("note", 3, "third"), 4)
    past.do(learner, ("note", 0, "second"), 2)

    import_file(learner, file_of(stranger))

    rows = StepNote.objects.filter(user=learner).order_by("version")
    assert [row.text for row in rows] == ["first 0", "second 0", "third 3"]
    events = learner.progress_events.filter(kind="note").order_by("at")
    assert [(e.before, e.after) for e in events] == [("0", "1"), ("1", "2"), ("2", "3")]


def test_what_this_site_does_not_have_is_counted_and_left_out(past, learner):
    stranger = new_learner()
    past.do(stranger, ("state", 4, ""), 0)
    past.do(stranger, ("state", 2, ""), 1)
    file = file_of(stranger).replace(b"own-step-1", b"nowhere")

    plan = import_file(learner, file)

    assert plan.tables["stepprogress"].counts == {"new": 1, "unknown": 1}
    assert plan.tables["progressevent"].counts == {"new": 1, "unknown": 1}


def test_a_step_that_retired_meanwhile_keeps_its_state(past, learner):
    stranger = new_learner()
    past.do(stranger, ("state", 4, ""), 0)
    Step.objects.filter(slug="own-step-1").update(retired_on=AT.date())

    import_file(learner, file_of(stranger))

    assert states_of(learner) == {past.steps[1].pk: State.DONE}
