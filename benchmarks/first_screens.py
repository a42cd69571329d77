"""What a phone shows first, how many presses lead there, and how long the pages are, in both languages.

    .venv/bin/python benchmarks/first_screens.py

The window is 375 by 812 pixels; a screen is 812. Needs Chromium. Ends with 1 where a bar is not met.
"""

import platform
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright  # noqa: E402  the path comes first

from benchmarks._results import replace  # noqa: E402
from tests.machine import ARGUMENTS, CHROMIUM  # noqa: E402
from tests.served import Site  # noqa: E402

WIDTH, SCREEN = 375, 812
# The longest one.
ROADMAP = "/roadmaps/degree-route/"
# The most screens of a page before anything is unfolded.
MOST_SCREENS = {
    "/salaries/": 6,
    "/market/": 8,
    "/glossary/": 12,
    "/questions/": 12,
    ROADMAP: 8,
}
HALF_DONE = 5
BOTTOM = "element => Math.round(element.getBoundingClientRect().bottom + scrollY)"


def bottom_of(page, selector):
    """Where the first such element ends, in pixels; None where the page has none."""
    found = page.locator(selector)
    return found.first.evaluate(BOTTOM) if found.count() else None


class Visitor:
    """A phone of a new visitor, in one language."""

    def __init__(self, browser, url, prefix):
        self.context = browser.new_context(
            viewport={"width": WIDTH, "height": SCREEN}, has_touch=True
        )
        self.url, self.prefix = url, prefix
        self.page = self.context.new_page()

    def open(self, path):
        self.page.goto(self.url + self.prefix + path)
        return self.page

    def screens(self, path):
        height = self.open(path).evaluate("document.documentElement.scrollHeight")
        return height / SCREEN

    def finish_half(self, path):
        """Mark every second step of a roadmap as done."""
        stops = (
            self.open(path)
            .locator("li.stop")
            .evaluate_all("rows => rows.map(row => row.id)")
        )
        for slug in stops[: len(stops) // 2]:
            self.context.request.post(
                f"{self.url}/progress/steps/{slug}/",
                form={"state": "done", "roadmap": urlsplit(path).path.split("/")[2]},
                headers={"Origin": self.url},
            )


def pay_elsewhere(visitor):
    """The pay of another country than that of the language: presses from the first page, and where it stands."""
    page = visitor.open("/")
    page.locator("a[href*='country=GB']").first.click()
    return 1, bottom_of(page, ".reply .big")


def first_tick(visitor):
    page = visitor.open("/")
    page.locator(".begin .next .state > button").click()
    row = page.locator(".begin .stop.doing")
    row.locator(".state > button").last.click()
    page.locator(".begin .stop.done").wait_for()
    return 2


def course_of_a_row(visitor):
    """Presses from a row of the map to the page of a course outside; not every step has a course."""
    page = visitor.open(ROADMAP)
    rows = page.locator("li.stop a.title:visible").evaluate_all(
        "links => links.map(link => link.href)"
    )
    for row in rows[:5]:
        page.goto(row)
        if page.locator("main a.primary[href^='http']").count():
            return 2
    return None


def time_left(visitor):
    """Where the months at the visitor's own hours end."""
    page = visitor.open(ROADMAP)
    return bottom_of(page, ".pace")


def measure(browser, site, prefix):
    """(what, figure, bar) of everything."""
    presses, pay = pay_elsewhere(Visitor(browser, site.url, prefix))
    rows = [
        ("presses to the pay of the United Kingdom", presses, 2),
        ("pixels to that pay", pay, SCREEN),
        (
            "presses to the first tick",
            first_tick(Visitor(browser, site.url, prefix)),
            2,
        ),
        (
            "presses from a row to a course",
            course_of_a_row(Visitor(browser, site.url, prefix)),
            2,
        ),
        (
            "pixels to the time left",
            time_left(Visitor(browser, site.url, prefix)),
            SCREEN,
        ),
    ]
    visitor = Visitor(browser, site.url, prefix)
    rows += [
        (f"screens of `{path}`", round(visitor.screens(path), 1), most)
        for path, most in MOST_SCREENS.items()
    ]
    visitor.finish_half(ROADMAP)
    half = round(visitor.screens(ROADMAP), 1)
    return [*rows, (f"screens of `{ROADMAP}`, half done", half, HALF_DONE)]


def main():
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Site(folder)
        site.manage("prepare")
        site.start()
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            english, chinese = (
                measure(browser, site, prefix) for prefix in ("", "/zh-hans")
            )
        finally:
            browser.close()
            site.stop()
    lines = [
        f"| {what} | {figure} | {other} | {most} |"
        for (what, figure, most), (_, other, _) in zip(english, chinese, strict=True)
    ]
    head = f"{datetime.now(UTC):%Y-%m-%d}, {platform.machine()}, {WIDTH} by {SCREEN} pixels."
    table = "\n".join(
        ["| what | English | Chinese | at most |", "| --- | --- | --- | --- |", *lines]
    )
    replace("First screens", f"{head}\n\n{table}")
    print(table)
    missed = [
        what
        for what, figure, most in [*english, *chinese]
        if figure is None or figure > most
    ]
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
