"""Signing in: who gets in, how often one may guess, and where one ends up."""

import re
import time
from itertools import repeat

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.sign_in.password_limits import DEVICE_COOKIE
from tests.people import PASSWORD

HERE = "198.51.100.1"
SIGN_IN = "/accounts/login/"


class Clock:
    def __init__(self):
        self.now = time.time()

    def __call__(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(time, "time", clock)
    return clock


def sign_in(
    client=None,
    email="learner@example.org",
    password=PASSWORD,
    address=HERE,
    path=SIGN_IN,
):
    return (client or Client()).post(
        path, {"login": email, "password": password}, REMOTE_ADDR=address
    )


def guess(times, addresses=HERE, **options):
    addresses = repeat(addresses) if isinstance(addresses, str) else addresses
    return [
        sign_in(password=f"wrong-{n}", address=address, **options).status_code
        for n, address in zip(range(times), addresses, strict=False)
    ]


def crowd(number):
    return [f"203.0.113.{n}" for n in range(number)]


def test_ten_wrong_passwords_a_minute_then_wait(learner, clock):
    assert guess(12) == [200] * 10 + [429] * 2

    clock.now += 61
    assert guess(1) == [200]


def test_waiting_is_asked_for_in_words_and_in_a_header(learner):
    guess(10)

    english, chinese = (
        sign_in(password="wrong"),
        sign_in(password="wrong", path="/zh-hans/accounts/login/"),
    )

    assert english.headers["Retry-After"] == chinese.headers["Retry-After"] == "60"
    assert "One moment, please" in english.text
    assert 'lang="zh-Hans"' in chinese.text


def test_the_right_password_is_refused_too_where_ten_wrong_ones_came_from(learner):
    guess(10)

    assert sign_in().status_code == 429


def test_right_passwords_do_not_count(learner):
    guess(9)

    assert [sign_in().status_code for _ in range(5)] == [302] * 5
    assert guess(2) == [200, 429]


def test_a_stranger_cannot_lock_anybody_out(learner):
    guess(12, address := "203.0.113.9")

    assert sign_in(address=address).status_code == 429
    assert sign_in(address=HERE).status_code == 302


def test_a_crowd_of_strangers_gets_ten_answers_a_minute_and_the_owner_gets_in(
    learner, clock
):
    assert guess(30, crowd(30)) == [200] * 10 + [429] * 20

    clock.now += 61
    guess(10, crowd(10))
    assert sign_in().status_code == 302


def test_a_device_that_the_account_knows_is_not_slowed_down_by_strangers(learner):
    device = Client()
    sign_in(device)
    device.post(reverse("account_logout"))

    guess(12, crowd(12))  # ten that count, and a spare one

    assert sign_in(password=PASSWORD).status_code == 429
    assert sign_in(device, password="a typing error").status_code == 200
    assert sign_in(device).status_code == 302


@pytest.mark.parametrize("cookie", ["", "x", "a:b:c", "0" * 5000])
def test_a_forged_device_is_an_unknown_device(learner, cookie):
    guess(12, crowd(12))  # ten that count, and a spare one
    client = Client()
    client.cookies[DEVICE_COOKIE] = cookie

    assert sign_in(client).status_code == 429


def test_the_device_of_one_account_is_unknown_to_another(learner, other_learner):
    device = Client()
    sign_in(device, email="other@example.org")
    device.post(reverse("account_logout"))

    guess(12, crowd(12))  # ten that count, and a spare one

    assert sign_in(device).status_code == 429


def test_one_address_may_not_try_many_accounts(db, settings):
    limits = settings.ACCOUNT_RATE_LIMITS
    settings.ACCOUNT_RATE_LIMITS = {**limits, "login": "3/m/ip"}

    answers = [sign_in(email=f"nobody-{n}@example.org").status_code for n in range(4)]

    assert answers == [200] * 3 + [429]
    assert limits["login"] == "30/m/ip"


def test_an_unknown_address_is_answered_like_a_known_one(learner):
    def answer(email):
        with CaptureQueriesContext(connection) as queries:
            response = sign_in(email=email, password="wrong")
        text = re.sub('name="csrfmiddlewaretoken" value="[^"]*"', "", response.text)
        return response.status_code, text.replace(email, ""), len(queries)

    known, unknown = answer("learner@example.org"), answer("nobody@example.org")

    assert known[:2] == unknown[:2]
    assert abs(known[2] - unknown[2]) <= 1


def test_an_unknown_account_is_limited_like_a_known_one(db):
    assert guess(12, email="nobody@example.org") == [200] * 10 + [429] * 2


@pytest.mark.parametrize(
    ("asked", "led_to"),
    [
        ("/roadmaps/", "/roadmaps/"),
        ("/zh-hans/roadmaps/?page=2", "/zh-hans/roadmaps/?page=2"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("http://testserver.evil.example/", "/"),
    ],
)
def test_signing_in_leads_back_and_never_to_another_site(
    client, learner, asked, led_to
):
    response = client.post(
        SIGN_IN, {"login": learner.email, "password": PASSWORD, "next": asked}
    )

    assert response.url == led_to


def test_signing_in_in_chinese_stays_chinese(client, learner):
    assert sign_in(client, path="/zh-hans/accounts/login/").url == "/zh-hans/"


@pytest.mark.parametrize("email", ["LEARNER@example.org", " learner@example.org "])
def test_capitals_and_spaces_in_the_address_do_not_matter(client, learner, email):
    assert sign_in(client, email=email).status_code == 302


def test_the_admin_has_no_sign_in_of_its_own(client, learner):
    guest = client.get("/admin/guide/course/", follow=True)
    client.force_login(learner)

    assert (
        guest.redirect_chain[-1][0]
        == "/accounts/login/?next=%2Fadmin%2Fguide%2Fcourse%2F"
    )
    assert client.get("/admin/login/").status_code == 403


@pytest.mark.parametrize(
    ("path", "admin"),
    [(SIGN_IN, "/admin/"), (f"/zh-hans{SIGN_IN}", "/zh-hans/admin/")],
)
def test_the_admin_opens_in_the_language_of_the_sign_in(client, editor, path, admin):
    fields = {"login": editor.email, "password": PASSWORD, "next": "/admin/"}

    assert client.post(path, fields).url == admin


def test_the_admin_has_no_password_page_of_its_own(client, editor):
    client.force_login(editor)

    assert client.get("/admin/password_change/").url == reverse(
        "account_change_password"
    )
    assert (
        client.post("/admin/password_change/", {"old_password": "wrong"}).status_code
        == 302
    )


def test_guesses_at_the_reauthentication_count_as_well(client, learner):
    client.force_login(learner)
    answers = [
        client.post(
            reverse("account_reauthenticate"), {"password": "wrong"}
        ).status_code
        for _ in range(11)
    ]

    assert answers == [200] * 10 + [429]


def test_somebody_switched_off_does_not_get_in(client, learner):
    learner.is_active = False
    learner.save()

    assert sign_in(client).url == reverse("account_inactive")
    assert "_auth_user_id" not in client.session
