"""Country, currency and hours a week: a guest's stay in the browser, a learner's are settings of the account."""

import pytest
from django.test import Client

from accounts.models import Learner
from accounts.preferences.choices import choices_of
from accounts.tests.pressing import OURS
from guide.tests.factory import make_roadmap
from tests.document import document, words
from web.choices import COOKIE_NAME, Choices

pytestmark = pytest.mark.django_db
CHOICES = "/choices/"


def choose(client, address=CHOICES, **fields):
    return client.post(address, fields, headers=OURS, follow=False)


def chosen(client):
    """What the next page would know of this browser."""
    request = client.get("/").wsgi_request
    return choices_of(request)


@pytest.fixture
def guest(client):
    client.cookies["probe"] = "1"
    return client


def test_a_guest_is_led_back_and_the_browser_keeps_the_choice(guest):
    response = choose(guest, hours_a_week="8", next="/roadmaps/")

    assert (response.status_code, response.url) == (303, "/roadmaps/")
    assert chosen(guest) == Choices(hours_a_week=8)


def test_a_choice_leaves_the_others(guest):
    choose(guest, country="GB", currency="gbp")
    choose(guest, hours_a_week="12")

    assert chosen(guest) == Choices("GB", "GBP", 12)


def test_a_choice_can_be_taken_back(guest):
    choose(guest, country="GB", hours_a_week="12")
    choose(guest, hours_a_week="")

    assert chosen(guest) == Choices("GB")
    choose(guest, country="")
    assert guest.cookies[COOKIE_NAME].value == ""


def test_where_no_cookie_came_the_browser_shows_first_that_it_keeps_cookies(client):
    """The choice that we cannot see is not overwritten."""
    response = choose(client, hours_a_week="8")

    assert (response.status_code, response.url) == (307, "/choices/?probed=1")
    assert COOKIE_NAME not in response.cookies


def test_a_learner_chooses_for_the_account(signed_in, learner):
    choose(signed_in, country="DE", currency="EUR", hours_a_week="6")

    saved = Learner.objects.get(user=learner)

    assert (saved.country, saved.currency, saved.hours_a_week) == ("DE", "EUR", 6)
    assert chosen(signed_in) == Choices("DE", "EUR", 6)
    assert COOKIE_NAME not in signed_in.cookies


def test_a_learner_takes_a_choice_back(signed_in, learner):
    Learner.objects.set_fields(learner, country="DE", hours_a_week=6)

    choose(signed_in, country="", hours_a_week="")

    assert chosen(signed_in) == Choices()


def test_the_browser_of_a_guest_does_not_speak_for_an_account(signed_in):
    signed_in.cookies[COOKIE_NAME] = "GB.GBP.8"

    assert chosen(signed_in) == Choices()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"country": "ZZ"}, "Write a country as its two letters, such as GB."),
        ({"currency": "GB"}, "Write a currency as its three letters, such as GBP."),
        ({"hours_a_week": "0"}, "Enter a whole number from 1 to 80, or leave it empty."),
        ({"hours_a_week": "81"}, "Enter a whole number from 1 to 80, or leave it empty."),
        ({"hours_a_week": "much"}, "Enter a whole number from 1 to 80, or leave it empty."),
    ],
)  # fmt: skip
def test_what_cannot_be_chosen_is_said_and_changes_nothing(guest, fields, words):
    guest.cookies[COOKIE_NAME] = "GB.GBP.8"

    response = choose(guest, **fields)

    assert response.status_code == 422
    assert words in response.text
    assert chosen(guest) == Choices("GB", "GBP", 8)


def test_the_message_is_chinese_on_a_chinese_page(guest):
    response = choose(guest, address="/zh-hans/choices/", country="英国")

    assert response.status_code == 422
    assert "国家请写两个字母的代码，例如GB。" in response.text


def test_nobody_is_led_to_another_site(guest):
    response = choose(guest, hours_a_week="8", next="https://elsewhere.example/")

    assert response.url == "/"


def test_a_choice_is_sent_from_our_pages_alone(guest):
    foreign = {"Sec-Fetch-Site": "cross-site"}

    response = Client(enforce_csrf_checks=True).post(
        CHOICES, {"hours_a_week": "8"}, headers=foreign
    )

    assert response.status_code == 403
    assert COOKIE_NAME not in response.cookies
    assert guest.get(CHOICES).status_code == 405


def text_about_hours(client, roadmap):
    page = document(client.get(f"/roadmaps/{roadmap.slug}/"))
    pressed = page.find(".//button[@name='hours_a_week'][@aria-pressed='true']")
    return pressed.text, "This route is meant for 28 hours a week" in words(page)


def test_a_route_counts_its_own_hours_until_somebody_chooses(guest):
    roadmap, usual = make_roadmap(1), make_roadmap(1)
    roadmap.hours_a_week = 28
    roadmap.save()

    assert text_about_hours(guest, usual) == ("8", False)
    assert text_about_hours(guest, roadmap) == ("28", True)

    choose(guest, hours_a_week="6")
    assert text_about_hours(guest, roadmap) == ("6", False)
