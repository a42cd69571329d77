"""What a browser holds becomes that of an account: brought over at sign-up, asked about at sign-in."""

import pytest
from allauth.account.models import EmailAddress

from accounts.models import By, Learner, ProgressEvent, State, StepProgress, User
from accounts.progress.guest_cookie import COOKIE_NAME
from accounts.tests.mails import link_in
from accounts.tests.pressing import held, hold, press
from guide.tests.factory import make_roadmap, make_step
from tests.people import PASSWORD

pytestmark = pytest.mark.both_databases

SIGN_IN, SIGN_UP = "/accounts/login/", "/accounts/signup/"


def states(user):
    return {
        row.step: row.state
        for row in StepProgress.objects.for_user(user).select_related("step")
    }


def sign_in(client, user, next="/roadmaps/"):
    return client.post(
        SIGN_IN, {"login": user.email, "password": PASSWORD, "next": next}
    )


def has_cookie(client):
    return bool(client.cookies.get(COOKIE_NAME) and client.cookies[COOKIE_NAME].value)


@pytest.fixture
def steps(db):
    return [make_step() for _ in range(3)]


# At sign-up


def test_sign_up_brings_the_ticks_along_and_keeps_the_cookie(client, steps, mailoutbox):
    roadmap = make_roadmap(1)
    hold(client, {steps[0]: State.DONE, steps[1]: State.SKIPPED}, roadmap.slug)

    client.post(SIGN_UP, {"email": "new@example.org", "password1": PASSWORD})

    user = User.objects.get(email="new@example.org")
    assert states(user) == {steps[0]: "done", steps[1]: "skipped"}
    assert set(ProgressEvent.objects.values_list("by", flat=True)) == {By.SIGN_UP}
    assert Learner.objects.get(user=user).roadmap == roadmap
    assert has_cookie(client)


def test_the_first_sign_in_after_it_clears_the_cookie_and_leads_back(
    client, steps, mailoutbox
):
    hold(client, {steps[0]: State.DONE})
    client.post(
        SIGN_UP,
        {
            "email": "new@example.org",
            "password1": PASSWORD,
            "next": "/roadmaps/?page=2",
        },
    )

    response = client.post(link_in(mailoutbox[0]))

    assert response.url == "/roadmaps/?page=2"
    assert not has_cookie(client)
    assert states(User.objects.get()) == {steps[0]: "done"}


def test_sign_up_brings_along_what_was_chosen_for_the_whole_site(
    client, db, mailoutbox
):
    client.cookies["choices"] = "GB..6"

    client.post(SIGN_UP, {"email": "new@example.org", "password1": PASSWORD})

    mine = Learner.objects.get(user__email="new@example.org")
    assert (mine.hours_a_week, mine.country, mine.currency) == (6, "GB", "")


def test_a_sign_in_changes_no_choice_of_the_account(client, learner):
    client.cookies["choices"] = "GB.GBP.6"

    sign_in(client, learner)

    assert not Learner.objects.filter(user=learner, hours_a_week=6).exists()


def test_sign_up_with_a_known_address_brings_nothing_to_its_owner(
    client, steps, learner
):
    hold(client, {steps[0]: State.DONE})

    client.post(SIGN_UP, {"email": learner.email, "password1": PASSWORD})

    assert (states(learner), has_cookie(client)) == ({}, True)


@pytest.mark.parametrize("value", ["nonsense", "x" * 5000])
def test_a_broken_cookie_does_not_stop_a_sign_up(client, db, value, mailoutbox):
    client.cookies[COOKIE_NAME] = value

    client.post(SIGN_UP, {"email": "new@example.org", "password1": PASSWORD})

    assert EmailAddress.objects.filter(email="new@example.org").exists()


# At sign-in


def test_sign_in_asks_about_what_the_account_does_not_hold(client, steps, learner):
    StepProgress.objects.set_state(learner, steps[0], State.DONE)
    hold(
        client, {steps[0]: State.DOING, steps[1]: State.KNOWN, steps[2]: State.SKIPPED}
    )

    response = sign_in(client, learner)
    question = client.get(response.url)

    assert response.url == "/my/browser/?next=%2Froadmaps%2F"
    assert "This browser holds 2 ticks that your account does not have" in question.text
    assert (steps[0].name_en in question.text, steps[1].name_en in question.text) == (
        False,
        True,
    )
    assert states(learner) == {steps[0]: "done"}
    assert has_cookie(client)


def test_added_ticks_are_merged_and_the_cookie_goes(client, steps, learner):
    roadmap = make_roadmap(1)
    StepProgress.objects.set_state(learner, steps[0], State.DONE)
    hold(client, {steps[0]: State.DOING, steps[1]: State.KNOWN}, roadmap.slug)
    sign_in(client, learner)

    response = client.post("/my/browser/", {"choice": "add", "next": "/roadmaps/"})

    assert response.url == "/roadmaps/"
    assert "Added to your account." in client.get(response.url).text
    assert states(learner) == {steps[0]: "done", steps[1]: "known"}
    assert Learner.objects.get().roadmap == roadmap
    assert not has_cookie(client)


def test_ticks_that_are_left_stay_in_the_browser(client, rf, steps, learner):
    hold(client, {steps[1]: State.KNOWN})
    sign_in(client, learner)

    response = client.post("/my/browser/", {"choice": "leave", "next": "/roadmaps/"})

    assert (response.url, states(learner)) == ("/roadmaps/", {})
    assert held(client, rf) == {steps[1].slug: State.KNOWN}


def test_adding_twice_is_adding_once(client, steps, learner):
    hold(client, {steps[1]: State.KNOWN})
    sign_in(client, learner)
    cookie = client.cookies[COOKIE_NAME].value
    client.post("/my/browser/", {"choice": "add"})
    client.cookies[COOKIE_NAME] = cookie

    client.post("/my/browser/", {"choice": "add"})

    assert ProgressEvent.objects.count() == 1


def test_nothing_new_is_not_asked_about_and_the_cookie_goes(client, steps, learner):
    StepProgress.objects.set_state(learner, steps[0], State.DONE)
    hold(client, {steps[0]: State.DOING})

    response = sign_in(client, learner)

    assert (response.url, has_cookie(client)) == ("/roadmaps/", False)


def test_a_sign_in_without_ticks_leads_back(client, learner):
    assert sign_in(client, learner, "/steps/x/").url == "/steps/x/"


def test_a_wrong_password_keeps_the_cookie(client, steps, learner):
    hold(client, {steps[0]: State.DOING})

    client.post(SIGN_IN, {"login": learner.email, "password": "wrong-lantern-7"})

    assert has_cookie(client)


def test_the_question_leads_to_no_other_site(client, steps, learner):
    hold(client, {steps[0]: State.DONE})
    client.force_login(learner)

    assert (
        client.post(
            "/my/browser/", {"choice": "leave", "next": "https://evil.example/"}
        ).url
        == "/my/"
    )
    assert (
        "evil" not in client.get("/my/browser/", {"next": "https://evil.example/"}).text
    )


def test_a_choice_that_is_none_asks_again(client, steps, learner):
    hold(client, {steps[0]: State.DONE})
    client.force_login(learner)

    response = client.post("/my/browser/", {"choice": "both"})

    assert (response.status_code, states(learner), has_cookie(client)) == (
        200,
        {},
        True,
    )


def test_the_question_is_for_somebody_signed_in(client, steps):
    hold(client, {steps[0]: State.DONE})

    assert client.get("/my/browser/").url.startswith(
        "/accounts/login/?next=/my/browser/"
    )


def test_the_question_is_asked_in_chinese(client, steps, learner):
    hold(client, {steps[0]: State.DONE})
    client.force_login(learner)

    assert steps[0].name_zh in client.get("/zh-hans/my/browser/").text


def test_presses_before_the_mail_is_read_are_not_lost(client, steps, mailoutbox):
    hold(client, {steps[0]: State.DOING})
    client.post(
        SIGN_UP,
        {"email": "new@example.org", "password1": PASSWORD, "next": "/roadmaps/"},
    )
    press(client, steps[1], "done")

    response = client.post(link_in(mailoutbox[0]))

    assert response.url == "/my/browser/?next=%2Froadmaps%2F"
