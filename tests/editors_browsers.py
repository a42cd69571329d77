"""Editors in browsers: signed in at the desk of the served site, each in a browser of their own."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.machine import leaves_the_site
from tests.served_people import sign_in_editor


@pytest.fixture
def desks(site, chromium, django_db_blocker):
    """Opens signed-in editors' browsers at the desk, each on its own. What their policy blocks fails the test."""
    contexts, faults = [], []

    def open_desk(email, **options):
        usual = {"viewport": {"width": 1400, "height": 1000}, "locale": "en-GB"}
        context = chromium.new_context(**usual | options)
        contexts.append(context)
        sign_in_editor(site, django_db_blocker, context, email)
        context.on(
            "request",
            lambda request: (
                faults.append(request.url) if leaves_the_site(request.url) else None
            ),
        )
        context.on(
            "console",
            lambda said: faults.append(said.text) if said.type == "error" else None,
        )
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        return page

    yield open_desk
    for context in contexts:
        context.close()
    assert faults == []


def find_in_field(page, search):
    """What an open field that finds records has for these words, once it shows nothing else.

    It shows everything first, and its list is made anew when the answer comes: a press in that moment would be lost.
    """
    options = page.locator(".select2-results__option[aria-selected]")
    expect(options.first).to_be_visible()
    with page.expect_response(lambda answer: words_asked_for(answer) == search):
        page.locator(".select2-search__field").fill(search)
    expect(page.locator(".select2-results__option.loading-results")).to_have_count(0)
    return options


def words_asked_for(answer):
    return parse_qs(urlsplit(answer.url).query).get("term", [None])[0]
