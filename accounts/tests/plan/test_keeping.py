"""A learner keeps a plan: versions, undo byte for byte, and this week on “My path”."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from accounts.models import Learner, State, StepProgress, StudyPlan
from accounts.models.study_plan import PlanChangedError
from accounts.tests.plan.plans import START, make_planned_roadmap, plan_address, solver
from accounts.tests.pressing import OURS
from guide.models import Course
from tests.document import document, items, words

__all__ = ["solver"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("solver")]
NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)


@pytest.fixture
def world(db, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return make_planned_roadmap()


def keep(client, roadmap, **fields):
    query = plan_address(roadmap, **fields).partition("?")[2]
    return client.post("/my/plan/keep/", {"query": query}, headers=OURS)


def undo(client, number):
    return client.post("/my/plan/undo/", {"number": number}, headers=OURS)


def test_a_kept_plan_is_shown_and_stays_when_content_and_progress_change(
    signed_in, learner, world
):
    assert keep(signed_in, world.roadmap, hours=10).status_code == 303
    before = signed_in.get("/my/plan/")
    first = items(document(before), "The weeks")

    Course.objects.filter(pk=world.other.pk).update(hours_low=90, hours_high=90)
    StepProgress.objects.set_state(learner, world.steps[0], State.DONE)
    after = signed_in.get("/my/plan/")

    assert items(document(after), "The weeks") == first
    assert len(first) == 3


def test_undo_brings_the_version_before_back_byte_for_byte(signed_in, learner, world):
    keep(signed_in, world.roadmap, hours=10)
    before = StudyPlan.objects.current(learner)
    kept = before.query, before.document
    keep(signed_in, world.roadmap, hours=5)
    assert StudyPlan.objects.current(learner).number == 2

    answer = undo(signed_in, 2)

    current = StudyPlan.objects.current(learner)
    assert answer.status_code == 303
    assert (current.number, current.query, current.document) == (1, *kept)
    # A later version gets a number of its own: nothing is overwritten.
    keep(signed_in, world.roadmap, hours=6)
    assert [plan.number for plan in StudyPlan.objects.order_by("number")] == [1, 2, 3]


def test_the_same_plan_again_is_no_change(signed_in, learner, world):
    for _ in range(2):
        keep(signed_in, world.roadmap, hours=10)

    assert StudyPlan.objects.for_user(learner).count() == 1


def test_an_undo_of_an_older_page_changes_nothing_and_says_so(
    signed_in, learner, world
):
    keep(signed_in, world.roadmap, hours=10)
    keep(signed_in, world.roadmap, hours=5)

    for number in (1, 99, "x", "9" * 30):
        answer = signed_in.post(
            "/my/plan/undo/", {"number": number}, headers=OURS, follow=True
        )
        assert "Nothing was undone" in answer.text

    assert StudyPlan.objects.current(learner).number == 2


def test_nobody_else_sees_or_undoes_it(
    signed_in, client, learner, other_learner, world
):
    keep(signed_in, world.roadmap, hours=10)

    with pytest.raises(PlanChangedError):
        StudyPlan.objects.take_back(other_learner, 1)
    signed_in.force_login(other_learner)
    undo(signed_in, 1)

    assert StudyPlan.objects.current(other_learner) is None
    assert StudyPlan.objects.current(learner).number == 1


def test_a_guest_is_asked_to_sign_in_and_a_wrong_question_keeps_nothing(
    client, signed_in, learner, world
):
    for query in ("", "roadmap=nonsense", "x" * 9000):
        answer = signed_in.post(
            "/my/plan/keep/", {"query": query}, headers=OURS, follow=True
        )
        assert "Nothing was kept" in answer.text
    assert signed_in.get("/my/plan/keep/").status_code == 405
    impossible = keep(signed_in, world.roadmap, budget=0, pin=world.book.slug)
    signed_in.logout()
    guest = keep(signed_in, world.roadmap)

    assert "budget=0" in impossible.url
    assert guest.url.startswith("/accounts/login/")
    assert StudyPlan.objects.count() == 0


def test_a_guest_is_led_to_an_account_and_back_to_the_question(client, world):
    page = document(client.get(plan_address(world.roadmap, hours=10)))

    link = next(
        a for a in page.iter("a") if words(a) == "Create an account to keep this plan"
    )
    assert "next=/my/plan/%3Froadmap%3D" in link.get("href")


@pytest.mark.parametrize("document", ["", "[]", '{"version": 1}', "x" * 2_000_000])
def test_what_came_with_an_import_and_is_no_plan_breaks_no_page(
    signed_in, learner, world, document
):
    StudyPlan.objects.keep(learner, "roadmap=nowhere", document)

    answers = [
        signed_in.get(f"/my/{page}")
        for page in ("", "plan/", "plan/change/", "plan/file/")
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 302, 302]


def test_versions_are_bounded(learner, world, monkeypatch):
    monkeypatch.setattr("accounts.models.study_plan.MOST_VERSIONS", 3)
    for number in range(6):
        StudyPlan.objects.keep(learner, "q", f"plan {number}")

    numbers = StudyPlan.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [4, 5, 6]


def test_my_path_says_what_is_planned_for_this_week(signed_in, learner, world):
    Learner.objects.set_fields(learner, roadmap_id=world.roadmap.pk)
    keep(signed_in, world.roadmap, hours=30)
    StepProgress.objects.set_state(learner, world.steps[1], State.DONE)

    page = document(signed_in.get("/my/"))

    # 20 hours of the first step in the middle of its range and its lectures, then the second.
    assert items(page, "Planned for this week") == [
        f"{world.steps[0].name_en} 20 h planned + 30 min + 2 h Mark as done",
        f"{world.steps[1].name_en} finished",
    ]
    assert START.isoweekday() == 1


def test_hours_are_logged_and_a_step_finished_with_one_press(signed_in, learner, world):
    Learner.objects.set_fields(learner, roadmap_id=world.roadmap.pk)
    keep(signed_in, world.roadmap, hours=20)
    button = next(
        button
        for button in document(signed_in.get("/my/")).iter("button")
        if words(button) == "+ 2 h"
    )

    answer = signed_in.post(
        button.get("formaction"), {"minutes": "120", "next": "/my/"}, headers=OURS
    )

    assert answer.status_code == 303
    assert "2 h logged of 20 h planned" in words(document(signed_in.get("/my/")))


def test_in_chinese(signed_in, world):
    keep(signed_in, world.roadmap, hours=10)

    assert "保存于2026年12月1日。" in signed_in.get("/zh-hans/my/plan/").text
