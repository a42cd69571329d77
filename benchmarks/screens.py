"""How far everything is on a phone: how many screens a page has, where its answer stands, how many presses away.

    .venv/bin/python benchmarks/screens.py [http://localhost:PORT] [PATH …]

With paths it only prints how many screens they are; with the address of a site that runs it starts none.

Chromium at 375 × 812 pixels, a guest, no scripts of ours needed. A screen is 812 pixels of the page before anything is
unfolded; an answer stands in the first one when its words end there. Presses are counted from the page named.
"""

import os
import platform
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import (
    Browser,
    BrowserContext,
    Error,
    Page,
    sync_playwright,
)

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import _results  # noqa: E402  the path comes first
from tests.machine import ARGUMENTS, CHROMIUM  # noqa: E402
from tests.served import Site  # noqa: E402

WIDTH, HEIGHT = 375, 812
MOST_PRESSES = 2
MOST_PAGES = 60  # that are opened while a way is looked for
LANGUAGES = {"en": "", "zh": "/zh-hans"}
# Screens before unfolding; None where no bar was set.
SCREENS = {
    "/": None,
    "/roadmaps/": None,
    "/roles/machine-learning-engineer/": 7,
    "/steps/sql-databases/": None,
    "/skills/": 5,
    "/courses/": None,
    "/salaries/": 6,
    "/salaries/united-kingdom/": None,
    "/salaries/all/": 7,
    "/salaries/series/": 7,
    "/industries/": 6,
    "/market/": 8,
    "/glossary/": 12,
    "/questions/": 12,
    "/guide/": None,
    "/my/": None,
}
LONGEST_ROADMAP, HALF_DONE_ROADMAP = 8, 5
UK_PAY = r"£\s?\d[\d,.]*"
UK_WORDS = r"United Kingdom"
ROLE_WORDS = r"[Mm]achine learning engineer"
PAY_PAGES = re.compile(r"^(?!.*\.(?:csv|json)).*(?:salar|roles/|pay|country)")
LEFT_WORDS = r"\d[\d.,–-]*\s*(?:months?|weeks?|years?)"
HOURS_WORDS = r"(?:h|hours)\s+a\s+week"
# The first element with words of its own that match, and that is seen: where it begins and ends.
PLACE_OF_WORDS = """
pattern => {
  const words = new RegExp(pattern)
  const seen = e => e.checkVisibility() && e.getBoundingClientRect().height > 0
  const all = [...document.querySelectorAll("main *")].filter(e => words.test(e.innerText || "") && seen(e))
  const least = all.filter(e => !all.some(other => other !== e && e.contains(other)))
  if (!least.length) return null
  const boxes = least.map(e => e.getBoundingClientRect()).map(b => [b.top + scrollY, b.bottom + scrollY])
  return boxes.sort((a, b) => a[1] - b[1])[0]
}
"""
LINKS = """
() => [...document.querySelectorAll("main a[href], header a[href]")]
  .filter(a => a.host === location.host && a.checkVisibility()).map(a => a.pathname + a.search)
"""


class Phone:
    """A guest with a phone. Each page is opened as by a press, and looked at from its top."""

    def __init__(self, browser: Browser, site: str):
        self.site = site
        self.context: BrowserContext = browser.new_context(
            base_url=site,
            viewport={"width": WIDTH, "height": HEIGHT},
            device_scale_factor=2,
            has_touch=True,
            is_mobile=True,
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(30_000)
        self.page: Page = self.context.new_page()

    def open(self, path: str) -> Page:
        answer = self.page.goto(path)
        assert answer, path
        assert answer.ok, f"{path}: {answer.status}"
        return self.page

    def screens(self, path: str) -> float:
        height = self.open(path).evaluate("document.documentElement.scrollHeight")
        return round(height / HEIGHT, 1)

    def end_of(self, *patterns: str) -> float | None:
        """Where the last of the first matches ends, in pixels from the top; None where one is missing."""
        places = [self.page.evaluate(PLACE_OF_WORDS, pattern) for pattern in patterns]
        return max(place[1] for place in places) if all(places) else None

    def links(self) -> list[str]:
        return list(dict.fromkeys(self.page.evaluate(LINKS)))

    def mark_done(self, slug: str):
        answer = self.context.request.post(
            f"/progress/steps/{slug}/",
            form={"state": "done"},
            headers={"Origin": self.site, "Sec-Fetch-Site": "same-origin"},
        )
        assert answer.ok, f"{slug}: {answer.status}"


@contextmanager
def phone(browser: Browser, site: str) -> Iterator[Phone]:
    guest = Phone(browser, site)
    yield guest
    guest.context.close()


@contextmanager
def served_site() -> Iterator[str]:
    """The address of the site that was named, or of one with the real content that is started for this."""
    if named := [part for part in sys.argv[1:] if part.startswith("http")]:
        yield named[0]
        return
    with tempfile.TemporaryDirectory() as folder:
        site = Site(folder, STATIC_ROOT=f"{folder}/static", PRESSES_A_MINUTE="10000")
        site.manage("collectstatic", "--noinput", "-v0")
        site.manage("prepare")
        site.start()
        try:
            yield site.url
        finally:
            site.stop()


def main():
    paths = [part for part in sys.argv[1:] if part.startswith("/")]
    with served_site() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        if paths:
            with phone(browser, site) as guest:
                for path in paths:
                    print(f"{path}: {guest.screens(path)}")
            return
        rows = [*ways(browser, site), *lengths(browser, site)]
    lines = [
        f"{datetime.now(UTC):%Y-%m-%d}, {platform.machine()}, Chromium, {WIDTH} × {HEIGHT} pixels.",
        "",
        "| what | bar | measured | kept |",
        "| --- | --- | --- | --- |",
        *(f"| {' | '.join(row)} |" for row in rows),
    ]
    print("\n".join(lines))
    _results.replace("Screens of a phone", "\n".join(lines))


def row(what: str, bar: float | None, found: float | None, unit: str, more: str = ""):
    """One line of the results: what was measured, its bar, the figure, and whether it keeps the bar."""
    verdict = "" if bar is None else "no" if found is None or found > bar else "yes"
    shown = "not found" if found is None else f"{found:g} {unit}"
    return (
        what,
        "" if bar is None else f"≤ {bar:g}",
        f"{shown}{more and f', {more}'}",
        verdict,
    )


# Where answers stand, and the presses that lead to them


def ways(browser: Browser, site: str):
    for measure in (way_to_pay, way_to_first_tick, way_to_course, what_is_left):
        with phone(browser, site) as guest:
            try:
                yield from measure(guest)
            except Error as fault:  # of the browser: what is looked for is not there
                yield measure.__name__, "", fault.message.partition("\n")[0], "no"


def way_to_pay(guest: Phone):
    """Breadth first from home, over pages about pay, to the first one that answers within its first screen."""
    waiting, known, opened = [("/", 0)], {"/"}, 0
    nearest = None
    while waiting and opened < MOST_PAGES:
        path, presses = waiting.pop(0)
        guest.open(path)
        opened += 1
        end = guest.end_of(UK_PAY, UK_WORDS, ROLE_WORDS)
        if end is not None and (nearest is None or end < nearest[2]):
            nearest = (path, presses, end)
            if end <= HEIGHT:
                break
        if presses < MOST_PRESSES:
            new = [
                link
                for link in guest.links()
                if link not in known and PAY_PAGES.search(link)
            ]
            known.update(new)
            waiting += [(link, presses + 1) for link in new]
    path, presses, end = nearest or ("", None, None)
    what = "pay of the role in the United Kingdom"
    yield row(f"{what}: words end at", HEIGHT, end and round(end), "px", f"`{path}`")
    yield row(f"{what}: from home", MOST_PRESSES, presses, "presses")


def way_to_first_tick(guest: Phone):
    """The first button of a step that is seen, on home or on a roadmap that home leads to; it is pressed."""
    state = ".stop button[name=state]:visible"
    guest.open("/")
    presses = 1
    if not guest.page.locator(state).count():
        guest.open(next(link for link in guest.links() if "/roadmaps/" in link))
        presses += 1
    button = guest.page.locator(state).first
    words, place = button.inner_text(), button.bounding_box() or {"y": 0}
    button.click()
    guest.page.wait_for_load_state("networkidle")
    more = f"“{words}” at {place['y']:.0f} px"
    yield row("first tick from home", MOST_PRESSES, presses, "presses", more)


def way_to_course(guest: Phone):
    """From a row of the map to a course: the row, then the button of the course on its step. Some steps need none."""
    guest.open("/roadmaps/self-taught-route/")
    rows = guest.page.locator("main .stop a.title:visible")
    steps = [one.get_attribute("href") or "" for one in rows.all()[:10]]
    what = "from a map row to the course"
    for step in steps:
        guest.open(step)
        course = guest.page.locator("main a.primary[href^=http]:visible")
        if course.count():
            place = course.first.bounding_box() or {"y": 0}
            more = f"`{step}`, at {place['y']:.0f} px"
            yield row(what, MOST_PRESSES, 2, "presses", more)
            return
    yield row(what, MOST_PRESSES, None, "presses")


def what_is_left(guest: Phone):
    guest.open("/roadmaps/self-taught-route/")
    end = guest.end_of(LEFT_WORDS, HOURS_WORDS)
    yield row(
        "roadmap, what is left at my hours: ends at", HEIGHT, end and round(end), "px"
    )


# In how many screens pages are


def lengths(browser: Browser, site: str):
    with phone(browser, site) as guest:
        for path, bar in SCREENS.items():
            for prefix in LANGUAGES.values():
                yield row(
                    f"`{prefix}{path}`", bar, guest.screens(prefix + path), "screens"
                )
    yield from roadmap_lengths(browser, site)


def roadmap_lengths(browser: Browser, site: str):
    """The longest roadmap in each language, with nothing done and with every second half of its steps done."""
    for prefix in LANGUAGES.values():
        with phone(browser, site) as guest:
            guest.open(f"{prefix}/roadmaps/")
            start = f"{prefix}/roadmaps/"
            paths = [
                link
                for link in guest.links()
                if link.startswith(start) and link != start and "?" not in link
            ]
            screens, path = max((guest.screens(path), path) for path in paths)
            yield row(
                f"longest roadmap, nothing done: `{path}`",
                LONGEST_ROADMAP,
                screens,
                "screens",
            )
            guest.open(path)
            slugs = guest.page.eval_on_selector_all(
                "main .stop", "all => all.map(e => e.id)"
            )
            for slug in slugs[: len(slugs) // 2]:
                guest.mark_done(slug)
            half = guest.screens(path)
            yield row(
                f"the same, half of its {len(slugs)} steps done",
                HALF_DONE_ROADMAP,
                half,
                "screens",
            )


if __name__ == "__main__":
    os.environ.setdefault("CAREERPATH_LOCAL", "1")
    main()
