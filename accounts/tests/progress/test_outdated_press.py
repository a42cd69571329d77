"""A press on a page that is older than what holds overwrites nothing unseen: Back, and two tabs."""

import pytest

from accounts.models import CourseProgress, ProgressEvent, State, StepProgress
from accounts.tests.pressing import HTMX, OURS, address, held, hold
from accounts.tests.writing import send
from guide.tests.factory import make_course, make_roadmap, make_step
from tests.document import document

pytestmark = pytest.mark.both_databases


def press_seen(client, step, seen, state="doing", headers=OURS, **fields):
    pressed = {"state": state, "next": "/roadmaps/", **fields}
    return client.post(f"{address(step)}?seen={seen}", pressed, headers=headers)


def state_of(learner):
    return StepProgress.objects.for_user(learner).get().state


def test_buttons_say_what_their_page_shows(signed_in, learner):
    step = make_step()
    StepProgress.objects.set_state(learner, step, State.DOING)

    page = document(signed_in.get(f"/steps/{step.slug}/"))

    addresses = {
        button.get("formaction")
        for button in page.iter("button")
        if button.get("name") in ("state", "undo")
    }
    assert f"{address(step)}?seen=doing" in addresses


def test_a_stale_press_of_a_guest_changes_nothing_and_asks(client, rf, db):
    step = make_step()
    hold(client, {step: State.DONE})

    response = press_seen(client, step, "not-started")

    assert response.status_code == 409
    assert "“Done” holds by now" in response.text
    assert held(client, rf) == {step.slug: State.DONE}


def test_a_stale_press_of_a_learner_changes_nothing_and_asks(signed_in, learner):
    step = make_step()
    StepProgress.objects.set_state(learner, step, State.DONE)

    response = press_seen(signed_in, step, "doing", "skipped")

    assert (response.status_code, state_of(learner)) == (409, "done")
    assert ProgressEvent.objects.count() == 1
    (form,) = [
        form
        for form in document(response).iter("form")
        if form.get("action", "").startswith("/progress/steps/")
    ]
    (button,) = form.iter("button")
    again = signed_in.post(
        form.get("action"), {button.get("name"): button.get("value")}, headers=OURS
    )
    assert (again.status_code, state_of(learner)) == (303, "skipped")


def test_in_place_a_stale_press_brings_the_row_as_it_is(signed_in, learner):
    roadmap = make_roadmap(1)
    step = roadmap.steps.get()
    StepProgress.objects.set_state(learner, step, State.DONE)

    response = press_seen(
        signed_in, step, "doing", "skipped", HTMX, roadmap=roadmap.slug
    )

    assert (response.status_code, state_of(learner)) == (409, "done")
    assert f"{address(step)}?seen=done" in response.text
    assert "holds by now" in response.headers["HX-Trigger"]


@pytest.mark.parametrize("seen", ["doing", "done", "nonsense", ""])
def test_other_presses_go_through(signed_in, learner, seen):
    """What was seen holds, the press asks for what holds, or the page does not say."""
    step = make_step()
    StepProgress.objects.set_state(learner, step, State.DOING)
    state = "doing" if seen == "done" else "done"

    assert press_seen(signed_in, step, seen, state).status_code == 303
    assert state_of(learner) == state


def test_a_stale_undo_takes_nothing_back(signed_in, learner):
    step = make_step()
    StepProgress.objects.set_state(learner, step, State.DONE)

    response = signed_in.post(
        f"{address(step)}?seen=doing", {"undo": "not-started"}, headers=OURS
    )

    assert (response.status_code, state_of(learner)) == (409, "done")


def test_a_stale_press_of_a_course_changes_nothing_and_asks(signed_in, learner):
    course = make_course(slug="databases")
    CourseProgress.objects.set(learner, course.pk, "done")

    stale = send(signed_in, "courses/databases/?seen=none", course="planned")
    in_place = send(signed_in, "courses/databases/?seen=none", True, course="planned")

    assert (stale.status_code, in_place.status_code) == (409, 409)
    assert CourseProgress.objects.get().state == "done"
    assert "databases/?seen=done" in stale.text
    assert "databases/?seen=done" in in_place.text
