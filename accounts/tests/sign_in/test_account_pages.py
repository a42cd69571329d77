"""Every page of django-allauth: it opens, it stands in our frame, in both languages, for guests and for learners."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from accounts.tests.keys import make_key
from tests.people import PASSWORD

FRAME = '<header class="site">'
OF_ALLAUTH = ("account_", "mfa_", "usersessions_")
NAMES = sorted(
    name
    for name in get_resolver().reverse_dict
    if isinstance(name, str) and name.startswith(OF_ALLAUTH)
)
NEEDS_REAUTHENTICATION = [
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_edit_webauthn",
    "mfa_generate_recovery_codes",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
]


@pytest.fixture(params=["", "/zh-hans"], ids=["en", "zh"])
def prefix(request):
    return request.param


@pytest.fixture
def equipped(client, learner):
    """A learner signed in, with a key, recovery codes and a fresh confirmation that it is them."""
    learner.key = make_key(learner)
    RecoveryCodes.activate(learner)
    client.force_login(learner)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return learner


def address(name, prefix="", key=1):
    arguments = {
        "account_confirm_email": {"key": "used-up"},
        "account_reset_password_from_key": {"uidb36": "1", "key": "set-password"},
        "mfa_remove_webauthn": {"pk": key},
        "mfa_edit_webauthn": {"pk": key},
    }
    return prefix + reverse(name, kwargs=arguments.get(name))


def test_there_is_no_page_for_what_is_not_used():
    unused = [
        "socialaccount_login",
        "account_change_phone",
        "account_request_login_code",
        "account_signup_by_passkey",
    ]

    for name in unused:
        with pytest.raises(NoReverseMatch):
            reverse(name)


@pytest.mark.parametrize("name", NAMES)
def test_each_page_opens_or_leads_on_for_a_guest(db, client, name, prefix):
    response = client.get(address(name, prefix))

    assert response.status_code in (200, 302)
    assert (
        FRAME in response.text
        if response.status_code == 200
        else response.url.startswith(f"{prefix}/")
    )


@pytest.mark.parametrize("name", NAMES)
def test_each_page_opens_or_leads_on_for_a_learner(client, equipped, name, prefix):
    response = client.get(address(name, prefix, equipped.key.pk))

    if name == "mfa_deactivate_totp":
        assert response.status_code == 404
    elif name == "mfa_download_recovery_codes":
        assert (
            response.headers["Content-Disposition"]
            == 'attachment; filename="recovery-codes.txt"'
        )
    elif response.status_code == 200:
        assert FRAME in response.text
        assert response.headers["Cache-Control"] == "private, no-store"
    else:
        assert response.status_code == 302
        assert response.url.startswith(f"{prefix}/")


@pytest.mark.parametrize("name", NEEDS_REAUTHENTICATION)
def test_what_could_lock_somebody_out_asks_once_more_who_is_there(
    client, learner, name
):
    key = make_key(learner)
    RecoveryCodes.activate(learner)
    client.force_login(learner)

    response = client.get(address(name, key=key.pk))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_reauthenticate"))


@pytest.mark.parametrize("name", ["mfa_edit_webauthn", "mfa_remove_webauthn"])
def test_the_key_of_somebody_else_does_not_exist(client, equipped, other_learner, name):
    theirs = make_key(other_learner, "Theirs")

    assert client.get(address(name, key=theirs.pk)).status_code == 404
    assert (
        client.post(address(name, key=theirs.pk), {"name": "Mine"}).status_code == 404
    )
    assert Authenticator.objects.get(pk=theirs.pk).wrap().name == "Theirs"


def test_only_the_page_with_the_qr_code_may_show_an_inline_picture(client, equipped):
    page = client.get(reverse("mfa_activate_totp"))

    assert 'src="data:image/svg+xml;base64,' in page.text
    assert "img-src 'self' data:" in page.headers["Content-Security-Policy"].split("; ")
    assert (
        "data:"
        not in client.get(reverse("mfa_index")).headers["Content-Security-Policy"]
    )


@pytest.mark.parametrize("name", NAMES)
def test_no_page_has_inline_script_or_style(client, equipped, name):
    text = client.get(address(name, key=equipped.key.pk)).text

    assert " style=" not in text
    assert "<script>" not in text
    assert " onclick=" not in text


@pytest.mark.parametrize("name", NAMES)
def test_no_english_is_left_on_a_chinese_page(client, equipped, name):
    response = client.get(address(name, "/zh-hans", equipped.key.pk))

    main = "".join(re.findall("<main.*</main>", response.text, re.DOTALL))
    words = re.sub(
        r"<script.*?</script>|<code>.*?</code>|<[^>]*>|\S+@\S+",
        " ",
        main,
        flags=re.DOTALL,
    )
    assert set(re.findall("[A-Za-z]{2,}", words)) <= {
        "PIN",
        "JavaScript",
        "IP",
        "APP",
        "Phone",
        "careerpath",
    }


def signed_in(learner):
    client = Client()
    client.post(
        reverse("account_login"), {"login": learner.email, "password": PASSWORD}
    )
    return client


@pytest.mark.usefixtures("template_contexts")
def test_signing_out_elsewhere_ends_the_other_sessions(learner):
    elsewhere, here = signed_in(learner), signed_in(learner)

    listed = here.get(reverse("usersessions_list"))
    here.post(reverse("usersessions_list"))

    assert listed.context["session_count"] == 2
    assert listed.text.count("this device") == 1
    assert elsewhere.get(reverse("account_email")).status_code == 302
    assert here.get(reverse("account_email")).status_code == 200


def test_the_authenticator_app_can_be_switched_off_again(client, equipped):
    TOTP.activate(equipped, generate_totp_secret())

    assert FRAME in client.get(reverse("mfa_deactivate_totp")).text
    client.post(reverse("mfa_deactivate_totp"))

    assert not Authenticator.objects.filter(user=equipped, type="totp").exists()


def test_who_confirms_a_password_of_an_older_hash_stays_signed_in(
    client, learner, settings
):
    old = "django.contrib.auth.hashers.PBKDF2PasswordHasher"
    settings.PASSWORD_HASHERS = [*settings.PASSWORD_HASHERS, old]
    learner.password = make_password(PASSWORD, hasher="pbkdf2_sha256")
    learner.save()
    client.force_login(learner)

    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    learner.refresh_from_db()
    assert learner.password.startswith("md5$")
    assert client.get(reverse("accounts:history")).status_code == 200
