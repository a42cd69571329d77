"""What a learner writes on a step, whole, in a browser: as a guest, through sign-up, in two tabs, when saving fails."""

from itertools import count

import pytest
from playwright.sync_api import expect

from tests.test_access import faults
from tests.test_story_browser import device

pytestmark = pytest.mark.browser

STEP = "/steps/sql-databases/"
addresses = (f"writer-{number}@example.org" for number in count(1))


def tick(page, number):
    page.locator(".checks button").nth(number).click()
    page.wait_for_selector(f".checks li:nth-child({number + 1}) [aria-pressed=true]")


def open_journal(page):
    """It lies folded until something is written."""
    if not page.locator("#my-note").is_visible():
        page.locator("details:has(#my-note).aged > summary").click()


def write_note(page, text):
    open_journal(page)
    page.locator("#my-note > details > summary").click()
    page.fill("#note-text", text)
    page.locator("#my-note form button.primary").first.click()


def join(page):
    """Goes on with an account, from the sentence below the criteria."""
    page.locator("#my-criteria .waits a[href*='/signup/']").click()
    page.locator("input[name=email]").fill(next(addresses))
    page.locator("input[name=password1]").fill("quiet-lantern-7")
    page.locator("main form button").first.click()
    page.locator(".local-mail a").click()
    page.locator("main form button").first.click()
    page.wait_for_url(f"**{STEP}")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_guest_writes_signs_up_finds_it_all_and_goes_on(chromium, site, scripts):
    with device(chromium, site, java_script_enabled=scripts) as page:
        page.goto(STEP)
        tick(page, 0)
        write_note(page, "Joins are *fun*")
        page.wait_for_selector("#my-note .prose em")
        join(page)

        assert page.locator(".checks [aria-pressed=true]").count() == 1
        assert page.locator("#my-note .prose").inner_text() == "Joins are fun"
        assert page.locator(".waits").count() == 0

        for number in range(1, page.locator(".checks button").count()):
            tick(page, number)
        page.get_by_role("button", name="Mark the step as done").click()
        page.wait_for_selector(".step-buttons.done")
        expect(page.get_by_text("You can do all of these.")).to_be_hidden()

        row = page.locator(".my-course").first
        row.locator("summary").click()
        row.get_by_role("button", name="I have finished it").click()
        page.get_by_role("button", name="I know this now").first.click()
        page.get_by_text("What it covers is now marked as known.").wait_for()
        page.locator(".covers").get_by_role("button", name="Undo").click()
        page.get_by_role("button", name="I know this now").first.wait_for()

        page.locator("#my-links > details > summary").click()
        page.fill("#link-url", "code.example/sql")
        page.get_by_role("button", name="Add the link").click()
        page.locator(".evidence").get_by_text("code.example", exact=True).wait_for()
        page.get_by_role("button", name="+ 30 min").click()
        page.get_by_text("0.5 h so far").wait_for()
        page.get_by_role("button", name="Undo 0.5 h").click()
        page.get_by_text("Log how long you worked on it").wait_for()


def save_conflicting_note(other):
    """In the second tab: both texts are shown, and one made of them is saved."""
    write_note(other, "from there")
    other.locator(".conflict h3").wait_for()
    assert other.input_value("#note-text") == "from there"
    assert other.locator(".conflict .text").all_inner_texts()[:2] == [
        "from here",
        "from there",
    ]
    assert faults(other) == []
    other.fill("#note-edited", "from both")
    other.get_by_role("button", name="Save this one").click()
    other.locator("#my-note .prose").get_by_text("from both").wait_for()


def test_two_tabs_and_failures_lose_no_text(context, site):
    page = context.new_page()
    page.goto(f"{site.url}{STEP}")
    tick(page, 0)
    join(page)
    other = context.new_page()
    other.goto(f"{site.url}{STEP}")
    write_note(page, "from here")
    page.wait_for_selector("#my-note .prose")

    save_conflicting_note(other)
    page.reload()
    open_journal(page)
    page.locator("#my-note > details > summary").click()
    see_refused_saves_keep_the_text(page)
    see_a_save_offline_keep_the_text(context, page)


def see_refused_saves_keep_the_text(page):
    failing = {}
    page.route(
        "**/note/",
        lambda route: route.fulfill(status=failing["status"], body="no"),
        times=2,
    )
    for status, words in ((429, "too many changes"), (503, "briefly unavailable")):
        failing["status"] = status
        page.fill("#note-text", f"kept through {status}")
        page.get_by_role("button", name="Save the note").click()
        page.locator("#press-errors p").get_by_text(words).wait_for()
        assert page.input_value("#note-text") == f"kept through {status}"
    page.fill("#note-text", "x" * 10_001)
    page.get_by_role("button", name="Save the note").click()
    page.get_by_text("Your note is 1 character too long").wait_for()
    assert len(page.input_value("#note-text")) == 10_001
    page.wait_for_function(
        "document.activeElement.matches('#note-text[aria-invalid=true]')"
    )


def see_a_save_offline_keep_the_text(context, page):
    context.set_offline(True)
    page.fill("#note-text", "kept without a connection")
    page.get_by_role("button", name="Save the note").click()
    expect(
        page.locator("#press-errors p").get_by_text("you are offline")
    ).to_be_in_viewport()
    context.set_offline(False)
    save = page.get_by_role("button", name="Save the note")
    expect(save).not_to_have_attribute(
        "aria-busy", "true"
    )  # it hears no press until then
    save.click()
    page.locator("#my-note .prose").get_by_text("kept without a connection").wait_for()


def test_the_keyboard_is_enough_keeps_its_place_and_speaks_chinese(page, site):
    page.goto(f"{site.url}/zh-hans{STEP}")
    page.locator(".checks button").first.focus()

    page.keyboard.press("Space")
    page.wait_for_selector(".checks li:first-child [aria-pressed=true]")
    page.wait_for_function("document.activeElement.closest('.checks li:first-child')")
    expect(page.locator("#press-said")).to_have_text("注册后才能保存。")

    open_journal(page)
    page.locator("#my-note > details > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("一条笔记")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("#my-note .prose").get_by_text("一条笔记").wait_for()
    page.wait_for_function("document.activeElement.matches('#my-note summary')")
    assert (
        page.locator(".waits")
        .first.inner_text()
        .startswith("这些内容先留在这个浏览器里")
    )
    assert faults(page) == []


def test_escape_closes_a_menu_of_states_and_goes_back_to_its_button(page, site):
    page.goto(f"{site.url}{STEP}")
    page.locator(".my-course summary").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("name", "course")

    page.keyboard.press("Escape")

    expect(page.locator("details[name=state][open]")).to_have_count(0)
    page.wait_for_function("document.activeElement.matches('.my-course summary')")


def test_an_open_menu_closes_when_something_else_is_pressed(page, site):
    page.goto(f"{site.url}{STEP}")
    menus = page.locator("details[name=state]")
    for _press in range(2):
        menus.first.locator("summary").click()
    expect(menus.first).to_have_js_property("open", False)

    menus.first.locator("summary").click()
    menus.nth(1).locator("summary").click()
    expect(page.locator("details[name=state][open]")).to_have_count(1)

    page.locator("h1").click()
    page.wait_for_function("!document.querySelector('details[name=state][open]')")


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_summary_criteria_and_the_first_course_stand_above_the_fold(page, site, prefix):
    page.goto(f"{site.url}{prefix}{STEP}")

    bottoms = page.evaluate(
        """['.lede', '.checks', '.choice'].map(found =>
             document.querySelector(found).getBoundingClientRect().bottom)"""
    )
    small = page.evaluate(
        """[...document.querySelectorAll('main :is(button, summary)')].filter(element => {
             const box = element.getBoundingClientRect();
             return box.width && (box.width < 24 || box.height < 24) }).map(element => element.textContent)"""
    )

    assert [bottom for bottom in bottoms if bottom > 900] == []
    assert small == []
