"""Each setting has an effect: the roadmap in hand, language, currency, appearance and time zone."""

import re

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Learner, User
from accounts.tests.preferences.settings_form import (
    NOTHING,
    SETTINGS,
    fields,
    kept,
    save,
)
from accounts.tests.pressing import OURS
from guide.tests.factory import make_roadmap
from tests.people import PASSWORD

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("rates")]


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


def test_a_page_that_is_not_there_asks_no_more_than_who_is_signed_in(
    signed_in, learner
):
    Learner.objects.set_fields(learner, currency="EUR")
    signed_in.get("/nowhere/")

    with CaptureQueriesContext(connection) as queries:
        text = signed_in.get("/nowhere/").text

    asked = [query["sql"].split('"')[1] for query in queries]
    assert 'href="/salaries/"' in text
    assert asked == ["django_session", "accounts_user"]


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
