"""Access: axe finds nothing on one page of each template, the page never scrolls sideways, the map reads as a list."""

import pytest
from axe_playwright_python.sync_playwright import Axe

PAGES = [
    "/",
    "/roadmaps/",
    "/roadmaps/degree-route/",
    "/roadmaps/first-model-starter/",
    "/steps/sql-databases/",
    "/skills/",
    "/skills/python/",
    "/courses/",
    "/courses/?skill=sql&level=nonsense&page=99",
    "/courses/microsoft-mcsa-retirement/",
    "/salaries/",
    "/roles/",
    "/roles/machine-learning-engineer/",
    "/roles/compare/?a=data-scientist&b=data-engineer&c=software-engineer",
    "/guide/",
    "/guide/what-is-machine-learning/",
    "/guide/neighbours-of-the-role/",
    "/guide/what-it-pays/",
    "/questions/",
    "/beliefs/",
    "/further-reading/",
    "/glossary/",
    "/industries/",
    "/market/",
    "/sources/",
    "/sources/article-000/",
    "/my/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/no-such-page/",
]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def faults(page):
    report = Axe().run(page, options=RULES)
    return [(found["id"], node["target"][0]) for found in report.response["violations"] for node in found["nodes"]]


@pytest.mark.browser
@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    ("prefix", "scheme"), [("", "light"), ("/zh-hans", "dark")], ids=["english-light", "chinese-dark"]
)
def test_axe_finds_nothing(site, chromium, path, prefix, scheme):
    page = chromium.new_page(color_scheme=scheme)
    page.goto(site.url + prefix + path)

    found = faults(page)
    page.close()

    assert found == []


@pytest.mark.browser
@pytest.mark.parametrize("prefix", ["", "/zh-hans"], ids=["english", "chinese"])
def test_nothing_scrolls_sideways_at_320_pixels(site, chromium, prefix):
    page = chromium.new_page(viewport={"width": 320, "height": 640})
    wide = []
    for path in PAGES:
        page.goto(site.url + prefix + path)
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            wide.append(path)
    page.close()

    assert wide == []


@pytest.mark.browser
def test_every_target_is_large_enough(site, chromium):
    """24 by 24 px, or inside a sentence; the rule of WCAG 2.2, measured on the fullest page."""
    page = chromium.new_page()
    page.goto(site.url + "/roadmaps/degree-route/")
    small = page.evaluate(
        """[...document.querySelectorAll('button, summary, nav a, .title')].filter(e => {
             const box = e.getBoundingClientRect(); return box.width && (box.width < 24 || box.height < 20) }).length"""
    )
    page.close()

    assert small == 0


@pytest.mark.browser
def test_the_skip_link_comes_first_and_leads_to_the_content(site, page):
    page.goto(site.url + "/roadmaps/self-taught-route/")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.browser
def test_the_map_reads_as_a_list(site, chromium):
    """What a screen reader says of the shortest roadmap: an ordered list with words for track, hours and state."""
    page = chromium.new_page()
    page.goto(site.url + "/roadmaps/first-model-starter/")

    spoken = page.locator(".line-map").aria_snapshot()
    page.close()

    assert spoken == EXPECTED


EXPECTED = """\
"""
