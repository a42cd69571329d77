"""Back and two tabs, in a browser: a page that is older than what holds shows it anew, or asks before it overwrites."""

import pytest
from playwright.sync_api import expect

from tests.test_story_browser import device

pytestmark = pytest.mark.browser

STEP = "/steps/sql-databases/"
MAP = "/roadmaps/self-taught-route/?open=all"


def state_of(page):
    return page.locator("[id='sql-databases'] summary").first


def state_on(page):
    return state_of(page).inner_text()


def choose(page, verb, step="sql-databases"):
    row = page.locator(f"[id='{step}']")
    button = row.get_by_role("button", name=verb)
    if not button.first.is_visible():
        row.locator("summary").first.click()
    button.first.click()


@pytest.mark.parametrize("address", [STEP, MAP])
def test_back_shows_a_first_time_guest_what_was_done(chromium, site, address):
    with device(chromium, site) as page:
        page.goto(address)
        assert state_on(page) == "Not started"
        choose(page, "Mark as done")
        page.wait_for_selector("[id='sql-databases'].done")

        page.goto("/glossary/")
        page.go_back()

        page.wait_for_selector("[id='sql-databases'].done")
        expect(state_of(page)).to_have_text("Done")


def test_without_scripts_a_press_after_back_overwrites_nothing(chromium, site):
    with device(chromium, site, java_script_enabled=False) as page:
        page.goto(STEP)
        choose(page, "Mark as done")
        page.wait_for_selector(".step-buttons.done")
        page.go_back()
        if state_on(page) == "Not started":
            choose(page, "Start")
            page.get_by_text("it is “Done” now").wait_for()
            page.get_by_role("link", name="No, keep it").click()

        page.goto(STEP)
        assert state_on(page) == "Done"


def test_of_two_tabs_the_older_one_is_told(chromium, site):
    with device(chromium, site) as page:
        page.goto(STEP)
        choose(page, "Start")
        page.wait_for_selector(".step-buttons.doing")
        other = page.context.new_page()
        other.goto(STEP)
        choose(page, "Mark as done")
        page.wait_for_selector(".step-buttons.done")

        choose(other, "Skip")

        other.get_by_text("it is “Done” now").wait_for()
        expect(state_of(other)).to_have_text("Done")
        choose(other, "Skip")
        other.wait_for_selector(".step-buttons.skipped")
        expect(other.get_by_text("it is “Done” now")).to_be_hidden()


def test_quick_presses_on_one_page_all_count(chromium, site):
    """The second is pressed before the first is answered: the page is not older than its own presses."""
    with device(chromium, site) as page:
        page.goto(STEP)
        page.evaluate(
            """() => {
              const button = (verb) => [...document.querySelectorAll(".step-buttons button")]
                .find((each) => each.textContent === verb);
              const [start, done] = [button("Start"), button("Mark as done")];
              start.click();
              done.click();
            }"""
        )
        page.wait_for_selector(".step-buttons.done")
        expect(page.get_by_text("Your page was out of date")).to_be_hidden()
        page.reload()
        assert state_on(page) == "Done"


def test_a_text_that_is_being_typed_stays(chromium, site):
    with device(chromium, site) as page:
        page.goto(STEP)
        choose(page, "Start")
        page.wait_for_selector(".step-buttons.doing")
        page.locator(".aged:has(#my-note) > summary").click()
        page.locator("#my-note > details > summary").click()
        page.fill("#note-text", "half a sentence")

        page.evaluate(
            "dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))"
        )
        page.wait_for_timeout(500)

        assert page.input_value("#note-text") == "half a sentence"
