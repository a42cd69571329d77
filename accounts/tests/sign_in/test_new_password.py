"""A forgotten password: a link by mail, once, and nothing that tells who has an account."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.tests.mails import link_in
from tests.people import PASSWORD

RESET = "/accounts/password/reset/"
NEW = "quieter-lantern-8"


def ask(email, client=None, prefix="", **fields):
    return (client or Client()).post(prefix + RESET, {"email": email, **fields})


def choose(link, client=None, password=NEW, again=NEW):
    client = client or Client()
    page = client.get(link)
    return (
        client.post(page.url, {"password1": password, "password2": again})
        if page.status_code == 302
        else page
    )


def test_the_link_lets_somebody_choose_a_new_password_and_signs_in(
    learner, client, mailoutbox
):
    assert ask(learner.email, next="/roadmaps/").url == "/accounts/password/reset/done/"

    response = choose(link_in(mailoutbox[0]), client)

    assert response.url == "/roadmaps/"
    assert int(client.session["_auth_user_id"]) == learner.pk
    assert User.objects.get().check_password(NEW)
    assert [mail.subject for mail in mailoutbox] == [
        "Reset your password",
        "Your password was changed",
    ]


def test_the_link_works_once(learner, mailoutbox):
    ask(learner.email)
    link = link_in(mailoutbox[0])
    choose(link)

    assert (
        "This link no longer works" in choose(link, password="another-lantern-9").text
    )
    assert User.objects.get().check_password(NEW)


@pytest.mark.parametrize(
    "key",
    ["1-x", "zzzzzzzzzzzzz-abc-def", "zzzzzzzzzzzzzzzz-abc", "0-set-password", "1-%00"],
)
def test_a_forged_link_is_answered_in_words(learner, client, key):
    response = client.get(f"/accounts/password/reset/key/{key}/")

    assert response.status_code == 200
    assert "This link no longer works" in response.text


def test_a_known_address_is_answered_like_an_unknown_one(learner, mailoutbox):
    def answer(email):
        client = Client()
        with CaptureQueriesContext(connection) as queries:
            response = ask(email, client)
        page = re.sub(
            'name="csrfmiddlewaretoken" value="[^"]*"',
            "",
            client.get(response.url).text,
        )
        shown = page.partition("local-mail")[0]
        return (
            response.status_code,
            response.url,
            sorted(client.cookies),
            shown,
            len(queries.captured_queries),
        )

    known, unknown = answer("learner@example.org"), answer("nobody@example.org")

    assert known[:4] == unknown[:4]
    assert abs(known[4] - unknown[4]) <= 2
    assert [mail.to for mail in mailoutbox] == [
        ["learner@example.org"],
        ["nobody@example.org"],
    ]
    assert mailoutbox[1].subject == "No account with this email address"


def test_the_link_comes_from_the_settings_and_keeps_the_language(
    learner, settings, mailoutbox
):
    settings.SITE_URL = "https://careerpath.example"

    ask(learner.email, prefix="/zh-hans")
    ask("nobody@example.org", prefix="/zh-hans")

    assert (
        "https://careerpath.example/zh-hans/accounts/password/reset/key/"
        in mailoutbox[0].body
    )
    assert "https://careerpath.example/zh-hans/accounts/signup/" in mailoutbox[1].body
    assert "testserver" not in mailoutbox[0].body + mailoutbox[1].body
    assert [mail.subject for mail in mailoutbox] == [
        "【careerpath】重置密码",
        "【careerpath】重置密码：这个邮箱尚未注册",
    ]


def test_a_new_password_by_mail_confirms_the_address_too(db, client, mailoutbox):
    client.post(
        "/accounts/signup/", {"email": "new@example.org", "password1": PASSWORD}
    )
    ask("new@example.org")

    choose(link_in(mailoutbox[1]), client)

    assert EmailAddress.objects.get().verified
    assert "_auth_user_id" in client.session


def test_an_address_that_is_only_wanted_gives_no_way_into_the_account(
    learner, mailoutbox
):
    EmailAddress.objects.create(user=learner, email="wanted@example.org")

    ask("wanted@example.org")

    assert [mail.subject for mail in mailoutbox] == [
        "No account with this email address"
    ]


@pytest.mark.parametrize(
    ("password", "again"), [("short", "short"), (NEW, "different-lantern"), ("", "")]
)
def test_a_weak_or_mistyped_password_is_refused(learner, mailoutbox, password, again):
    ask(learner.email)

    response = choose(link_in(mailoutbox[0]), password=password, again=again)

    assert response.status_code == 200
    assert 'class="form-errors"' in response.text
    assert User.objects.get().check_password(PASSWORD)


def test_one_account_gets_five_mails_a_minute_at_most(learner, mailoutbox):
    answers = [ask(learner.email) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert answers[-1].headers["Retry-After"] == "60"
    assert len(mailoutbox) == 5


def test_a_changed_password_signs_out_everywhere_else(learner, mailoutbox):
    elsewhere, here = Client(), Client()
    for client in (elsewhere, here):
        client.post("/accounts/login/", {"login": learner.email, "password": PASSWORD})

    here.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW},
    )

    assert elsewhere.get(reverse("account_email")).status_code == 302
    assert here.get(reverse("account_email")).status_code == 200
    assert [mail.subject for mail in mailoutbox] == ["Your password was changed"]


def test_the_old_password_may_be_guessed_five_times_a_minute(client, learner):
    client.force_login(learner)
    fields = {"oldpassword": "wrong", "password1": NEW, "password2": NEW}

    answers = [
        client.post(reverse("account_change_password"), fields).status_code
        for _ in range(6)
    ]

    assert answers == [200] * 5 + [429]
