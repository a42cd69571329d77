"""A new account counts its days and weeks in the time zone of its device, else in that of the page's language."""

import pytest

from accounts.models import User
from accounts.tests.sign_in.test_sign_up import SIGN_UP, sign_up
from tests.document import document
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db
NOWHERE = ["", "Mars/Olympus", "../../etc/passwd", "x" * 5000]


def zone_of_new():
    return User.objects.get(email="new@example.org").time_zone


def test_the_zone_of_the_device_becomes_that_of_the_account():
    sign_up(time_zone="America/Lima")

    assert zone_of_new() == "America/Lima"


@pytest.mark.parametrize(
    ("prefix", "zone"), [("", "UTC"), ("/zh-hans", "Asia/Shanghai")]
)
@pytest.mark.parametrize("sent", [None, *NOWHERE])
def test_without_one_that_is_known_the_language_decides(prefix, zone, sent):
    fields = {} if sent is None else {"time_zone": sent}

    assert sign_up(prefix=prefix, **fields).status_code == 302
    assert zone_of_new() == zone


@pytest.mark.parametrize(
    ("prefix", "zone"), [("", "UTC"), ("/zh-hans", "Asia/Shanghai")]
)
def test_the_form_is_preset_by_the_language(client, prefix, zone):
    page = document(client.get(prefix + SIGN_UP))

    (field,) = page.findall(".//input[@name='time_zone']")
    assert (field.get("type"), field.get("value")) == ("hidden", zone)


def test_an_account_that_is_there_keeps_its_zone(client, learner):
    sign_up(client, email=learner.email, time_zone="America/Lima")
    client.post(
        "/accounts/login/",
        {"login": learner.email, "password": PASSWORD, "time_zone": "America/Lima"},
    )

    learner.refresh_from_db()
    assert learner.time_zone == "UTC"


@pytest.mark.browser
def test_the_browser_fills_it_in(site, chromium):
    context = chromium.new_context(timezone_id="Asia/Tokyo")
    page = context.new_page()
    page.goto(site.url + SIGN_UP)
    page.wait_for_function(
        "document.querySelector('[name=time_zone]').value == 'Asia/Tokyo'"
    )
    context.close()
