"""The pages of an account and of a learner: axe finds nothing, and nothing scrolls sideways on a narrow phone."""

from uuid import uuid4

import pytest

from tests.machine import watch
from tests.people import make_person
from tests.served_people import bring_session, inside, new_session
from tests.test_access import NARROW, WIDE, faults
from tests.walked_pages import ACCOUNT_PAGES

pytestmark = pytest.mark.browser

SAVE = "main form.card button.primary"


@pytest.fixture(scope="module")
def account(site, django_db_blocker):
    """The session of somebody who has just shown that it is them."""
    with inside(site, django_db_blocker):
        return new_session(make_person(f"access-{uuid4().hex[:8]}@example.org"))


@pytest.mark.parametrize(
    ("prefix", "scheme"),
    [("", "light"), ("/zh-hans", "dark")],
    ids=["en-light", "zh-dark"],
)
def test_axe_finds_nothing_on_the_pages_of_an_account_and_none_is_wide_or_breaks_the_policy(
    site, chromium, account, prefix, scheme
):
    """One visit for all. What the policy says of axe's own measuring in forms is not ours."""
    context = chromium.new_context(base_url=site.url, color_scheme=scheme)
    bring_session(site, context, account)
    complaints = watch(context)
    page = context.new_page()
    found = {}
    for path in ACCOUNT_PAGES:
        complaints.clear()
        page.set_viewport_size(NARROW)
        page.goto(f"{prefix}{path}")
        assert "/login/" not in page.url, path
        width = page.evaluate("document.documentElement.scrollWidth")
        broken = [*complaints]
        page.set_viewport_size(WIDE)
        found[path] = width <= NARROW["width"], broken, faults(page)
    context.close()

    assert found == {path: (True, [], []) for path in ACCOUNT_PAGES}


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
