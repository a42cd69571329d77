"""Every kind of change answers what pages ask of it, and nobody else tells kinds apart."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.urls import get_resolver

from accounts import models
from accounts.journal.guest_drafts import GuestDraft
from accounts.journal.kinds import KINDS, SECTIONS, amount_words
from accounts.models import (
    CourseProgress,
    CriterionTick,
    EvidenceLink,
    Kind,
    ProgressEvent,
    SkillClaim,
    State,
    StepHours,
    StepNote,
    StepProgress,
)
from guide.tests.factory import make_course, make_skill, make_step

AT = datetime(2026, 5, 1, 12, tzinfo=UTC)
ACCOUNTS = Path(models.__file__).parent.parent


@pytest.fixture
def changed(learner):
    """One change of every kind, at the same time."""
    step = make_step(slug="sql", name_en="SQL", criteria=1)
    course = make_course(slug="sums", title="Sums")
    skill = make_skill(slug="python", name_en="Python")
    StepProgress.objects.set_state(learner, step, State.DOING, AT)
    CriterionTick.objects.set_state(learner, step.criteria.get(), "ticked", at=AT)
    CourseProgress.objects.set(learner, course.pk, "planned", AT)
    SkillClaim.objects.set(learner, skill.pk, 2, AT)
    StepHours.objects.add(learner, step, 90, at=AT)
    StepNote.objects.write(learner, step, "my note", seen=0, at=AT)
    EvidenceLink.objects.add(learner, step, "https://a.example/", "A", at=AT)
    return learner


def test_every_kind_of_the_model_has_its_class():
    assert {name: kind.kind for name, kind in KINDS.items()} == {
        name: name for name in Kind
    }


def test_only_kinds_and_models_name_a_kind():
    """What a visitor wrote is read of several kinds by one query, in journal/entries.py."""
    named = re.compile(rf"\bKind\.({'|'.join(Kind.names)})\b(?!\w)")
    of_sweeps = re.compile(r"\bSweep\.Kind\.\w+")
    files = [
        path.relative_to(ACCOUNTS).as_posix()
        for path in ACCOUNTS.rglob("*.py")
        if named.search(of_sweeps.sub("", path.read_text()))
    ]

    outside = [
        name
        for name in files
        if not name.startswith(("journal/kinds/", "models/", "migrations/", "tests/"))
    ]
    assert outside == ["journal/entries.py"]


def test_every_form_has_an_address_of_ours():
    names = get_resolver("accounts.urls").reverse_dict

    assert {
        kind.kind: kind.address.removeprefix("accounts:") in names
        for kind in KINDS.values()
        if kind.address
    } == dict.fromkeys(["state", "criterion", "course", "hours", "note", "link"], True)


def test_every_kind_has_words_for_its_changes(changed):
    events = {event.kind: event for event in ProgressEvent.objects.all()}
    events["note"].note = "my note"

    words = {
        name: (kind.change_words(events[name]), kind.back_words(events[name]))
        for name, kind in KINDS.items()
    }

    assert words == {
        "state": ("Under way", "Change back to “Not started”"),
        "criterion": (
            f"Ticked: “{events['criterion'].criterion.text}”",
            "Change back to “Open”",
        ),
        "course": ("Planned", "Change back to “Not on my list”"),
        "skill": ("Known: working", "Change back to “no level”"),
        "hours": ("+ 1 h 30 min", "Change back to “0 min”"),
        "note": ("Note written", "Restore the previous text"),
        "link": ("Link added", "Change back to “The link is gone”"),
    }


def test_amounts_are_named_in_one_order_whatever_the_order_they_come_in():
    amounts = {"hours": 90, "link": 1, "note": 2, "criterion": 0, "state": 1}

    assert amount_words(amounts) == ["1 step", "2 notes", "1 link", "1 h 30 min"]


def test_drafts_of_one_key_take_each_others_place():
    keys = {
        name: SECTIONS[name].draft_key(GuestDraft(SECTIONS[name].kind, 7, "v", "m"))
        for name in SECTIONS
    }

    assert keys == {
        "criteria": "criterion:7",
        "course": "course:7",
        "note": "note:7",
        "links": "link:7:v",
        "hours": "hours:7:m",
    }


def test_the_export_holds_all_in_plain_values(changed, other_learner):
    assert {name: kind.export_rows(changed) for name, kind in KINDS.items()} == {
        "state": [
            {
                "step": "sql",
                "state": "doing",
                "started_on": AT.date(),
                "finished_on": None,
                "changed_at": AT,
            }
        ],
        "criterion": [
            {"step": "sql", "criterion": "c-0", "state": "ticked", "changed_at": AT}
        ],
        "course": [{"course": "sums", "state": "planned", "changed_at": AT}],
        "skill": [{"skill": "python", "level": 2, "changed_at": AT}],
        "hours": [{"step": "sql", "minutes": 90}],
        "note": [{"step": "sql", "version": 1, "text": "my note", "at": AT}],
        "link": [
            {
                "step": "sql",
                "url": "https://a.example/",
                "title": "A",
                "added_at": AT,
                "removed_at": None,
            }
        ],
    }
    assert [kind.export_rows(other_learner) for kind in KINDS.values()] == [[]] * 7


@pytest.mark.parametrize("name", KINDS)
def test_the_export_of_a_kind_is_one_query(changed, django_assert_num_queries, name):
    with django_assert_num_queries(1):
        KINDS[name].export_rows(changed)
