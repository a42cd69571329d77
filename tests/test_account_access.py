"""The pages of an account and of a learner: axe finds nothing, and nothing scrolls sideways on a narrow phone."""

from uuid import uuid4

import pytest

from tests.machine import watch
from tests.people import PASSWORD
from tests.test_access import faults
from tests.walked_pages import ACCOUNT_PAGES

pytestmark = pytest.mark.browser

SAVE = "main form.card button.primary"


@pytest.fixture(scope="module")
def account(site, chromium):
    """The cookies of somebody who has just shown that it is them."""
    context = chromium.new_context(base_url=site.url)
    page = context.new_page()
    page.goto("/accounts/signup/")
    page.fill("#id_email", f"access-{uuid4().hex[:8]}@example.org")
    page.fill("#id_password1", PASSWORD)
    page.click(SAVE)
    page.click(".local-mail a")
    page.click(SAVE)
    page.goto("/accounts/2fa/webauthn/add/")
    page.fill("#id_password", PASSWORD)
    page.click(SAVE)
    state = context.storage_state()
    context.close()
    return state


@pytest.mark.parametrize(
    ("prefix", "scheme"),
    [("", "light"), ("/zh-hans", "dark")],
    ids=["en-light", "zh-dark"],
)
def test_axe_finds_nothing_on_the_pages_of_an_account(
    site, chromium, account, prefix, scheme
):
    context = chromium.new_context(
        base_url=site.url, storage_state=account, color_scheme=scheme
    )
    page = context.new_page()
    found = {}
    for path in ACCOUNT_PAGES:
        page.goto(f"{prefix}{path}")
        found[path] = faults(page)
    context.close()

    assert found == {path: [] for path in ACCOUNT_PAGES}


@pytest.mark.parametrize("path", ["signup/", "login/"])
def test_axe_finds_nothing_where_a_form_was_refused(site, chromium, path):
    page = chromium.new_page()
    page.goto(f"{site.url}/accounts/{path}")
    page.locator("input[type=email]").fill("somebody@example.org")
    page.locator("input[type=password]").fill("wrong")
    page.click(SAVE)

    page.wait_for_function("document.activeElement.className == 'form-errors'")
    found = faults(page)
    page.close()

    assert found == []


@pytest.mark.parametrize("prefix", ["", "/zh-hans"], ids=["en", "zh"])
def test_nothing_scrolls_sideways_at_320_pixels_or_breaks_the_policy(
    site, chromium, account, prefix
):
    size = {"width": 320, "height": 640}
    context = chromium.new_context(
        base_url=site.url, storage_state=account, viewport=size
    )
    violations = watch(context)
    page = context.new_page()
    wide = []
    for path in ACCOUNT_PAGES:
        page.goto(f"{prefix}{path}")
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            wide.append(path)
    context.close()

    assert (wide, violations) == ([], [])
