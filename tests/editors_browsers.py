"""Editors in browsers: signed in at the desk of the served site, each in a browser of their own."""

import io
import sys
from unittest.mock import patch

import pytest
from django.test import override_settings

from careerpath import settings as production
from tests.in_process import end_of_command
from tests.machine import leaves_the_site
from tests.people import PASSWORD

TIMEOUT = 60_000  # the machine may be busy


def make_editor(site, blocker, email):
    """In the process of the tests, with a password that the served site can read."""
    arguments = ["make_editor", "--email", email, "--password-stdin"]
    with (
        patch.object(sys, "stdin", io.StringIO(f"{PASSWORD}\n")),
        override_settings(PASSWORD_HASHERS=production.PASSWORD_HASHERS),
    ):
        code, _, errors = end_of_command(site.environment, blocker, *arguments)
    assert code == 0, errors


@pytest.fixture
def desks(site, chromium, django_db_blocker):
    """Opens signed-in editors' browsers, each on its own. What their policy blocks fails the test."""
    contexts, faults = [], []

    def open_desk(email, **options):
        make_editor(site, django_db_blocker, email)
        usual = {"viewport": {"width": 1400, "height": 1000}, "locale": "en-GB"}
        context = chromium.new_context(**usual | options)
        contexts.append(context)
        context.set_default_timeout(TIMEOUT)
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
        page.goto(f"{site.url}/admin/")
        page.fill("[name=login]", email)
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(f"{site.url}/admin/")
        return page

    yield open_desk
    for context in contexts:
        context.close()
    assert faults == []
