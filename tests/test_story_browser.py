"""The main job whole, in a browser: tick off as a guest, sign up, find the ticks again, go on from a second device."""

import re
from contextlib import contextmanager
from itertools import count

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

ROADMAP = "/roadmaps/self-taught-route/"
PASSWORD = "quiet-lantern-7"
FAILURES = {
    401: "you are signed out", 403: "came from another site", 409: "blocks cookies", 413: "without an account is full",
    422: "did not understand", 429: "too many changes", 503: "briefly unavailable", 500: "something went wrong",
}  # fmt: skip
addresses = (f"learner-{number}@example.org" for number in count(1))


@pytest.fixture
def steps(site):
    """The first steps of the roadmap that have a Start button."""
    import urllib.request  # without a browser and without cookies

    text = urllib.request.urlopen(f"{site.url}{ROADMAP}").read().decode()
    return re.findall(r'<li\s+class="stop not-started[^"]*"\s+id="([^"]+)"', text)[:6]


@contextmanager
def device(chromium, site, **options):
    """Another browser on another machine."""
    context = chromium.new_context(base_url=site.url, **options)
    yield context.new_page()
    context.close()


def row(page, step):
    return page.locator(f"li#{step}")


def state(page, step):
    """Of a row in a folded stage too."""
    return row(page, step).locator("summary").text_content().strip()


def press(page, step, name="Start"):
    row(page, step).get_by_role("button", name=re.compile(f"^{name}")).click()


def choose(page, step, name):
    row(page, step).locator("summary").click()
    press(page, step, name)


def sign_up(page, email, link_name="Create an account to keep it on every device"):
    page.get_by_role("link", name=link_name).click()
    page.locator("input[name=email]").fill(email)
    page.locator("input[name=password1]").fill(PASSWORD)
    page.locator("main form button").first.click()
    page.locator(".local-mail a").click()
    page.locator("main form button").first.click()


def sign_in(page, email):
    page.locator("header a[href*='/login/']").click()
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button").first.click()


def bring_ticks_of_a_second_device(page, email, skipped, done):
    page.goto(ROADMAP)
    choose(page, skipped, "Skip")
    page.wait_for_selector(f"li#{skipped}.skipped")
    choose(page, done, "Mark as done")
    page.wait_for_selector(f"li#{done}.done")
    sign_in(page, email)
    page.locator("h1").get_by_text("This browser holds 1 tick").wait_for()
    page.get_by_role("button", name="Add it to my account").click()
    page.wait_for_url(f"**{ROADMAP}")


@pytest.mark.parametrize("scripts", [True, False])
def test_ticks_go_along_into_an_account_and_come_together_from_two_devices(
    chromium, site, steps, scripts
):
    email = next(addresses)
    first, second, third, *_ = steps
    with device(chromium, site, java_script_enabled=scripts) as page:
        page.goto(ROADMAP)
        press(page, first)
        page.wait_for_selector(f"li#{first}.doing")
        press(page, first, "Mark as done")
        page.wait_for_selector(f"li#{first}.done")
        choose(page, second, "I know this already")
        page.wait_for_selector(f"li#{second}.known")
        expect(page.locator("#left")).to_contain_text("2 of")

        sign_up(page, email)
        page.wait_for_url(f"**{ROADMAP}")
        assert (state(page, first), state(page, second)) == ("Done", "Known already")
        assert (
            page.locator("main").get_by_text("Saved in this browser only").count() == 0
        )
        press(page, third)
        page.wait_for_selector(f"li#{third}.doing")

    with device(chromium, site, java_script_enabled=scripts) as page:
        bring_ticks_of_a_second_device(page, email, first, third)
        assert [state(page, step) for step in (first, second, third)] == [
            "Done",
            "Known already",
            "Done",
        ]

        page.get_by_role("link", name="My path").click()
        assert "3 of" in page.locator(".whole-route").inner_text()


@pytest.mark.parametrize("scripts", [True, False])
def test_an_undo_stands_beside_the_press(chromium, site, steps, scripts):
    with device(chromium, site, java_script_enabled=scripts) as page:
        page.goto(ROADMAP)
        choose(page, steps[0], "Skip")
        page.wait_for_selector(f"li#{steps[0]}.skipped")

        press(page, steps[0], "Undo")
        page.wait_for_selector(f"li#{steps[0]}.not-started")

        assert page.get_by_role("button", name=re.compile("^Undo")).count() == 0


def test_the_page_stays_where_it_is_with_scripts(page, site, steps):
    page.goto(f"{site.url}{ROADMAP}")
    page.evaluate("window.untouched = true")

    press(page, steps[0])
    page.wait_for_selector(f"li#{steps[0]}.doing")

    assert page.evaluate("window.untouched") is True


def test_quick_presses_lose_nothing(page, site, steps):
    page.goto(f"{site.url}{ROADMAP}?open=all")
    buttons = (
        "steps => steps.forEach(step => "
        "document.querySelector(`#${step} > .state > button[value=doing]`).click())"
    )

    page.evaluate(buttons, steps)
    page.wait_for_selector(f"li#{steps[-1]}.doing")
    page.reload()

    assert [state(page, step) for step in steps] == ["Under way"] * len(steps)


def test_presses_from_two_tabs_at_once_lose_nothing(context, site, steps):
    tabs = [context.new_page(), context.new_page()]
    for tab in tabs:
        tab.goto(f"{site.url}{ROADMAP}")
    press(tabs[0], steps[0])
    tabs[0].wait_for_selector(f"li#{steps[0]}.doing")

    for tab, step in zip(tabs, steps[1:3], strict=True):
        tab.evaluate(
            "step => document.querySelector(`#${step} > .state > button`).click()", step
        )
    for tab, step in zip(tabs, steps[1:3], strict=True):
        tab.wait_for_selector(f"li#{step}.doing")
    tabs[0].reload()

    assert [state(tabs[0], step) for step in steps[:3]] == ["Under way"] * 3


def test_the_keyboard_is_enough_and_keeps_its_place(page, site, steps):
    page.goto(f"{site.url}{ROADMAP}")
    row(page, steps[0]).locator("a.title").focus()

    page.keyboard.press("Tab")  # the state
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Mark as done")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"li#{steps[0]}.done")

    page.wait_for_function("document.activeElement.tagName == 'SUMMARY'")
    assert page.evaluate("document.activeElement.closest('li').id") == steps[0]
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Undo")


def test_a_press_without_connection_waits_and_goes_through_later(
    page, context, site, steps
):
    page.goto(f"{site.url}{ROADMAP}")
    context.set_offline(True)

    press(page, steps[0])
    message = page.locator("#press-errors p")
    message.wait_for()
    assert "you are offline" in message.inner_text()
    assert state(page, steps[0]) == "Not started"

    context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    page.wait_for_selector(f"li#{steps[0]}.doing")
    message.wait_for(state="detached")


def test_each_failure_has_words_and_keeps_the_press(page, site, steps):
    page.goto(f"{site.url}{ROADMAP}")
    failure = {}
    page.route(
        "**/progress/steps/**",
        lambda route: route.fulfill(status=failure["status"], body="no"),
    )
    for status, words in FAILURES.items():
        failure["status"] = status

        # A button whose press is on its way hears no other, until a moment after the words appear.
        expect(row(page, steps[0]).locator("[aria-busy=true]")).to_have_count(0)
        press(page, steps[0])

        page.locator("#press-errors p").get_by_text(words).wait_for()
        again = page.get_by_role("button", name="Try again")
        assert (again.get_attribute("name"), again.get_attribute("value")) == (
            "state",
            "doing",
        )
        assert again.evaluate("button => button.formAction").endswith(
            f"/progress/steps/{steps[0]}/?seen=not-started"
        )
        assert state(page, steps[0]) == "Not started"


def test_on_its_own_page_a_step_changes_in_place(page, site, steps):
    page.goto(f"{site.url}/steps/{steps[0]}/")
    buttons = page.locator(f"#{steps[0]}")

    buttons.get_by_role("button", name="Start").click()
    page.wait_for_selector(f"#{steps[0]}.doing")
    buttons.get_by_role("button", name="Mark as done").click()
    page.wait_for_selector(f"#{steps[0]}.done")


def test_the_story_in_chinese(chromium, site, steps):
    with device(chromium, site, locale="zh-CN") as page:
        page.goto(f"/zh-hans{ROADMAP}")
        row(page, steps[0]).locator(".state > button").click()
        page.wait_for_selector(f"li#{steps[0]}.doing")
        assert (
            row(page, steps[0])
            .locator("a.title")
            .get_attribute("href")
            .partition("?")[0]
            == f"/zh-hans/steps/{steps[0]}/"
        )
        page.locator("main a[href*='/signup/']").first.click()
        page.locator("input[name=email]").fill(next(addresses))
        page.locator("input[name=password1]").fill(PASSWORD)
        page.locator("main form button").first.click()
        page.locator(".local-mail a").click()
        page.locator("main form button").first.click()

        page.wait_for_url(f"**/zh-hans{ROADMAP}")
        assert page.locator("html").get_attribute("lang") == "zh-Hans"
        page.wait_for_selector(f"li#{steps[0]}.doing")


def test_the_pieces_of_the_lines_join_on_a_phone(chromium, site):
    """From row to row of a stage; a rule or a press button below a row must not take the lines apart."""
    with device(chromium, site, viewport={"width": 375, "height": 800}) as phone:
        phone.goto(f"{ROADMAP}?open=all")
        gaps = phone.locator(
            ".line-map > li"
        ).evaluate_all("""rows => rows
            .filter((row) => row.matches("li + li"))
            .map((row) => row.querySelector(".rails").getBoundingClientRect().top -
            row.previousElementSibling.querySelector(".rails").getBoundingClientRect().bottom)""")

    assert (len(gaps) > 20, {round(gap, 3) for gap in gaps}) == (True, {0})
