"""A mail server that is down: the page says so, whoever asks, and one button sends the mail once the server is back."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client

from accounts.models import StepProgress, User
from accounts.sign_in import mail_failure
from accounts.tests.mails import link_in
from accounts.tests.pressing import post
from guide.tests.factory import make_step
from tests.people import PASSWORD
from web.turns import Turns

SIGN_UP, SIGN_IN, RESET, EMAIL = (
    f"/accounts/{page}/" for page in ("signup", "login", "password/reset", "email")
)
NEW = "quieter-lantern-8"


class DeadBackend(EmailBackend):
    def send_messages(self, messages):
        raise ConnectionRefusedError(111, "Connection refused")


@pytest.fixture(autouse=True)
def mail_server(db, settings):
    """Down; `mail_server()` brings it back."""

    def back():
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    settings.EMAIL_BACKEND = f"{__name__}.DeadBackend"
    return back


def press_again(client, response):
    form = re.search(
        r'method="post" action="([^"]+accounts/[^"]+)">.*?name="email" value="([^"]*)"',
        response.text,
        re.DOTALL,
    )
    return client.post(form[1], {"email": form[2], "action_send": ""})


def sign_up(client, email="new@example.org", prefix=""):
    form = {"email": email, "password1": PASSWORD, "next": "/roadmaps/"}
    return client.post(prefix + SIGN_UP, form, follow=True)


def without_token(response):
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.text)


def test_a_sign_up_waits_in_its_browser_until_the_mail_leaves(
    client, mail_server, mailoutbox
):
    step = make_step()
    post(
        client,
        f"/progress/steps/{step.slug}/",
        {"state": "done"},
        headers={"Sec-Fetch-Site": "same-origin"},
    )

    response = sign_up(client)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "60")
    assert "The email could not be sent" in response.text
    again = press_again(client, response)
    assert (again.status_code, "signing in sends a new link" in again.text) == (
        503,
        True,
    )

    mail_server()
    assert press_again(client, again).url == "/accounts/confirm-email/"
    assert client.post(link_in(mailoutbox[0])).url == "/roadmaps/"
    assert [
        *StepProgress.objects.values_list("user__email", "step__slug", "state")
    ] == [("new@example.org", step.slug, "done")]


def test_nothing_tells_who_has_an_account(learner):
    known, new = (Client(), Client())
    answers = [
        sign_up(known, "learner@example.org"),
        sign_up(new, "learned@example.org"),
    ]
    resets = [
        Client().post(RESET, {"email": email})
        for email in ("learner@example.org", "someone@example.org")
    ]

    for pair in (
        answers,
        [press_again(known, answers[0]), press_again(new, answers[1])],
        resets,
    ):
        assert [answer.status_code for answer in pair] == [503, 503]
        one, other = (
            re.sub(r"(learner|learned|someone)@", "x@", without_token(answer))
            for answer in pair
        )
        assert one == other


def test_a_mistyped_address_is_left_for_another_one(client, mail_server, mailoutbox):
    assert (
        'href="/accounts/signup/">Use another address'
        in sign_up(client, "mistyped@example.org").text
    )
    mail_server()

    assert client.get(SIGN_UP).status_code == 200
    sign_up(client, "right@example.org")
    assert client.post(link_in(mailoutbox[0])).url == "/roadmaps/"


def test_in_chinese(client):
    response = sign_up(client, prefix="/zh-hans")

    assert response.status_code == 503
    assert "邮件没有发出去" in response.text
    assert 'action="/zh-hans/accounts/confirmation-mail/"' in response.text


def test_a_sign_in_sends_the_link_that_did_not_leave(client, mail_server, mailoutbox):
    sign_up(client)
    mail_server()

    response = Client().post(
        SIGN_IN, {"login": "new@example.org", "password": PASSWORD}
    )

    assert response.url == "/accounts/confirm-email/"
    assert [mail.to for mail in mailoutbox] == [["new@example.org"]]


def test_a_forgotten_password_is_asked_for_again(
    client, learner, mail_server, mailoutbox
):
    response = client.post(f"{RESET}?next=/roadmaps/", {"email": learner.email})
    assert "signing in sends" not in response.text
    mail_server()

    assert press_again(client, response).url == "/accounts/password/reset/done/"
    assert "next=%2Froadmaps%2F" in link_in(mailoutbox[0])


def test_a_new_address_waits_until_the_mail_leaves(
    client, learner, mail_server, mailoutbox
):
    client.force_login(learner)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    response = client.post(EMAIL, {"email": "new@example.org", "action_add": ""})
    assert response.status_code == 503
    mail_server()

    assert press_again(client, response).url == EMAIL
    client.post(link_in(mailoutbox[0]))

    assert [*EmailAddress.objects.values_list("email", "verified")] == [
        ("new@example.org", True)
    ]


def test_what_a_mail_only_tells_of_happens_without_it(client, learner):
    client.force_login(learner)

    response = client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW},
    )

    assert response.status_code == 302
    assert User.objects.get().check_password(NEW)


def test_the_log_names_what_went_wrong_and_nobody(client, caplog):
    sign_up(client)

    assert [
        record.getMessage() for record in caplog.records if record.levelname == "ERROR"
    ][:1] == ["A mail did not leave: ConnectionRefusedError"]
    assert "new@example.org" not in caplog.text


def test_without_a_sign_up_the_button_leads_to_the_sign_in(client):
    assert (
        client.post(
            "/accounts/confirmation-mail/", {"email": "learner@example.org"}
        ).url
        == SIGN_IN
    )
    assert client.get("/accounts/confirmation-mail/").url == SIGN_IN


def test_a_mail_server_that_hangs_holds_two_threads_and_the_next_hear_so_soon(
    client, monkeypatch, mailoutbox
):
    turns = Turns(2, patience=0.05)
    monkeypatch.setattr(mail_failure, "mail_turns", turns)
    assert turns.take()
    assert turns.take()

    response = sign_up(client)

    assert (response.status_code, mailoutbox) == (503, [])
    assert "new@example.org" in response.text
    turns.give_back()
    turns.give_back()
    assert sign_up(Client(), "newer@example.org").status_code == 503
    assert turns.free == 2
