"""A learner sets the state of a step by plain post."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Learner, ProgressEvent, State, StepProgress
from accounts.tests.pressing import OURS, address, press, press_in_place, states
from guide.models import ContentVersion
from guide.tests.factory import make_roadmap, make_step

pytestmark = pytest.mark.both_databases


# With an account


def test_a_learner_presses_and_is_back_at_the_row(signed_in, learner):
    step = make_step()

    response = press(signed_in, step, next="/roadmaps/self-taught-route/")

    assert (response.status_code, response.url) == (
        303,
        f"/roadmaps/self-taught-route/#{step.slug}",
    )
    assert states(learner) == {step.slug: "doing"}
    assert response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("state", State.values)
def test_each_state_can_be_pressed(signed_in, learner, state):
    step = make_step()
    StepProgress.objects.set_state(
        learner, step, State.DONE if state != "done" else State.DOING
    )

    press(signed_in, step, state)

    assert states(learner) == {step.slug: state}


def test_a_double_click_is_one_change(signed_in, learner):
    step = make_step()

    press(signed_in, step)
    press(signed_in, step)

    assert ProgressEvent.objects.count() == 1


def test_an_undo_says_so_in_the_history(signed_in, learner):
    step = make_step()
    press(signed_in, step, "done")

    signed_in.post(address(step), {"undo": "not-started"}, headers=OURS)

    assert states(learner) == {step.slug: "not-started"}
    assert [event.by for event in ProgressEvent.objects.order_by("pk")] == [
        "press",
        "undo",
    ]


def test_a_press_never_reaches_another_learner(signed_in, other_learner):
    press(signed_in, make_step(), user=other_learner.pk, user_id=other_learner.pk)

    assert states(other_learner) == {}


def test_the_page_of_a_press_is_remembered(signed_in, learner):
    roadmap = make_roadmap(1)

    press(signed_in, roadmap.steps.get(), roadmap=roadmap.slug)

    assert StepProgress.objects.get().roadmap == roadmap


def test_a_learner_takes_a_roadmap_in_hand(signed_in, learner):
    roadmap = make_roadmap(1)

    response = signed_in.post(
        "/progress/roadmap/", {"roadmap": roadmap.slug}, headers=OURS
    )

    assert (response.status_code, response.url) == (303, "/my/")
    assert Learner.objects.get(user=learner).roadmap == roadmap


# Bad input


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"state": "flying"},
        {"state": ""},
        {"state": "done", "undo": "doing"},
        {"undo": "x"},
        {"state": "完成"},
    ],
)
def test_an_unknown_state_is_refused_and_saves_nothing(signed_in, learner, data):
    response = signed_in.post(address(make_step()), data, headers=OURS)

    assert (response.status_code, states(learner)) == (422, {})
    assert "Not saved" in response.text


def test_an_unknown_step_is_not_found(signed_in, client):
    assert (
        signed_in.post(
            "/progress/steps/flying/", {"state": "done"}, headers=OURS
        ).status_code
        == 404
    )


def test_a_draft_is_not_found(signed_in):
    assert press(signed_in, make_step(published=False)).status_code == 404


def test_an_unknown_roadmap_is_not_found(signed_in):
    assert (
        signed_in.post(
            "/progress/roadmap/", {"roadmap": "flying"}, headers=OURS
        ).status_code
        == 404
    )


@pytest.mark.parametrize("method", ["get", "head", "put", "delete", "patch"])
def test_only_a_post_presses(signed_in, method):
    assert getattr(signed_in, method)(address(make_step())).status_code == 405
    assert getattr(signed_in, method)("/progress/roadmap/").status_code == 405


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "javascript:alert(1)",
        "/\\evil.example",
        "x" * 3000,
        "",
    ],
)
def test_a_press_leads_to_no_other_site(signed_in, target):
    step = make_step()

    assert press(signed_in, step, next=target).url == f"/steps/{step.slug}/#{step.slug}"


def test_a_press_on_a_chinese_page_stays_chinese(signed_in):
    step = make_step()

    assert (
        press(signed_in, step, prefix="/zh-hans").url
        == f"/zh-hans/steps/{step.slug}/#{step.slug}"
    )


# Queries


def touch(user, number):
    roadmap = make_roadmap(number)
    for step in roadmap.steps.all():
        StepProgress.objects.set_state(user, step, State.DOING, roadmap=roadmap)
    return roadmap


@pytest.mark.parametrize("touched", [1, 64])
@pytest.mark.parametrize("send", [press, press_in_place])
def test_a_press_of_a_learner_costs_at_most_5_queries(
    signed_in, learner, settings, touched, send
):
    settings.CONTENT_VERSION_SECONDS = 60
    roadmap = touch(learner, touched)
    ContentVersion.expire_current()
    step = roadmap.steps.first()
    press_in_place(signed_in, step, "known", roadmap)

    with CaptureQueriesContext(connection) as queries:
        response = send(
            signed_in,
            step,
            "done",
            roadmap=roadmap if send is press_in_place else roadmap.slug,
        )

    assert response.status_code in (200, 303)
    assert len(queries) == (5 if send is press_in_place else 4)
