"""Making an account: by a link in a mail, back to where one was, and without telling who has an account."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.core.context import request_context
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.sign_in.forms import SignupForm
from accounts.tests.mails import link_in
from tests.people import PASSWORD

SIGN_UP = "/accounts/signup/"
CHECK_MAIL = "/accounts/confirm-email/"


def sign_up(client=None, email="new@example.org", prefix="", **fields):
    return (client or Client()).post(
        prefix + SIGN_UP, {"email": email, "password1": PASSWORD, **fields}
    )


class CountingHasher(MD5PasswordHasher):
    made = 0

    def encode(self, password, salt):
        CountingHasher.made += 1
        return super().encode(password, salt)


def late_form(rf, client, email):
    """A form that found its address free, and a request that carries a session."""
    form = SignupForm({"email": email, "password1": PASSWORD})
    assert form.is_valid()
    request = rf.post(SIGN_UP)
    request.session, request.user, request.allauth = (
        client.session,
        AnonymousUser(),
        None,
    )
    request._messages = CookieStorage(request)
    return form, request


def is_signed_in(client):
    return "_auth_user_id" in client.session


def test_an_account_is_ready_with_the_link_of_the_mail(db, client, mailoutbox):
    response = sign_up(client, "New@Example.org", next="/roadmaps/?page=2")
    assert (response.status_code, response.url) == (302, CHECK_MAIL)
    assert not is_signed_in(client)

    link = link_in(mailoutbox[0])
    assert client.get(link).status_code == 200
    assert (
        not EmailAddress.objects.get().verified
    )  # a mail scanner that opens the link confirms nothing

    assert client.post(link).url == "/roadmaps/?page=2"
    assert is_signed_in(client)
    assert (
        User.objects.get().email
        == EmailAddress.objects.get(verified=True, primary=True).email
        == "new@example.org"
    )


def test_in_another_browser_the_link_leads_to_the_sign_in_page_and_from_there_back(
    db, client, mailoutbox
):
    sign_up(next="/roadmaps/")

    to_sign_in = client.post(link_in(mailoutbox[0])).url
    back = client.post(to_sign_in, {"login": "new@example.org", "password": PASSWORD})

    assert to_sign_in == "/accounts/login/?next=%2Froadmaps%2F"
    assert back.url == "/roadmaps/"


def test_a_link_works_once(db, mailoutbox):
    sign_up()
    link = link_in(mailoutbox[0])
    Client().post(link)

    again = Client().get(link)

    assert again.status_code == 200
    assert "This link no longer works" in again.text
    assert Client().post(link).status_code == 404


def test_nobody_gets_in_unconfirmed_and_trying_sends_a_new_link(db, client, mailoutbox):
    sign_up()
    EmailAddress.objects.get()
    from_the_start = len(mailoutbox)

    response = client.post(
        "/accounts/login/", {"login": "new@example.org", "password": PASSWORD}
    )

    assert response.url == CHECK_MAIL
    assert not is_signed_in(client)
    assert (
        len(mailoutbox) == from_the_start
    )  # within a minute of the first one there is no second


def test_a_known_address_is_answered_like_a_new_one(learner, mailoutbox):
    def answer(email):
        client = Client()
        with CaptureQueriesContext(connection) as queries:
            response = sign_up(client, email)
        page = re.sub(
            'name="csrfmiddlewaretoken" value="[^"]*"',
            "",
            client.get(response.url).text,
        )
        shown = page.replace(email, "").partition("local-mail")[0]
        return (
            response.status_code,
            response.url,
            sorted(client.cookies),
            shown,
            len(queries),
        )

    known, new = answer("learner@example.org"), answer("new@example.org")

    assert known[:4] == new[:4]
    assert abs(known[4] - new[4]) <= 20
    assert [mail.to for mail in mailoutbox] == [
        ["learner@example.org"],
        ["new@example.org"],
    ]
    assert [mail.subject for mail in mailoutbox] == [
        "You already have an account",
        "Confirm your email address",
    ]
    assert User.objects.count() == 2


def test_a_known_address_costs_a_password_hash_like_a_new_one(learner, settings):
    settings.PASSWORD_HASHERS = ["accounts.tests.sign_in.test_sign_up.CountingHasher"]
    CountingHasher.made = 0
    sign_up(email="learner@example.org")
    for_known = CountingHasher.made
    sign_up(email="new@example.org")

    assert (for_known, CountingHasher.made - for_known) == (1, 1)


def test_two_who_sign_up_in_the_same_moment_make_one_account(rf, db, client):
    form, request = late_form(rf, client, "new@example.org")
    User.objects.create_user("new@example.org", PASSWORD)

    with request_context(request):
        user, response = form.try_save(request)

    assert user is None
    assert response.url == CHECK_MAIL
    assert User.objects.count() == 1


def test_an_address_that_somebody_only_wants_to_change_to_keeps_nobody_out(
    learner, client, mailoutbox
):
    EmailAddress.objects.create(user=learner, email="new@example.org")

    sign_up(client)
    client.post(link_in(mailoutbox[0]))

    assert User.objects.get(email="new@example.org").emailaddress_set.get().verified


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"email": "nonsense"}, "Enter a valid email address."),
        (
            {"email": f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.org"},
            "at most 254 characters",
        ),
        ({"password1": "short"}, "This password is too short."),
        ({"password1": "new@example.org"}, "The password is too similar"),
        ({"password1": ""}, "This field is required."),
        ({"email": "a\0@example.org"}, "Null characters are not allowed."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(db, client, fields, fault):
    response = sign_up(client, **fields)

    assert response.status_code == 200
    assert fault in response.text
    assert User.objects.count() == 0


def test_one_address_makes_twenty_accounts_a_minute_at_most(db, settings):
    limits = settings.ACCOUNT_RATE_LIMITS
    settings.ACCOUNT_RATE_LIMITS = {**limits, "signup": "2/m/ip"}

    answers = [sign_up(email=f"new-{n}@example.org").status_code for n in range(3)]

    assert answers == [302] * 2 + [429]
    assert limits["signup"] == "20/m/ip"


def test_the_links_of_mails_come_from_the_settings_and_keep_the_language(
    db, settings, mailoutbox
):
    settings.SITE_URL = "https://careerpath.example"

    sign_up(prefix="/zh-hans")

    assert (
        "https://careerpath.example/zh-hans/accounts/confirm-email/"
        in mailoutbox[0].body
    )
    assert "testserver" not in mailoutbox[0].body


def test_on_ones_own_machine_the_page_shows_the_link_of_the_mail(
    db, client, mailoutbox
):
    response = sign_up(client)

    assert link_in(mailoutbox[0]) in client.get(response.url).text
    assert "local-mail" not in Client().get(CHECK_MAIL).text


def test_on_the_real_site_the_page_never_shows_the_link(
    db, client, settings, mailoutbox
):
    settings.LOCAL = False
    response = sign_up(client)

    assert link_in(mailoutbox[0]) not in client.get(response.url).text
    assert "local_link" not in client.session

    session = client.session
    session["local_link"] = "http://localhost/left-over"
    session.save()
    assert "left-over" not in client.get(CHECK_MAIL).text
