"""For whom each address is: every view says so, and guest, learner, editor and superuser find it that way.

The admin has a matrix of its own in accounts/tests/test_user_admin.py.
"""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.models import (
    CalendarLink,
    EvidenceLink,
    SharedLink,
    State,
    StepProgress,
    Sweep,
)
from accounts.tests.keys import make_key
from careerpath import stylesheets
from guide.models import Course, Report, Roadmap, Step
from guide.tests.factory import make_background
from guide.tests.test_query_counts import World
from tests.people import PASSWORD

pytestmark = pytest.mark.both_databases

SIGN_IN = "/accounts/login/"
# What the pages of django-allauth cannot say themselves. A new one of them fails until it stands here.
ALLAUTH = {
    "guest": {
        "account_login", "account_logout", "account_signup", "account_inactive", "account_email_verification_sent",
        "account_confirm_email", "account_confirm_login_code", "account_reset_password",
        "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done",
        "mfa_authenticate", "mfa_login_webauthn",
    },
    "learner": {
        "account_reauthenticate", "account_email", "account_change_password", "account_set_password", "mfa_index",
        "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_activate_totp", "mfa_deactivate_totp",
        "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes", "mfa_list_webauthn",
        "mfa_add_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn", "usersessions_list",
    },
}  # fmt: skip
SAID = {name: audience for audience, names in ALLAUTH.items() for name in names}
# Parts of a sign-in: without its beginning they lead back there.
HALFWAY = {
    "mfa_authenticate",
    "mfa_login_webauthn",
    "account_confirm_login_code",
    "accounts:confirmation-mail",
}
# Pages about what is not there as long as it is not set up; the learner has a key and codes and no app.
NOT_SET_UP = {
    "mfa_deactivate_totp",
    "mfa_download_recovery_codes",
    "mfa_view_recovery_codes",
}


def patterns(resolver, before="", route="", parameters=()):
    """Name, whole route, names of parameters and view of every address outside the admin."""
    for pattern in resolver.url_patterns:
        whole, names = (
            f"{route}{pattern.pattern}",
            (*parameters, *pattern.pattern.regex.groupindex),
        )
        if not hasattr(pattern, "url_patterns"):
            yield (
                f"{before}{pattern.name}" if pattern.name else "",
                whole,
                names,
                pattern.callback,
            )
        elif pattern.namespace != "admin":
            yield from patterns(
                pattern,
                f"{before}{pattern.namespace}:" if pattern.namespace else before,
                whole,
                names,
            )


PATTERNS = list(patterns(get_resolver()))
VIEWS = {name: view for name, _route, _names, view in PATTERNS if name}
PARAMETERS = {name: names for name, _route, names, _view in PATTERNS if name}


def audience(name):
    return SAID.get(name) or getattr(VIEWS[name], "audience", None)


ADDRESSES = {
    kind: sorted(name for name in VIEWS if audience(name) == kind)
    for kind in ("public", "guest", "learner", "owner")
}


@pytest.fixture
def world(learner):
    """One object of every kind, and what belongs to the learner."""
    World().grow()
    make_background(slug="x")
    RecoveryCodes.activate(learner)
    step = Step.objects.get(slug="x")
    StepProgress.objects.set_state(learner, step, State.DONE)
    event = learner.progress_events.get()
    Report.objects.receive("reader", kind="mistake", page="/", language="en", words="x")
    shared, token = SharedLink.objects.make(
        learner, label="x", kind="portfolio", roadmap=Roadmap.objects.get(slug="x")
    )
    return {
        ("guide:report", "token"): "reader",
        **{
            (f"accounts:{name}", "token"): token
            for name in ("shared", "shared-badge", "shared-card", "shared-resume")
        },
        ("accounts:shared-preview", "pk"): shared.pk,
        ("accounts:undo", "pk"): event.pk,
        ("accounts:link", "pk"): EvidenceLink.objects.add(learner, step, "https://code.example/").pk,
        ("accounts:sweep-undo", "pk"): Sweep.objects.mark_known(
            learner, Course.objects.get(slug="x"), {step.pk: State.DONE}, {}
        ).pk,
        ("accounts:calendar", "token"): CalendarLink.objects.renew(learner, "en"),
        "code": step.criteria.first().code,
        "slug": "x", "country": "united-kingdom", "key": "x", "uidb36": "1", "token": "x", "pk": make_key(learner).pk,
        "name": stylesheets.COMMON_SHEET, "digest": stylesheets.stylesheet().digest,
    }  # fmt: skip


def as_(person):
    client = Client(raise_request_exception=False)
    if person:
        client.force_login(person)
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def answers(client, kind, world, method="get"):
    """Status and target of every address of a kind."""
    found = {}
    for name in ADDRESSES[kind]:
        arguments = {
            parameter: world.get((name, parameter)) or world[parameter]
            for parameter in PARAMETERS[name]
        }
        ask = getattr(client, method)
        response = ask(
            reverse(name, kwargs=arguments), headers={"Sec-Fetch-Site": "same-origin"}
        )
        found[name] = response.status_code, response.headers.get("Location", "")
    return found


def test_every_view_says_for_whom_it_is():
    named = {route for name, route, _names, _view in PATTERNS if name}

    assert sorted(name for name in VIEWS if audience(name) is None) == []
    # One without a name stands before one with the same address, or is none of the pages.
    assert {route for name, route, _names, _view in PATTERNS if not name} - named == {
        "admin/password_change/"
    }
    assert set(SAID) <= set(VIEWS)


@pytest.mark.parametrize("who", [None, "learner", "editor", "superuser"])
def test_public_pages_answer_everybody(request, world, who):
    found = answers(as_(who and request.getfixturevalue(who)), "public", world)

    assert {
        name: answer for name, answer in found.items() if answer[0] not in (200, 405)
    } == {}


@pytest.mark.parametrize("who", [None, "learner", "editor", "superuser"])
def test_what_is_for_guests_is_for_everybody_and_asks_nobody_to_sign_in(
    request, world, who
):
    found = answers(as_(who and request.getfixturevalue(who)), "guest", world)

    # 409: the answer about a press that did not come back
    assert {
        name: answer
        for name, answer in found.items()
        if answer[0] not in (200, 302, 303, 405, 409)
    } == {}
    asked = {
        name for name, (_status, target) in found.items() if target.startswith(SIGN_IN)
    }
    assert asked <= HALFWAY


def test_a_guest_is_asked_to_sign_in_for_every_page_of_learners(world):
    found = answers(as_(None), "learner", world)

    assert {
        name: answer
        for name, answer in found.items()
        if not answer[1].startswith(SIGN_IN)
    } == {}


@pytest.mark.parametrize("who", ["learner", "other_learner", "editor", "superuser"])
def test_pages_of_learners_answer_whoever_is_signed_in_and_foreign_things_do_not_exist(
    request, world, who
):
    found = answers(as_(request.getfixturevalue(who)), "learner", world)

    owned = {name for name in found if "pk" in PARAMETERS[name]}
    missing = {name for name, (status, _target) in found.items() if status == 404}
    assert {
        name: answer
        for name, answer in found.items()
        if answer[0] not in (200, 302, 404, 405)
    } == {}
    assert {
        name for name, (_status, target) in found.items() if target.startswith(SIGN_IN)
    } == set()
    assert missing - NOT_SET_UP == (set() if who == "learner" else owned)
    assert {"mfa_edit_webauthn", "mfa_remove_webauthn"} <= owned


@pytest.mark.parametrize(
    "who", [None, "other_learner", "editor", "superuser", "learner"]
)
def test_what_belongs_to_a_learner_exists_for_nobody_else(request, world, who):
    found = answers(
        as_(who and request.getfixturevalue(who)), "owner", world, method="post"
    )

    assert "accounts:undo" in found
    if who == "learner":
        assert {
            name for name, (status, _target) in found.items() if status in (403, 404)
        } == set()
    else:
        assert {
            name: answer for name, answer in found.items() if answer != (404, "")
        } == {}
