"""The second step: codes of an authenticator app, recovery codes, keys."""

import json
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from django.urls import reverse

from accounts.tests.keys import make_key
from tests.people import PASSWORD

SIGN_IN = "/accounts/login/"
SECOND = "/accounts/2fa/authenticate/"


def code_of(secret):
    return format_hotp_value(
        hotp_value(secret, next(iter(yield_hotp_counters_from_time())))
    )


@pytest.fixture
def secret(learner):
    secret = generate_totp_secret()
    TOTP.activate(learner, secret)
    return secret


@pytest.fixture
def halfway(client, learner, secret):
    """Somebody who has typed the right password and is asked for the code."""
    response = client.post(
        f"{SIGN_IN}?next=/roadmaps/", {"login": learner.email, "password": PASSWORD}
    )
    assert response.url == SECOND
    return client


def test_the_code_of_the_app_is_the_second_step(halfway, secret):
    assert "_auth_user_id" not in halfway.session

    response = halfway.post(SECOND, {"code": code_of(secret)})

    assert response.url == "/roadmaps/"
    assert "_auth_user_id" in halfway.session


def test_the_code_counts_in_full_width_digits_and_with_blanks(halfway, secret):
    code = code_of(secret).translate(
        str.maketrans("0123456789", "０１２３４５６７８９")
    )

    response = halfway.post(SECOND, {"code": f"{code[:3]}　{code[3:]}\u200e"})

    assert response.url == "/roadmaps/"


def test_a_key_is_offered_only_to_whoever_has_one(halfway, learner):
    without = halfway.get(SECOND).text
    make_key(learner)
    having = halfway.get(SECOND).text

    assert ["data-passkey>" in page for page in (without, having)] == [False, True]
    assert ["mfa_webauthn_authenticate" in page for page in (without, having)] == [
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("address", "encoding"),
    [
        ("/accounts/2fa/totp/activate/", None),
        ("/zh-hans/accounts/2fa/totp/activate/", None),
        ("/accounts/2fa/webauthn/add/", None),
        ("/accounts/confirm-email/KEY/", None),
        ("/accounts/password/reset/key/1-set-password/", None),
        ("/accounts/email/", "br"),
    ],
)
def test_pages_with_secrets_are_not_compressed(signed_in, address, encoding):
    signed_in.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    response = signed_in.get(address, headers={"Accept-Encoding": "br"})

    assert (response.status_code, response.headers.get("Content-Encoding")) == (
        200,
        encoding,
    )


def test_recovery_codes_are_not_compressed(signed_in, learner, secret):
    RecoveryCodes.activate(learner)
    signed_in.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    response = signed_in.get(
        "/accounts/2fa/recovery-codes/", headers={"Accept-Encoding": "br"}
    )

    assert response.status_code == 200
    assert "Content-Encoding" not in response.headers


def test_five_wrong_codes_a_minute_then_wait(halfway):
    answers = [halfway.post(SECOND, {"code": "000000"}) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert answers[-1].headers["Retry-After"] == "60"


def test_a_recovery_code_works_once(halfway, learner):
    code = RecoveryCodes.activate(learner).get_unused_codes()[0]

    assert halfway.post(SECOND, {"code": code}).status_code == 302

    again = Client()
    again.post(SIGN_IN, {"login": learner.email, "password": PASSWORD})
    assert again.post(SECOND, {"code": code}).status_code == 200


@pytest.mark.parametrize(
    "code", ["", "é", "１２３４５６", "-1", "0" * 100_000, "\0", "0x1F"]
)
def test_no_odd_code_breaks_the_page_or_opens_the_account(halfway, learner, code):
    RecoveryCodes.activate(learner)

    assert halfway.post(SECOND, {"code": code}).status_code == 200
    assert "_auth_user_id" not in halfway.session


@pytest.mark.usefixtures("template_contexts")
def test_setting_up_the_app_gives_recovery_codes_and_writes_a_mail(
    client, learner, mailoutbox, django_capture_on_commit_callbacks
):
    client.force_login(learner)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret

    assert (
        client.post(reverse("mfa_activate_totp"), {"code": "000000"}).status_code == 200
    )
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})

    assert response.url == reverse("mfa_view_recovery_codes")
    assert client.get(response.url).text.count("<code>") == 10
    assert [mail.subject for mail in mailoutbox] == ["The authenticator app is on"]


@pytest.mark.parametrize(
    "credential",
    [
        "",
        "nonsense",
        "[]",
        "1",
        '"x"',
        "{}",
        "null",
        '{"response": {}}',
        '{"response": {"userHandle": 1}}',
        '{"response": {"userHandle": "enp6enp6enp6enp6eg"}}',
        '{"id": "a", "rawId": "a", "response": {"userHandle": "MQ", "clientDataJSON": "e30", "signature": ""}}',
        '{"id": "a", "rawId": "a", "type": "x", "response": {"clientDataJSON": "e30", "attestationObject": "oA"}}',
        '{"id": "YQ", "rawId": "YQ", "response": {"clientDataJSON": "AAAA", "attestationObject": "_w"}}',
        json.dumps({"response": {"userHandle": "x" * 10000}}),
        "[" * 5000,
        '{"id": NaN}',
    ],
)
def test_a_key_that_sends_nonsense_breaks_no_page(client, learner, credential):
    make_key(learner)
    guest = client.post(reverse("mfa_login_webauthn"), {"credential": credential})
    client.force_login(learner)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.get(reverse("mfa_add_webauthn"))

    added = client.post(
        reverse("mfa_add_webauthn"), {"credential": credential, "name": "x"}
    )
    shown_again = client.post(
        reverse("mfa_reauthenticate_webauthn"), {"credential": credential}
    )

    assert (guest.status_code, added.status_code, shown_again.status_code) == (
        302,
        200,
        302,
    )
    assert Authenticator.objects.count() == 1


def test_a_key_can_be_renamed_and_removed(client, learner, mailoutbox):
    key = make_key(learner)
    client.force_login(learner)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    client.post(reverse("mfa_edit_webauthn", args=[key.pk]), {"name": "<b>Laptop</b>"})
    listed = client.get(reverse("mfa_list_webauthn")).text
    client.post(reverse("mfa_remove_webauthn", args=[key.pk]))

    assert "&lt;b&gt;Laptop&lt;/b&gt;" in listed
    assert not Authenticator.objects.exists()
    assert [mail.subject for mail in mailoutbox] == ["A key was removed"]


def test_the_passkey_belongs_to_the_site_of_the_settings(client, learner, settings):
    settings.SITE_URL = "https://careerpath.example"

    options = client.get(
        reverse("mfa_login_webauthn"), headers={"accept": "application/json"}
    ).json()

    assert options["request_options"]["publicKey"]["rpId"] == "careerpath.example"


def test_half_a_sign_in_is_forgotten_after_a_while(halfway, secret, monkeypatch):
    later = time.time() + 3600
    monkeypatch.setattr(time, "time", lambda: later)

    assert halfway.post(SECOND, {"code": code_of(secret)}).url == SIGN_IN
