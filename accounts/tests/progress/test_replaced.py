"""Ticks and courses follow what replaced them, until the learner says something of the new one."""

import pytest
from django.utils import timezone

from accounts.journal.guest_draft_merge import add_draft, overrule_account
from accounts.journal.guest_drafts import GuestDraft
from accounts.journal.kinds import KINDS
from accounts.journal.undo import undo
from accounts.models import CourseProgress, CriterionTick, ProgressEvent
from accounts.tests.writing import counted, send
from guide.models import Criterion
from guide.tests.admin_pages import text_of
from guide.tests.factory import make_course, make_skill, make_step
from tests.document import document

pytestmark = pytest.mark.both_databases


@pytest.fixture
def old(db):
    return make_step(slug="old", criteria=2)


@pytest.fixture
def new(db):
    return make_step(slug="new", criteria=2)


@pytest.fixture
def desk(client, learner, old):
    CriterionTick.objects.set_state(learner, old.criteria.get(code="c-0"), "ticked")
    client.force_login(learner)
    return client


def replace(old, new):
    """One criterion of the same code each."""
    for criterion in old.criteria.all():
        criterion.retired_on, criterion.replaced_by = (
            timezone.localdate(),
            new.criteria.get(code=criterion.code),
        )
        criterion.save()
    old.retired_on = timezone.localdate()
    old.save()


def pressed(client, slug="new"):
    page = document(client.get(f"/steps/{slug}/"))
    return [
        button.get("aria-pressed")
        for button in page.iter("button")
        if button.get("name") == "tick"
    ]


def test_a_tick_counts_for_the_criterion_that_replaced_its_own_and_no_row_changes(
    desk, old, new
):
    before = list(CriterionTick.objects.values()), list(ProgressEvent.objects.values())
    replace(old, new)

    assert (pressed(desk), pressed(desk, "old")) == (
        ["true", "false"],
        ["true", "false"],
    )
    assert (
        list(CriterionTick.objects.values()),
        list(ProgressEvent.objects.values()),
    ) == before


def test_what_is_said_of_the_new_one_holds(desk, old, new):
    replace(old, new)

    send(desk, "criteria/new/c-0/", tick="open")

    assert (pressed(desk), pressed(desk, "old")) == (
        ["false", "false"],
        ["true", "false"],
    )


def test_to_say_no_to_a_tick_that_came_along_is_a_change_with_its_undo(desk, old, new):
    replace(old, new)

    send(desk, "criteria/new/c-0/", tick="open")
    event = ProgressEvent.objects.get(step=new)
    assert (event.before, event.after) == ("ticked", "open")
    undo(event, seen="open")

    assert pressed(desk) == ["true", "false"]


def test_it_follows_a_second_replacement_and_all_ticked_offers_done(
    desk, old, new, learner
):
    last = make_step(slug="last")
    for code in ("c-0", "c-1"):
        Criterion.objects.create(step=last, code=code, order=1, text_en=code)
    CriterionTick.objects.set_state(learner, old.criteria.get(code="c-1"), "ticked")
    replace(old, new)
    replace(new, last)

    page = text_of(desk.get("/steps/last/"))

    assert pressed(desk, "last") == ["true", "true"]
    assert "my-criteria" in page


def test_a_guest_who_ticked_in_this_browser_keeps_it_too(client, old, new):
    client.get("/steps/old/")
    send(client, "criteria/old/c-0/", tick="ticked")
    replace(old, new)

    assert pressed(client) == ["true", "false"]


def test_a_guest_may_say_no_to_what_came_along(client, old, new):
    client.get("/steps/old/")
    send(client, "criteria/old/c-0/", tick="ticked")
    replace(old, new)

    send(client, "criteria/new/c-0/", tick="open")

    assert (pressed(client), pressed(client, "old")) == (
        ["false", "false"],
        ["true", "false"],
    )


@pytest.mark.parametrize("by", ["merge", "sign-up"])
def test_what_a_browser_says_against_what_came_along_to_an_account_is_asked_about(
    learner, old, new, courses, by
):
    replace(old, new)
    CriterionTick.objects.set_state(learner, old.criteria.get(code="c-0"), "ticked")
    CourseProgress.objects.set(learner, courses[0].pk, "done")
    before = ProgressEvent.objects.count()
    said_no, planned = (
        GuestDraft("criterion", new.criteria.get(code="c-0").pk, "open"),
        GuestDraft("course", courses[1].pk, "planned"),
    )
    subjects = {
        entry.kind: KINDS[entry.kind].subjects().get(pk=entry.subject)
        for entry in (said_no, planned)
    }

    for entry in (said_no, planned):
        assert not add_draft(entry, learner, subjects[entry.kind], by)
    assert ProgressEvent.objects.count() == before

    for entry in (said_no, planned):
        assert overrule_account(entry, learner)
    assert set(
        ProgressEvent.objects.filter(by="merge").values_list("before", "after")
    ) == {
        ("ticked", "open"),
        ("done", "planned"),
    }


def test_nobody_elses_tick_counts(desk, old, new, other_learner):
    replace(old, new)
    desk.force_login(other_learner)

    assert pressed(desk) == ["false", "false"]


@pytest.fixture
def courses(db):
    skill = make_skill()
    old, new = (
        make_course([skill], slug="old-course"),
        make_course([skill], slug="new-course"),
    )
    make_step(slug="taught", skills=[skill])
    old.status, old.replaced_by = "replaced", new
    old.save()
    return old, new


def test_a_course_follows_the_one_that_replaced_it_until_something_is_said(
    client, learner, courses
):
    CourseProgress.objects.set(learner, courses[0].pk, "doing")
    client.force_login(learner)

    assert [
        "Under way" in text_of(client.get(page))
        for page in ("/courses/new-course/", "/steps/taught/")
    ] == [True] * 2

    send(client, "courses/new-course/", course="none")
    event = ProgressEvent.objects.get(course=courses[1])
    assert (event.before, event.after) == ("doing", "none")
    assert "Under way" not in text_of(client.get("/courses/new-course/"))
    assert "Under way" in text_of(client.get("/courses/old-course/"))


def test_what_is_replaced_costs_no_query(desk, old, new, settings):
    def queries():
        desk.get("/steps/new/")
        with counted(settings) as found:
            desk.get("/steps/new/")
        return len(found)

    before = queries()
    replace(old, new)
    settings.CONTENT_VERSION_SECONDS = 0
    desk.get("/steps/new/")

    assert queries() == before
