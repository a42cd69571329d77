"""Every change of the history can be taken back."""

import pytest

from accounts.history.event_rows import with_details
from accounts.journal.undo import ChangedSince, current_value, undo
from accounts.models import (
    CourseProgress,
    CriterionTick,
    EvidenceLink,
    ProgressEvent,
    SkillClaim,
    State,
    StepHours,
    StepNote,
    StepProgress,
)
from accounts.models.step_note import NoteChangedError
from guide.models import StepSuccessor
from guide.tests.factory import make_course, make_skill, make_step

pytestmark = pytest.mark.both_databases

CHANGES = {
    "state": lambda user: StepProgress.objects.set_state(user, make_step(), State.DONE),
    "criterion": lambda user: CriterionTick.objects.set_state(
        user, make_step(criteria=1).criteria.get(), "ticked"
    ),
    "course": lambda user: CourseProgress.objects.set(
        user, make_course().pk, "planned"
    ),
    "skill": lambda user: SkillClaim.objects.set(user, make_skill().pk, 2),
    "hours": lambda user: StepHours.objects.add(user, make_step(), 30),
    "note": lambda user: StepNote.objects.write(user, make_step(), "text", seen=0),
    "link": lambda user: EvidenceLink.objects.add(
        user, make_step(), "https://a.example/", "A"
    ),
}


def last():
    return ProgressEvent.objects.order_by("pk").last()


@pytest.mark.parametrize("kind", CHANGES)
def test_a_change_goes_back_and_forth(learner, kind):
    CHANGES[kind](learner)
    change = last()
    before, after = holds_nothing(change), current_value(change)

    undo(change, seen=after)
    assert (last().undoes, last().by, content(change)) == (change, "undo", before)

    undo(last(), seen=current_value(last()))
    assert content(change) == content_after(change, after)
    assert ProgressEvent.objects.count() == 3


def holds_nothing(change):
    return "" if change.kind == "note" else change.before


def content(change):
    """What the learner sees. Of a note that is its text: versions only go up."""
    if change.kind == "note":
        return StepNote.objects.current(change.user, change.step).text
    return current_value(change)


def content_after(change, after):
    return "text" if change.kind == "note" else after


@pytest.mark.parametrize("kind", CHANGES)
def test_twice_is_once(learner, kind):
    CHANGES[kind](learner)
    change, seen = last(), current_value(last())

    undo(change, seen)
    undo(change, seen)

    assert ProgressEvent.objects.count() == 2


def test_an_old_page_is_told_what_holds_now(learner):
    step = make_step()
    StepProgress.objects.set_state(learner, step, State.DOING)
    change = last()
    StepProgress.objects.set_state(learner, step, State.DONE)

    with pytest.raises(ChangedSince) as since:
        undo(change, seen="doing")

    assert (since.value.now, StepProgress.objects.get().state) == ("done", "done")
    undo(change, seen="done")
    assert StepProgress.objects.get().state == "not-started"


def test_a_note_that_changed_is_not_written_over(learner, monkeypatch):
    step = make_step()
    StepNote.objects.write(learner, step, "one", seen=0)
    StepNote.objects.write(learner, step, "two", seen=1)
    change = last()
    monkeypatch.setattr("accounts.journal.undo.current_value", lambda event: "2")
    StepNote.objects.write(learner, step, "three", seen=2)

    with pytest.raises(NoteChangedError):
        undo(change, seen="2")

    assert StepNote.objects.current(learner, step).text == "three"


def test_hours_of_other_presses_stay(learner):
    step = make_step()
    StepHours.objects.add(learner, step, 120)
    change = last()
    StepHours.objects.add(learner, step, 30)

    undo(change, seen="120")

    assert StepHours.objects.get().minutes == 30


def test_what_a_step_had_from_an_older_one_comes_back(learner):
    old, new = make_step(), make_step()
    StepSuccessor.objects.create(old=old, new=new, kind="same")
    StepProgress.objects.set_state(learner, old, State.DONE)
    StepProgress.objects.set_state(learner, new, State.SKIPPED)

    undo(last(), seen="skipped")

    assert StepProgress.objects.get(step=new).state == "done"


@pytest.mark.sqlite_only
def test_whether_a_change_was_undone_is_looked_up_and_not_searched(learner):
    """SQLite takes a partial index only where the query says its condition again."""
    StepProgress.objects.set_state(learner, make_step(), State.DONE)

    for found in (
        ProgressEvent.objects.filter(undoes=1),
        ProgressEvent.objects.filter(sweep=1),
        with_details([1]),
    ):
        assert "SCAN accounts_progressevent" not in found.explain(), found.explain()
        assert "SCAN U0" not in found.explain(), found.explain()


def test_a_removed_link_without_room_is_a_message_and_no_error(signed_in, learner):
    step = make_step(slug="sql")
    link = EvidenceLink.objects.add(learner, step, "https://a.example/")
    EvidenceLink.objects.remove(link)
    removal = last()
    for number in range(20):
        EvidenceLink.objects.add(learner, step, f"https://code.example/{number}")

    response = signed_in.post(
        f"/my/history/{removal.pk}/undo/",
        {"seen": current_value(removal)},
        headers={"Sec-Fetch-Site": "same-origin"},
        follow=True,
    )

    assert response.status_code == 200
    assert "A step can have up to 20 links. Remove one to add another." in response.text
    assert EvidenceLink.objects.shown().count() == 20
