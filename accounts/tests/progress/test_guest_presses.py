"""A guest sets the state of a step: kept in the browser, once it has shown that it keeps anything."""

import hashlib

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import State, StepProgress
from accounts.progress.guest_cookie import (
    COOKIE_NAME,
    MAX_BYTES,
    GuestProgress,
    pack_cookie,
)
from accounts.tests.pressing import (
    HTMX,
    OURS,
    address,
    held,
    hold,
    press,
    press_in_place,
)
from guide.models import ContentVersion
from guide.tests.factory import make_roadmap, make_step

pytestmark = pytest.mark.both_databases


def hold_as_much_as_fits(client):
    guest = GuestProgress()
    while len(COOKIE_NAME) + 1 + len(pack_cookie(guest)) <= MAX_BYTES:
        client.cookies[COOKIE_NAME] = pack_cookie(guest)
        guest = guest.with_state(
            hashlib.sha256(str(len(guest.states)).encode()).hexdigest()[:20], State.DONE
        )


# Without one


def test_the_first_press_of_a_guest_is_checked_and_leads_back(client, rf, db):
    roadmap = make_roadmap(1)
    step, page = roadmap.steps.get(), f"/roadmaps/{roadmap.slug}/"

    response = client.post(
        address(step),
        {"state": "done", "roadmap": roadmap.slug, "next": page},
        headers=OURS,
        follow=True,
    )

    assert [status for _, status in response.redirect_chain] == [307, 303]
    assert response.redirect_chain[-1][0] == f"{page}#{step.slug}"
    assert held(client, rf) == {step.slug: State.DONE}
    assert response.headers["Cache-Control"] == "private, no-store"
    assert StepProgress.objects.count() == 0


def test_a_cookie_that_did_not_come_back_is_answered_not_saved(client, db):
    pressed = {"state": "done", "next": "/roadmaps/"}
    checked = client.post(address(make_step()), pressed, headers=OURS).url
    client.cookies.clear()

    response = client.post(checked, pressed, headers=OURS)

    assert response.status_code == 409
    assert "<h1>Not saved</h1>" in response.text
    assert 'href="/roadmaps/"' in response.text


def test_a_cookie_that_did_not_come_back_is_answered_not_saved_in_place(client, db):
    pressed = {"state": "done"}
    checked = client.post(address(make_step()), pressed, headers=HTMX).url
    client.cookies.clear()

    assert client.post(checked, pressed, headers=HTMX).status_code == 409


def test_later_presses_of_a_guest_lead_straight_back(client, rf, db):
    one, other = make_step(), make_step()
    hold(client, {one: State.DONE})

    response = press(client, other, "known", next="/roadmaps/")

    assert response.url == f"/roadmaps/#{other.slug}"
    assert held(client, rf) == {one.slug: State.DONE, other.slug: State.KNOWN}


def test_a_guest_undoes(client, rf, db):
    step = make_step()
    hold(client, {step: State.DOING})
    press(client, step, "done")

    client.post(address(step), {"undo": "doing"}, headers=OURS)

    assert held(client, rf) == {step.slug: State.DOING}


def test_a_guest_takes_a_roadmap_in_hand(client, db):
    roadmap = make_roadmap(1)

    response = client.post(
        "/progress/roadmap/",
        {"roadmap": roadmap.slug, "next": "/my/"},
        headers=OURS,
        follow=True,
    )

    assert f'href="/roadmaps/{roadmap.slug}/"' in response.text
    assert response.redirect_chain[-1] == ("/my/", 303)


def test_a_full_browser_refuses_in_words_and_offers_an_account(client, db):
    hold_as_much_as_fits(client)

    response = press(
        client, make_step(slug="something-new-that-no-longer-fits-q7x2v9"), next="/my/"
    )

    assert response.status_code == 413
    assert "this browser’s storage is full" in response.text
    assert "/accounts/signup/?next=/my/" in response.text
    assert COOKIE_NAME not in response.cookies


@pytest.mark.parametrize(
    "value",
    [
        "nonsense",
        "x" * 4000,
        pack_cookie(GuestProgress({"sql": State.DONE}))[:-3],
        "1.x:y:z",
    ],
)
def test_a_press_over_a_broken_cookie_starts_anew(client, rf, db, value):
    step = make_step()
    client.cookies[COOKIE_NAME] = value

    response = press(client, step, "done")

    assert response.status_code == 303
    assert held(client, rf) == {step.slug: State.DONE}


def test_a_first_press_that_is_not_kept_leads_to_no_other_site(client, db):
    pressed = {"state": "done", "next": "https://evil.example/"}

    response = client.post(f"{address(make_step())}?probed=1", pressed, headers=OURS)

    assert (response.status_code, "evil" in response.text) == (409, False)


@pytest.mark.parametrize("touched", [1, 64])
@pytest.mark.parametrize("in_place", [True, False])
def test_a_press_of_a_guest_costs_no_query(client, db, settings, touched, in_place):
    settings.CONTENT_VERSION_SECONDS = 60
    roadmap = make_roadmap(touched)
    hold(client, dict.fromkeys(roadmap.steps.all(), State.DOING))
    ContentVersion.expire_current()
    step = roadmap.steps.first()
    press_in_place(client, step, "known", roadmap)

    with CaptureQueriesContext(connection) as queries:
        response = (
            press_in_place(client, step, "done", roadmap)
            if in_place
            else press(client, step, "done")
        )

    assert (response.status_code, len(queries)) == (200 if in_place else 303, 0)
