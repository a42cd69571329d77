"""Settings: only what was changed is written, and a guest sees what a browser can keep."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Learner, State, StepProgress, User
from accounts.progress.guest_cookie import COOKIE_NAME
from accounts.tests.preferences.settings_form import (
    NOTHING,
    SETTINGS,
    fields,
    kept,
    save,
)
from accounts.tests.pressing import hold
from guide.tests.factory import make_roadmap, make_salary

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("rates")]


def test_everything_is_kept_and_shown_again(signed_in, learner):
    roadmap = make_roadmap(1)
    make_salary(country="GB")

    response = save(
        signed_in, language="zh-hans", time_zone="Asia/Shanghai", roadmap=roadmap.slug, hours_a_week="6",
        country="GB", currency="CNY", theme="dark",
    )  # fmt: skip

    assert (response.status_code, response.url) == (303, f"/zh-hans{SETTINGS}")
    assert kept(learner) == {
        "language": "zh-hans",
        "hours_a_week": 6,
        "country": "GB",
        "currency": "CNY",
        "theme": "dark",
    }
    assert Learner.objects.get().roadmap == roadmap
    assert User.objects.get(pk=learner.pk).time_zone == "Asia/Shanghai"
    shown = fields(signed_in.get(response.url))
    assert {name: shown[name] for name in shown if "initial" not in name and name != "csrfmiddlewaretoken"} == {
        "language": "zh-hans", "time_zone": "Asia/Shanghai", "roadmap": roadmap.slug, "hours_a_week": "6",
        "country": "GB", "currency": "CNY", "theme": "dark",
    }  # fmt: skip


def test_saved_is_said_in_the_language_that_was_chosen(signed_in):
    response = save(signed_in, language="zh-hans")

    assert "已保存" in signed_in.get(response.url).text


def test_two_tabs_revert_nothing_of_each_other(signed_in, learner):
    one, other = (fields(signed_in.get(SETTINGS)) for _ in range(2))

    save(signed_in, one, hours_a_week="6", time_zone="Europe/Berlin")
    save(signed_in, other, currency="EUR")

    assert kept(learner) == {**NOTHING, "hours_a_week": 6, "currency": "EUR"}
    assert User.objects.get(pk=learner.pk).time_zone == "Europe/Berlin"


def test_where_nothing_was_changed_nothing_is_written(signed_in, learner):
    response = save(signed_in)

    assert (
        response.status_code,
        kept(learner),
        "Saved." in signed_in.get(SETTINGS).text,
    ) == (303, None, False)


def test_the_page_after_a_mistake_still_knows_what_was_there_before(signed_in, learner):
    opened = fields(save(signed_in, hours_a_week="90", currency="EUR"))
    save(signed_in, time_zone="Europe/Berlin")

    save(signed_in, opened, hours_a_week="9")

    assert kept(learner) == {**NOTHING, "hours_a_week": 9, "currency": "EUR"}
    assert User.objects.get(pk=learner.pk).time_zone == "Europe/Berlin"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("hours_a_week", "0", "Enter a whole number from 1 to 80, or leave it empty."),
        ("hours_a_week", "81", "Enter a whole number from 1 to 80, or leave it empty."),
        (
            "hours_a_week",
            "six",
            "Enter a whole number from 1 to 80, or leave it empty.",
        ),
        (
            "hours_a_week",
            "9" * 5000,
            "Enter a whole number from 1 to 80, or leave it empty.",
        ),
        (
            "time_zone",
            "Mars/Base",
            "“Mars/Base” is not a time zone. An example: Europe/London.",
        ),
        ("time_zone", "../../etc/passwd", "“../../etc/passwd” is not a time zone."),
        ("currency", "XXX", "“XXX” is not an option here."),
        ("country", "XX", "“XX” is not an option here."),
        ("language", "tlh", "“tlh” is not an option here."),
        ("roadmap", "flying", "“flying” is not an option here."),
        ("theme", "pink", "“pink” is not an option here."),
    ],
)
def test_a_mistake_is_named_and_nothing_is_saved(
    signed_in, learner, name, value, words
):
    response = save(signed_in, **{name: value})

    assert (response.status_code, words in response.text, kept(learner)) == (
        422,
        True,
        None,
    )


def test_hours_may_be_taken_away_again(signed_in, learner):
    Learner.objects.set_fields(learner, hours_a_week=6)

    save(signed_in, hours_a_week="")

    assert kept(learner) == NOTHING


# Guests


def test_a_guest_sees_what_a_browser_keeps_and_a_friendly_word(client, db):
    response = client.get(SETTINGS)

    assert set(fields(response)) - {"csrfmiddlewaretoken"} == {
        "language", "initial-language", "roadmap", "initial-roadmap", "theme", "initial-theme",
    }  # fmt: skip
    assert "With an account they work on every device" in response.text
    assert COOKIE_NAME not in response.cookies


def test_what_a_guest_chooses_is_kept_in_the_browser(client, db):
    roadmap = make_roadmap(1)

    response = save(client, theme="dark", roadmap=roadmap.slug, language="zh-hans")

    assert response.cookies["theme"].value == "dark"
    assert response.url == f"/zh-hans{SETTINGS}"
    assert fields(client.get(response.url))["roadmap"] == roadmap.slug


def test_a_guest_who_changes_route_is_shown_what_carries_over(client, db):
    mine, other = make_roadmap(1), make_roadmap(1)
    hold(client, {mine.steps.get(): State.DONE}, mine.slug)

    assert save(client, roadmap=other.slug).url == f"/my/route/{other.slug}/"


# Access and cost


def test_what_somebody_else_chose_is_not_there(signed_in, other_learner):
    Learner.objects.set_fields(other_learner, hours_a_week=6, currency="EUR")
    User.objects.filter(pk=other_learner.pk).update(time_zone="Asia/Tokyo")

    shown = fields(signed_in.get(SETTINGS))

    assert (shown["hours_a_week"], shown["currency"], shown["time_zone"]) == (
        "",
        "",
        "UTC",
    )


def test_only_fields_of_the_form_are_taken(signed_in, learner, other_learner):
    save(
        signed_in,
        user=other_learner.pk,
        is_staff="on",
        email="new@example.org",
        hours_a_week="6",
    )

    assert (kept(other_learner), User.objects.get(pk=learner.pk).is_staff) == (
        None,
        False,
    )


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(signed_in, method):
    assert getattr(signed_in, method)(SETTINGS).status_code == 405


def test_a_change_needs_the_token_of_the_page(learner, settings):

    client = Client(enforce_csrf_checks=True)
    client.force_login(learner)

    assert client.post(SETTINGS, {"hours_a_week": "6"}).status_code == 403


def test_it_is_private(client, signed_in):
    assert signed_in.get(SETTINGS).headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("times", [1, 10])
def test_it_costs_the_same_queries_however_much_there_is(
    signed_in, learner, settings, times
):
    settings.CONTENT_VERSION_SECONDS = 60
    for _ in range(times):
        StepProgress.objects.set_state(learner, make_roadmap(1).steps.get(), State.DONE)
    signed_in.get(SETTINGS)

    with CaptureQueriesContext(connection) as queries:
        signed_in.get(SETTINGS)

    assert len(queries) == 4
