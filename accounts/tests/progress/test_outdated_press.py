"""A press on a page that is older than what holds overwrites nothing unseen: Back, and two tabs."""

import pytest

from accounts.models import (
    CourseProgress,
    CriterionTick,
    Learner,
    ProgressEvent,
    State,
    StepProgress,
    Sweep,
)
from accounts.tests.pressing import HTMX, OURS, address, held, hold, post
from accounts.tests.writing import send
from guide.tests.factory import make_course, make_roadmap, make_skill, make_step
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
    assert "it is “Done” now" in response.text
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
    assert "Your page was out of date" in response.headers["HX-Trigger"]


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


def presses_without_seen(page):
    """The buttons that set a state and do not say what their page shows of it."""
    changing = ("state", "undo", "tick", "course", "covers", "roadmap")
    return [
        button.get("formaction")
        for button in page.iter("button")
        if button.get("name") in changing
        and button.get("formaction")
        and "/sweeps/" not in button.get("formaction")  # takes back what is unchanged
        and "?seen=" not in button.get("formaction")
    ]


def test_each_press_of_a_state_says_what_its_page_shows(signed_in, learner):
    roadmap = make_roadmap(2)
    skill = make_skill()
    step = make_step(criteria=1, slug="sql", skills=[skill])
    course = make_course(slug="databases", skills=[skill])
    criterion = step.criteria.get()
    CriterionTick.objects.set_state(learner, criterion, "ticked")
    CourseProgress.objects.set(learner, course.pk, "done")
    StepProgress.objects.set_state(learner, step, State.DOING)

    pages = ["/steps/sql/", "/courses/databases/", "/my/", roadmap.get_absolute_url()]
    found = {page: document(signed_in.get(page)) for page in pages}

    assert {page: presses_without_seen(found[page]) for page in pages} == {
        page: [] for page in pages
    }
    shown = [button.get("formaction") for button in found["/steps/sql/"].iter("button")]
    assert "/progress/criteria/sql/c-0/?seen=ticked" in shown


def test_the_offer_below_the_criteria_overwrites_nothing_unseen(signed_in, learner):
    step = make_step(criteria=1, slug="sql")
    CriterionTick.objects.set_state(learner, step.criteria.get(), "ticked")
    page = document(signed_in.get("/steps/sql/"))
    (offer,) = page.iterfind(".//p[@class='offer']/button")
    StepProgress.objects.set_state(learner, step, State.SKIPPED)

    response = signed_in.post(offer.get("formaction"), {"state": "done"}, headers=OURS)

    assert (response.status_code, state_of(learner)) == (409, "skipped")


@pytest.mark.parametrize(("seen", "status"), [("open", 303), ("ticked", 422)])
def test_a_tick_is_compared_with_what_was_seen(signed_in, learner, seen, status):
    """No button asks for what its page shows already."""
    step = make_step(criteria=1, slug="sql")
    CriterionTick.objects.set_state(learner, step.criteria.get(), "ticked")
    CriterionTick.objects.set_state(learner, step.criteria.get(), "open")

    response = send(signed_in, f"criteria/sql/c-0/?seen={seen}", tick="ticked")

    assert response.status_code == status


def test_a_guest_in_two_tabs_overwrites_no_course_unseen(client, db):
    make_course(slug="databases")
    send(client, "courses/databases/?seen=none", course="done")

    stale = send(client, "courses/databases/?seen=none", course="planned")

    assert stale.status_code == 409
    assert "it is “Finished” now" in stale.text


def test_two_presses_of_a_course_at_once_are_compared_where_they_are_written(
    signed_in, learner, monkeypatch
):
    """What another tab saves after the press was read is not overwritten."""
    course = make_course(slug="databases")
    CourseProgress.objects.set(learner, course.pk, "planned")
    write = CourseProgress.objects._queryset_class.write_rows

    def write_after_the_other_tab(queryset, rows, *args, **more):
        CourseProgress.objects.filter(course=course).update(state="done")
        return write(queryset, rows, *args, **more)

    monkeypatch.setattr(
        CourseProgress.objects._queryset_class, "write_rows", write_after_the_other_tab
    )
    response = send(signed_in, "courses/databases/?seen=planned", course="doing")

    assert (response.status_code, CourseProgress.objects.get().state) == (409, "done")


@pytest.mark.parametrize("in_place", [True, False])
def test_what_a_course_covers_is_not_marked_once_it_is_unfinished(
    signed_in, learner, in_place
):
    course = make_course(slug="databases")
    CourseProgress.objects.set(learner, course.pk, "doing")

    response = send(signed_in, "courses/databases/?seen=done", in_place, covers="known")

    assert (response.status_code, Sweep.objects.count()) == (409, 0)
    assert "Under way" in response.text
    assert "Do you still want to?" not in response.text


@pytest.mark.parametrize("browser", ["client", "signed_in"])
def test_another_route_is_not_changed_unseen(request, learner, browser):
    client = request.getfixturevalue(browser)
    first = make_roadmap(1, slug="first")
    make_roadmap(1, slug="second")
    if browser == "client":
        hold(client, roadmap="first")
    else:
        Learner.objects.set_roadmap(learner, first)
    press, fields = "/progress/roadmap/", {"roadmap": "second", "next": "/my/"}

    stale = post(client, f"{press}?seen=-", fields)
    assert (stale.status_code, stale.url) == (303, "/my/route/second/")
    asked = client.get(stale.url).text
    assert f"{press}?seen=first" in asked

    assert post(client, f"{press}?seen=first", fields).url == "/my/"
    assert "/roadmaps/second/" in client.get("/my/").text
