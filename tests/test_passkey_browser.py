"""Passkeys in a real browser with a virtual authenticator, under the policy of the site."""

from itertools import count
from uuid import uuid4

import pytest

from tests.people import PASSWORD, make_person
from tests.served_people import bring_session, inside, new_session

pytestmark = pytest.mark.browser

numbers = count(1)
SAVE = "main form.card button.primary"
PASSKEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Authenticator:
    """The fingerprint reader of a computer, made of software."""

    def __init__(self, page):
        self.devtools = page.context.new_cdp_session(page)
        self.devtools.send("WebAuthn.enable")
        added = self.devtools.send(
            "WebAuthn.addVirtualAuthenticator", {"options": PASSKEY}
        )
        self.number = {"authenticatorId": added["authenticatorId"]}

    def is_the_right_finger(self, right):
        self.devtools.send(
            "WebAuthn.setUserVerified", {**self.number, "isUserVerified": right}
        )


@pytest.fixture
def email():
    return f"passkey-{next(numbers)}-{uuid4().hex[:6]}@example.org"


@pytest.fixture
def signed_in(site, page, email, django_db_blocker):
    """By a session in which the password was given a while ago."""
    with inside(site, django_db_blocker):
        key = new_session(make_person(email), just_signed_in=False)
    bring_session(site, page.context, key)
    page.goto(f"{site.url}/healthz")  # the authenticator belongs to a page of the site
    return page


@pytest.fixture
def authenticator(signed_in):
    return Authenticator(signed_in)


def add_passkey(page, site, prefix=""):
    page.goto(f"{site.url}{prefix}/accounts/2fa/webauthn/add/")
    page.fill("#id_password", PASSWORD)
    page.click(SAVE)
    page.fill("#id_name", "Laptop")
    page.click("#mfa_webauthn_add")
    page.wait_for_selector(".codes")


def sign_out(page, site):
    page.goto(f"{site.url}/accounts/logout/")
    page.click(SAVE)


@pytest.mark.parametrize("prefix", ["", "/zh-hans"], ids=["en", "zh"])
def test_a_passkey_is_made_and_signs_in_alone(site, signed_in, authenticator, prefix):
    add_passkey(signed_in, site, prefix)
    sign_out(signed_in, site)

    signed_in.goto(f"{site.url}{prefix}/accounts/login/?next=/roadmaps/")
    signed_in.click("#passkey_login")
    signed_in.wait_for_url(f"{site.url}/roadmaps/")

    signed_in.goto(f"{site.url}/accounts/2fa/webauthn/")
    assert "Laptop" in signed_in.inner_text(".keys")


def test_a_passkey_is_also_the_second_step_after_the_password(
    site, signed_in, authenticator, email
):
    add_passkey(signed_in, site)
    sign_out(signed_in, site)

    signed_in.goto(f"{site.url}/accounts/login/?next=/roadmaps/")
    signed_in.fill("#id_login", email)
    signed_in.fill("#id_password", PASSWORD)
    signed_in.click(SAVE)
    signed_in.click("#mfa_webauthn_authenticate")

    signed_in.wait_for_url(f"{site.url}/roadmaps/")


def test_a_passkey_shows_once_more_that_it_is_you(site, signed_in, authenticator):
    add_passkey(signed_in, site)
    sign_out(signed_in, site)
    signed_in.goto(f"{site.url}/accounts/login/?next=/accounts/2fa/webauthn/")
    signed_in.click("#passkey_login")
    signed_in.get_by_role("link", name="Remove “Laptop”").click()

    signed_in.get_by_role("link", name="Use a security key").click()
    signed_in.click("#mfa_webauthn_reauthenticate")

    signed_in.wait_for_selector("h1:has-text('Remove a key')")
    signed_in.click(SAVE)
    signed_in.locator("main").get_by_text("You have none yet.").wait_for()


def test_a_passkey_that_fails_says_so_in_words(site, signed_in, authenticator):
    add_passkey(signed_in, site)
    sign_out(signed_in, site)
    signed_in.goto(f"{site.url}/accounts/login/")
    authenticator.is_the_right_finger(False)

    assert not signed_in.is_visible("[data-passkey-failed]")
    signed_in.click("#passkey_login")

    signed_in.wait_for_selector("[data-passkey-failed]:visible", timeout=90_000)


def test_without_scripts_no_button_is_offered_that_cannot_work(site, chromium):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.url}/accounts/login/")

    offered = [page.is_visible("#passkey_login"), page.is_visible(SAVE)]
    context.close()

    assert offered == [False, True]
