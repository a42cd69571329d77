"""A visitor sets the state of a step: by plain post, with or without an account."""

import hashlib

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Learner, ProgressEvent, State, StepProgress
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


def states(user):
    return dict(StepProgress.objects.for_user(user).values_list("step__slug", "state"))


def hold_as_much_as_fits(client):
    guest = GuestProgress()
    while len(COOKIE_NAME) + 1 + len(pack_cookie(guest)) <= MAX_BYTES:
        client.cookies[COOKIE_NAME] = pack_cookie(guest)
        guest = guest.with_state(
            hashlib.sha256(str(len(guest.states)).encode()).hexdigest()[:20], State.DONE
        )


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


def test_a_first_press_that_is_not_kept_leads_to_no_other_site(client, db):
    pressed = {"state": "done", "next": "https://evil.example/"}

    response = client.post(f"{address(make_step())}?probed=1", pressed, headers=OURS)

    assert (response.status_code, "evil" in response.text) == (409, False)


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


# From where


@pytest.fixture
def strict(learner):
    client = Client(enforce_csrf_checks=True)
    client.force_login(learner)
    return client


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://testserver"}]
)
def test_a_press_from_our_page_needs_no_token(strict, learner, headers):
    step = make_step()

    assert press(strict, step, headers=headers).status_code == 303
    assert states(learner) == {step.slug: "doing"}


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
        {"Origin": "https://evil.example"}, {"Origin": "https://testserver"}, {"Origin": "null"},
        {"Origin": "http://testserver.evil.example"}, {},
    ],
)  # fmt: skip
def test_a_press_from_another_site_is_refused_and_kept_for_one_more_press(
    strict, learner, headers
):
    step = make_step()

    response = press(strict, step, "done", headers=headers, next="/my/")

    assert (response.status_code, states(learner)) == (403, {})
    assert '<input type="hidden" name="state" value="done">' in response.text
    assert '<input type="hidden" name="next" value="/my/">' in response.text

    token = response.context["csrf_token"]
    again = strict.post(
        address(step),
        {"state": "done", "next": "/my/", "csrfmiddlewaretoken": str(token)},
    )
    assert (again.status_code, states(learner)) == (303, {step.slug: "done"})


def test_a_token_does_not_help_another_site(strict, learner):
    token = press(strict, make_step(), headers={}).context["csrf_token"]

    response = press(
        strict,
        make_step(),
        headers={"Sec-Fetch-Site": "cross-site"},
        csrfmiddlewaretoken=str(token),
    )

    assert (response.status_code, states(learner)) == (403, {})


def test_another_site_presses_for_no_guest_either(db):
    client = Client(enforce_csrf_checks=True)

    response = press(client, make_step(), headers={"Sec-Fetch-Site": "cross-site"})

    assert (response.status_code, COOKIE_NAME in response.cookies) == (403, False)


def test_a_tab_opened_before_sign_in_still_works_after_it(strict, learner):
    """Its form has no token."""
    step = make_step()

    assert press_in_place(strict, step).status_code == 200
    assert states(learner) == {step.slug: "doing"}


# In place


def rows_in(response, roadmap):
    return [
        step.slug
        for step in roadmap.steps.order_by("stops__order")
        if f'id="{step.slug}"' in response.text
    ]


def test_the_answer_holds_every_row_that_changed_and_the_card(signed_in, learner):
    roadmap = make_roadmap(4)
    first, second, *_ = steps = [stop.step for stop in roadmap.stops.in_order()]

    response = press_in_place(signed_in, first, "done", roadmap)

    assert rows_in(response, roadmap) == [
        first.slug,
        second.slug,
    ]  # the second one is next now
    # the two rows, the heading of their stage and what it is for, what is left, how long it takes, and the whole
    assert response.text.count('hx-swap-oob="true"') == 7
    assert "<strong>1 of 4 steps</strong>" in response.text
    assert f'action="/progress/steps/{first.slug}/?seen=done"' in response.text
    assert '<button name="undo" value="not-started"' in response.text

    response = press_in_place(signed_in, steps[3], "doing", roadmap)

    assert rows_in(response, roadmap) == [
        first.slug,
        steps[3].slug,
    ]  # the first one has lost its undo
    assert response.text.count('name="undo"') == 1


def test_a_guest_gets_the_same_answer_as_a_learner(client, learner, rf):
    roadmap = make_roadmap(3)
    first, second, third = [stop.step for stop in roadmap.stops.in_order()]
    guest, member = Client(), Client()
    member.force_login(learner)
    hold(guest, {third: State.KNOWN})
    StepProgress.objects.set_state(learner, third, State.KNOWN)

    answers = [
        press_in_place(visitor, first, "skipped", roadmap)
        for visitor in (guest, member)
    ]

    assert [rows_in(answer, roadmap)[:2] for answer in answers] == [
        [first.slug, second.slug]
    ] * 2
    assert ["<strong>1 of 3 steps</strong>" in answer.text for answer in answers] == [
        True,
        True,
    ]


def test_the_first_press_of_a_guest_is_answered_in_place_too(client, db):
    roadmap = make_roadmap(2)
    step = roadmap.steps.first()

    response = client.post(
        address(step),
        {"state": "done", "roadmap": roadmap.slug, "next": "/"},
        headers=HTMX,
        follow=True,
    )

    assert (response.status_code, rows_in(response, roadmap)[0]) == (200, step.slug)
    assert "Saved in this browser only." in response.text
    # The new row leads back to the same page, also where scripts fail by then.
    assert '<input type="hidden" name="next" value="/">' in response.text


def test_on_its_own_page_a_step_gets_its_buttons(signed_in):
    step = make_step()

    response = press_in_place(signed_in, step, "done")

    assert response.text.startswith(
        f'<div hx-swap-oob="true" id="{step.slug}" class="step-buttons done">'
    )
    assert response.text.count("hx-swap-oob") == 1


def test_an_answer_in_place_speaks_chinese(signed_in):
    roadmap = make_roadmap(1)
    step = roadmap.steps.get()

    response = signed_in.post(
        address(step, "/zh-hans"),
        {"state": "done", "roadmap": roadmap.slug},
        headers=HTMX,
    )

    assert step.name_zh in response.text
    assert f'href="/zh-hans/steps/{step.slug}/?route={roadmap.slug}"' in response.text
