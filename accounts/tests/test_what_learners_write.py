"""Notes, links, hours, ticks and courses: kept whole, once, and never over one another."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import (
    CourseProgress,
    CriterionTick,
    EvidenceLink,
    ProgressEvent,
    SkillClaim,
    StepHours,
    StepNote,
)
from accounts.models.evidence_link import MAX_LINKS, TooManyError
from accounts.models.step_hours import MAX_MINUTES as MOST_MINUTES
from accounts.models.step_note import NoteChangedError
from guide.tests.factory import make_course, make_skill, make_step
from tests.examples import scaled_count

pytestmark = pytest.mark.both_databases

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
TICKED, OPEN = CriterionTick.State.TICKED, CriterionTick.State.OPEN


def events(user):
    rows = ProgressEvent.objects.filter(user=user).order_by("pk")
    return list(rows.values_list("kind", "before", "after", "by"))


def test_a_tick_and_its_event_name_the_step(learner):
    criterion = make_step(criteria=1).criteria.get()

    assert CriterionTick.objects.set_state(learner, criterion, TICKED, at=NOON) == OPEN
    assert CriterionTick.objects.set_state(learner, criterion, TICKED) is None

    event = ProgressEvent.objects.get()
    assert (event.kind, event.step, event.criterion) == (
        "criterion",
        criterion.step,
        criterion,
    )
    assert (event.before, event.after, event.by, event.at) == (
        "open",
        "ticked",
        "press",
        NOON,
    )


def test_a_tick_taken_back_stays_as_a_row(learner):
    criterion = make_step(criteria=1).criteria.get()
    CriterionTick.objects.set_state(learner, criterion, TICKED, at=NOON)
    CriterionTick.objects.set_state(
        learner, criterion, OPEN, at=NOON + timedelta(hours=1)
    )

    assert list(CriterionTick.objects.values_list("state", "before")) == [
        ("open", "ticked")
    ]
    assert not CriterionTick.objects.ticked().exists()


def test_the_later_change_of_a_course_holds_whichever_comes_first(learner):
    course = make_course()
    CourseProgress.objects.set(learner, course.pk, "doing", at=NOON)

    assert (
        CourseProgress.objects.set(
            learner, course.pk, "planned", at=NOON - timedelta(seconds=1)
        )
        is None
    )
    assert CourseProgress.objects.get().state == "doing"
    assert events(learner) == [("course", "none", "doing", "press")]


def test_a_claim_is_a_level(learner):
    skill = make_skill()

    assert SkillClaim.objects.set_many(learner, {skill.pk: 3}) == {skill.pk: 0}
    assert events(learner) == [("skill", "0", "3", "press")]


def test_a_note_keeps_every_version(learner):
    step = make_step()

    first = StepNote.objects.write(
        learner, step, "Read chapter 1\r\n\r\nthen 2  \n", seen=0
    )
    second = StepNote.objects.write(learner, step, "Read chapter 3", seen=1)

    assert (first.version, first.text) == (1, "Read chapter 1\n\nthen 2")
    assert StepNote.objects.current(learner, step) == second
    assert StepNote.objects.count() == 2
    assert events(learner) == [("note", "0", "1", "press"), ("note", "1", "2", "press")]


def test_the_same_text_again_is_no_change_even_from_an_old_page(learner):
    step = make_step()
    StepNote.objects.write(learner, step, "one", seen=0)

    assert StepNote.objects.write(learner, step, "one\n", seen=0).version == 1
    assert StepNote.objects.count() == 1


def test_an_old_page_learns_what_the_note_became(learner, other_learner):
    step = make_step()
    StepNote.objects.write(learner, step, "mine", seen=0)
    StepNote.objects.write(other_learner, step, "theirs", seen=0)

    with pytest.raises(NoteChangedError) as changed:
        StepNote.objects.write(learner, step, "from the other tab", seen=0)

    assert changed.value.note.text == "mine"
    assert StepNote.objects.current(learner, step).text == "mine"


def test_of_two_at_the_same_moment_the_database_lets_one(learner, monkeypatch):
    step = make_step()
    empty = StepNote.objects.current(learner, step)
    StepNote.objects.write(learner, step, "was quicker", seen=0)
    answers = iter([empty])
    monkeypatch.setattr(
        type(StepNote.objects.all()),
        "current",
        lambda rows, user, step: next(answers, StepNote.objects.get()),
    )

    with pytest.raises(NoteChangedError) as changed:
        StepNote.objects.write(learner, step, "was slower", seen=0)

    assert changed.value.note.text == "was quicker"
    assert len(events(learner)) == 1


def test_a_note_never_prints_its_text(learner):
    note = StepNote.objects.write(
        learner, make_step(), "nobody else may read this", seen=0
    )

    assert "nobody" not in f"{note} {note!r}"


@settings(max_examples=scaled_count(40))
@given(
    st.lists(
        st.tuples(st.sampled_from("AB"), st.sampled_from(["open", "save"])), max_size=12
    )
)
def test_two_tabs_on_one_note_lose_no_text(learner, moves):
    """What is saved stays among the versions, and no tab saves over what it never saw."""
    step, seen, saved, number = make_step(), {"A": 0, "B": 0}, [], 0
    for tab, move in moves:
        current = StepNote.objects.current(learner, step)
        if move == "open":
            seen[tab] = current.version
            continue
        number += 1
        text = f"text {number} of {tab}"
        if seen[tab] == current.version:
            seen[tab] = StepNote.objects.write(
                learner, step, text, seen=seen[tab]
            ).version
            saved.append(text)
        else:
            with pytest.raises(NoteChangedError):
                StepNote.objects.write(learner, step, text, seen=seen[tab])

    kept = StepNote.objects.filter(step=step).order_by("version")
    assert [note.text for note in kept] == saved
    assert [note.version for note in kept] == list(range(1, len(saved) + 1))


def test_hours_add_up_and_the_same_key_counts_once(learner):
    step = make_step()

    assert StepHours.objects.add(learner, step, 120, key="first")
    assert not StepHours.objects.add(learner, step, 120, key="first")
    assert StepHours.objects.add(learner, step, 30, key="second")

    assert StepHours.objects.get().minutes == 150
    assert events(learner) == [
        ("hours", "0", "120", "press"),
        ("hours", "120", "150", "press"),
    ]


@pytest.mark.parametrize("minutes", [-30, MOST_MINUTES + 1])
def test_hours_stay_between_nothing_and_the_most(learner, minutes):
    assert not StepHours.objects.add(learner, make_step(), minutes)
    assert (StepHours.objects.count(), events(learner)) == (0, [])


def test_a_key_of_one_learner_is_free_for_another(learner, other_learner):
    step = make_step()
    StepHours.objects.add(learner, step, 30, key="same")

    assert StepHours.objects.add(other_learner, step, 60, key="same")


def test_a_link_is_there_once_and_stays_for_the_history(learner):
    step = make_step()

    link = EvidenceLink.objects.add(
        learner, step, "https://code.example/a?b=模型", "My model"
    )
    assert (
        EvidenceLink.objects.add(learner, step, "https://code.example/a?b=模型") == link
    )
    EvidenceLink.objects.remove(link)
    EvidenceLink.objects.remove(link)

    assert (link.url, link.host) == (
        "https://code.example/a?b=%E6%A8%A1%E5%9E%8B",
        "code.example",
    )
    assert not EvidenceLink.objects.shown().exists()
    assert EvidenceLink.objects.count() == 1
    assert events(learner) == [
        ("link", "", "there", "press"),
        ("link", "there", "", "press"),
    ]


def test_a_step_holds_twenty_links(learner):
    step = make_step()
    for number in range(MAX_LINKS):
        EvidenceLink.objects.add(learner, step, f"https://code.example/{number}")

    with pytest.raises(TooManyError):
        EvidenceLink.objects.add(learner, step, "https://code.example/more")

    EvidenceLink.objects.add(learner, make_step(), "https://code.example/more")
    assert EvidenceLink.objects.filter(step=step).count() == MAX_LINKS


@pytest.mark.parametrize("write", ["tick", "course", "claim", "note", "link", "hours"])
def test_what_a_learner_wrote_on_cannot_be_deleted(learner, write):
    step, course = make_step(criteria=1, skills=[make_skill()]), make_course()
    subject = {"course": course, "claim": step.skills.get()}.get(write, step)
    {
        "tick": lambda: CriterionTick.objects.set_state(
            learner, step.criteria.get(), TICKED
        ),
        "course": lambda: CourseProgress.objects.set(learner, course.pk, "done"),
        "claim": lambda: SkillClaim.objects.set(learner, subject.pk, 2),
        "note": lambda: StepNote.objects.write(learner, step, "a", seen=0),
        "link": lambda: EvidenceLink.objects.add(learner, step, "https://a.example/"),
        "hours": lambda: StepHours.objects.add(learner, step, 30),
    }[write]()
    if write == "claim":
        step.skill_links.all().delete()

    with pytest.raises((ProtectedError, IntegrityError)), transaction.atomic():
        subject.delete()
