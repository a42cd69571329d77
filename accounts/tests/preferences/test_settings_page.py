"""Settings: each has an effect, only what was changed is written, and a guest sees what a browser can keep."""

import re

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Learner, State, StepProgress, User
from accounts.progress.guest_cookie import COOKIE_NAME
from accounts.tests.pressing import OURS, hold, post
from guide.models import ExchangeRate
from guide.tests.factory import make_roadmap, make_salary, make_source
from tests.people import PASSWORD

pytestmark = pytest.mark.both_databases

SETTINGS = "/my/settings/"


@pytest.fixture(autouse=True)
def _rates(db):
    """The currencies that the salaries can be shown in."""
    bank = make_source()
    for currency in ("USD", "EUR", "CNY"):
        ExchangeRate.objects.create(
            currency=currency, kind="average", period="2025", per_usd=1, source=bank
        )


def fields(response):
    """What the form of a page would send: names and values, the hidden first values among them."""
    form = response.text.partition('<form class="form card settings"')[2].partition(
        "</form>"
    )[0]
    sent = dict(
        re.findall(r'<input type="[^"]*" name="([^"]*)"(?: value="([^"]*)")?', form)
    )
    for name, options in re.findall(
        r'<select[^>]* name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL
    ):
        values = re.findall(r'<option value="([^"]*)"( selected)?', options)
        sent[name] = next(
            (value for value, selected in values if selected), values[0][0]
        )
    return sent


def save(client, opened=None, prefix="", **changes):
    """Change some fields of a page that was opened now, or before."""
    opened = opened or fields(client.get(prefix + SETTINGS))
    return post(client, prefix + SETTINGS, {**opened, **changes}, {})


def kept(user):
    return (
        Learner.objects.filter(user=user)
        .values("language", "hours_a_week", "country", "currency", "theme")
        .first()
    )


NOTHING = {
    "language": "",
    "hours_a_week": None,
    "country": "",
    "currency": "",
    "theme": "",
}


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


# Current roadmap


def test_another_roadmap_shows_first_what_carries_over_and_the_rest_is_saved(
    signed_in, learner
):
    mine, other = make_roadmap(1), make_roadmap(1)
    Learner.objects.set_roadmap(learner, mine)

    response = save(signed_in, roadmap=other.slug, hours_a_week="6")

    assert response.url == f"/my/route/{other.slug}/"
    assert "One more thing" in signed_in.get(response.url).text
    assert (Learner.objects.get().roadmap, Learner.objects.get().hours_a_week) == (
        mine,
        6,
    )


def test_a_roadmap_in_hand_is_only_left_for_another(signed_in, learner):
    mine = make_roadmap(1)
    Learner.objects.set_roadmap(learner, mine)

    save(signed_in, roadmap="")

    assert Learner.objects.get().roadmap == mine


# Language


def test_mails_come_in_the_language_of_the_account_with_links_to_it(
    client, learner, fresh_cache
):
    Learner.objects.set_fields(learner, language="zh-hans")

    client.post("/accounts/password/reset/", {"email": learner.email})

    assert "/zh-hans/accounts/password/reset/key/" in mail.outbox[0].body
    assert re.search(r"[\u4e00-\u9fff]{4}", mail.outbox[0].subject)


def test_mails_come_in_the_language_of_the_page_where_none_was_chosen(
    client, learner, fresh_cache
):
    client.post("/zh-hans/accounts/password/reset/", {"email": learner.email})
    client.post("/accounts/password/reset/", {"email": learner.email})

    assert ["zh-hans" in letter.body for letter in mail.outbox] == [True, False]


def sign_in(client, learner, query=""):
    return client.post(
        f"/accounts/login/{query}", {"login": learner.email, "password": PASSWORD}
    )


@pytest.mark.parametrize(
    ("language", "query", "page"),
    [
        ("zh-hans", "", "/zh-hans/"),
        ("", "", "/"),
        ("zh-hans", "?next=/roles/", "/roles/"),
    ],
)
def test_sign_in_leads_to_the_own_language_unless_a_page_asked(
    client, learner, fresh_cache, language, query, page
):
    Learner.objects.set_fields(learner, language=language)

    assert sign_in(client, learner, query).url == page


# Currency


def test_links_to_the_salaries_ask_for_the_own_currency(signed_in, learner, client):
    assert 'href="/salaries/"' in signed_in.get("/roles/").text
    Learner.objects.set_fields(learner, currency="EUR")

    assert 'href="/salaries/?currency=EUR"' in signed_in.get("/roles/").text
    client.logout()
    assert 'href="/salaries/"' in client.get("/roles/").text


def test_a_page_that_is_not_there_asks_no_database(signed_in, learner):
    Learner.objects.set_fields(learner, currency="EUR")
    signed_in.get("/nowhere/")

    with CaptureQueriesContext(connection) as queries:
        text = signed_in.get("/nowhere/").text

    assert (
        'href="/salaries/"' in text,
        [query["sql"] for query in queries if "user" in query["sql"]],
    ) == (True, [])


# Appearance


def test_the_theme_is_that_of_this_browser_at_once(signed_in):
    response = save(signed_in, theme="dark")

    assert response.cookies["theme"].value == "dark"
    assert 'data-theme="dark"' in signed_in.get(SETTINGS).text
    assert save(signed_in, theme="system").cookies["theme"].value == ""


@pytest.mark.parametrize(("here", "expected"), [(None, "dark"), ("light", "light")])
def test_a_new_device_takes_over_the_theme_where_it_has_none(
    client, learner, fresh_cache, here, expected
):
    Learner.objects.set_fields(learner, theme="dark")
    if here:
        client.cookies["theme"] = here

    sign_in(client, learner)

    assert client.cookies["theme"].value == expected


def test_the_buttons_at_the_foot_of_a_page_count_for_the_account_too(
    signed_in, learner
):
    signed_in.post("/theme/", {"theme": "dark", "next": "/"}, headers=OURS)

    assert kept(learner) == {**NOTHING, "theme": "dark"}
    assert fields(signed_in.get(SETTINGS))["theme"] == "dark"


# Time zone


def test_zones_are_grouped_by_region_in_the_language_of_the_page(signed_in):
    text = signed_in.get(f"/zh-hans{SETTINGS}").text

    assert '<optgroup label="亚洲">' in text
    assert '<option value="Asia/Shanghai">上海</option>' in text


def test_a_zone_under_another_name_stays_as_it_is(signed_in, learner):
    User.objects.update(time_zone="US/Eastern")

    assert fields(signed_in.get(SETTINGS))["time_zone"] == "US/Eastern"
    save(signed_in, hours_a_week="6")
    assert User.objects.get().time_zone == "US/Eastern"


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
