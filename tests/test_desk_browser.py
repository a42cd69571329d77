"""The editors' desk and its queues in a browser: keys are enough, a phone is wide enough, scripts are not needed."""

import re

import pytest

from tests.test_access import faults

pytestmark = pytest.mark.browser
QUEUES = [
    "find/?q=python",
    "missed-searches/",
    "missing-texts/",
    "stale-texts/",
    "guide/report/",
    "guide/link/",
    "guide/conflict/",
    "guide/course/?needs=price",
    "guide/revision/?state=waiting",
]
ROW = ".desk__work li"


def test_axe_finds_nothing_on_the_desk_and_its_queues_and_none_scrolls_sideways(
    site, desks
):
    page, found = desks("queues@desk.example"), {}

    for prefix, scheme in (("", "light"), ("/zh-hans", "dark")):
        page.emulate_media(color_scheme=scheme)
        for path in ("", *QUEUES):
            page.set_viewport_size({"width": 1280, "height": 900})
            page.goto(f"{site.url}{prefix}/admin/{path}")
            said = faults(page)
            page.set_viewport_size({"width": 375, "height": 812})
            width = page.evaluate("document.documentElement.scrollWidth")
            found[prefix, path] = said, width

    assert found == dict.fromkeys(found, ([], 375))


def tab_to(page, target):
    """How many times the key is pressed until the element has the focus, and sees it."""
    for presses in range(1, 60):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            assert target.evaluate("element => element.matches(':focus-visible')")
            return presses
    raise AssertionError("It cannot be reached by the keyboard.")


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_work_is_found_and_begun_by_keyboard(site, desks, prefix):
    page = desks("keys@desk.example")
    page.goto(f"{site.url}{prefix}/admin/")
    row = page.locator(ROW).first
    address = row.locator("a").get_attribute("href")

    tab_to(page, page.locator("#find-record"))
    page.keyboard.type("python")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/find/\?q=python"))
    assert page.locator(".desk__found a").count() > 0
    page.go_back()
    assert tab_to(page, row.locator("a")) < 40
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site.url}{address}")


def test_without_scripts_the_numbers_are_those_of_the_lists_and_records_are_found(
    site, desks
):
    page = desks("plain@desk.example", java_script_enabled=False)
    page.goto(f"{site.url}/admin/")
    price = page.locator(ROW, has=page.locator("#work-course-price"))
    number = int(price.locator(".desk__number").inner_text())

    price.locator("a").click()
    assert page.locator(".paginator").first.inner_text().strip().startswith(str(number))

    page.goto(f"{site.url}/admin/")
    page.fill("#find-record", "sql databases")
    page.press("#find-record", "Enter")
    page.locator(".desk__found a").first.click()
    page.wait_for_url(re.compile(r"/change/"))
