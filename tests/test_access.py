"""Access: axe finds nothing on one page of each template, no page scrolls sideways, the map reads as a list."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.machine import watch
from tests.walked_pages import PUBLIC_PAGES

SCHEMES = ["light", "dark"]
# Of what is right axe need not name every element, which is most of its work.
RULES = {
    "runOnly": [
        "wcag2a",
        "wcag2aa",
        "wcag21a",
        "wcag21aa",
        "wcag22aa",
        "best-practice",
    ],
    "resultTypes": ["violations"],
}
# The rest of its report, which is long, stays in the browser.
RUN = """async rules => (await axe.run(rules)).violations.flatMap(
  found => found.nodes.map(node => [found.id, node.target[0]]))"""
# Axe reads each colour anew for every element, thousands of times on a long page that has five of them.
READ_COLOURS_ONCE = """(() => {
  const { prototype } = axe.commons.color.Color, read = prototype.parseString, known = new Map();
  prototype.parseString = function (text) {
    if (known.has(text)) [this.r, this.g, this.b, this.alpha] = known.get(text);
    else {
      read.call(this, text);
      known.set(text, [this.r, this.g, this.b, this.alpha]);
    }
    return this;
  };
})();"""
AXE = AXE_SCRIPT + READ_COLOURS_ONCE
WIDE, NARROW = {"width": 1280, "height": 720}, {"width": 320, "height": 640}


def faults(page):
    """Each with the rule and the element that breaks it."""
    page.evaluate(AXE)
    return page.evaluate(RUN, RULES)


@pytest.fixture(scope="module")
def visitors(chromium):
    """The page of a visitor for each colour scheme, and what their browsers complain of.

    They go from page to page as anybody does: files are loaded once, and no process starts for each page.
    """
    contexts = {scheme: chromium.new_context(color_scheme=scheme) for scheme in SCHEMES}
    yield {
        scheme: (context.new_page(), watch(context))
        for scheme, context in contexts.items()
    }
    for context in contexts.values():
        context.close()


@pytest.mark.browser
@pytest.mark.parametrize("path", PUBLIC_PAGES)
@pytest.mark.parametrize(
    ("prefix", "scheme"),
    [("", "light"), ("/zh-hans", "dark")],
    ids=["english-light", "chinese-dark"],
)
def test_axe_finds_nothing_and_nothing_scrolls_sideways_leaves_the_site_or_is_inline(
    site, visitors, path, prefix, scheme
):
    """One visit for all that a browser can say of a page: it is the visit that takes time."""
    page, complaints = visitors[scheme]
    page.set_viewport_size(WIDE)
    complaints.clear()
    status = page.goto(site.url + prefix + path).status

    found = faults(page)
    page.set_viewport_size(NARROW)
    width = page.evaluate("document.documentElement.scrollWidth")

    assert status == (404 if path == "/no-such-page/" else 200)
    assert found == []
    assert width <= 320
    assert complaints == []


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
    page.wait_for_function("document.activeElement.id == 'main'")


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 375])
def test_a_pressed_row_fits_a_phone(site, chromium, width):
    """With “Undo” it has one thing more than before."""
    page = chromium.new_page(viewport={"width": width, "height": 800})
    page.goto(site.url + "/roadmaps/weekend-route/")
    page.locator(".stop .state").get_by_role("button", name="Start").first.click()
    page.locator(".stop.doing [name=undo]").wait_for()
    shown = page.evaluate("document.documentElement.scrollWidth")
    page.close()

    assert shown == width


@pytest.mark.browser
def test_a_printed_map_is_a_checklist(site, chromium):
    """A box for each step and no buttons; dark colours do not reach the paper."""
    page = chromium.new_page(color_scheme="dark")
    page.goto(site.url + "/roadmaps/first-model-starter/")
    page.locator(".state summary").first.click()
    page.get_by_role("button", name="Mark as done").first.click()
    page.locator(".stop.done").wait_for()
    page.emulate_media(media="print")

    boxes = page.evaluate(
        "[...document.querySelectorAll('.stop > .state')].map(e => getComputedStyle(e, '::before').content)"
    )
    shown = page.locator("button, .site, .site-foot").evaluate_all(
        "all => all.filter(e => e.checkVisibility()).length"
    )
    ink = page.evaluate("getComputedStyle(document.body).color")
    page.close()

    assert boxes == ['"✓"', *['""'] * 7]
    assert (shown, ink) == (0, "rgb(26, 28, 32)")


@pytest.mark.browser
def test_paper_shows_what_is_folded_and_cuts_nothing(site, chromium):
    """Paper of A4 is 718 pixels wide between its margins. A folded part is as high as its heading alone."""
    page = chromium.new_page(viewport={"width": 718, "height": 1000})
    page.emulate_media(media="print")
    found = {}
    for path in (
        "/questions/",
        "/roadmaps/degree-route/",
        "/salaries/all/?role=machine-learning-engineer&country=US",
    ):
        page.goto(site.url + path)
        found[path] = page.evaluate(
            """() => [
              [...document.querySelectorAll("main details:not([name])")].filter(e => e.checkVisibility()
                && e.offsetHeight <= e.querySelector("summary").offsetHeight + 4).length,
              document.documentElement.scrollWidth,
            ]"""
        )
    page.close()

    assert list(found.values()) == [[0, 718]] * 3


@pytest.mark.browser
def test_what_is_current_stands_out_in_forced_colours(site, chromium):
    """Borders that are transparent elsewhere become visible there, so only the current one may have a colour."""
    page = chromium.new_page(forced_colors="active")
    page.goto(site.url + "/courses/?page=2")
    colour = "links => links.map(e => getComputedStyle(e).borderBottomColor)"
    menu = page.locator(".site nav a").evaluate_all(colour)
    theme = page.locator(".theme button").evaluate_all(colour)
    canvas = page.evaluate("getComputedStyle(document.body).backgroundColor")
    pages = page.locator(".pages a").evaluate_all(
        "links => links.map(e => getComputedStyle(e).backgroundColor)"
    )
    page.close()

    assert [each == canvas for each in menu] == [True, True, True, False, True]
    assert [each == canvas for each in theme] == [False, True, True]
    assert pages.count(pages[1]) == 1


@pytest.mark.browser
def test_nothing_moves_while_a_page_appears(site, chromium):
    page = chromium.new_page(viewport={"width": 375, "height": 800})
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver(list => list.getEntries().forEach(e => { moved += e.value }))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    moved = {}
    for path in (
        "/",
        "/roadmaps/degree-route/",
        "/courses/",
        "/salaries/",
        "/guide/what-is-machine-learning/",
    ):
        page.goto(site.url + path, wait_until="networkidle")
        moved[path] = page.evaluate("moved")
    page.close()

    assert moved == dict.fromkeys(moved, 0)


@pytest.mark.browser
def test_the_map_reads_as_a_list(site, chromium):
    """What a screen reader says of the shortest roadmap: stages of lists, with words for track, hours, need and state."""
    page = chromium.new_page()
    page.goto(site.url + "/roadmaps/first-model-starter/?open=all")

    spoken = page.locator(".stages").aria_snapshot()
    page.close()

    assert spoken == EXPECTED


EXPECTED = """\
- group:
  - heading "1 What machine learning is" [level=2]
  - text: 0 of 1 3–6 h –
  - paragraph: You learn what machine learning is from things you already use, and end with three everyday examples you can explain.
  - paragraph:
    - button "I can do this one – What machine learning is"
    - text: one press, one undo
  - list:
    - listitem:
      - link "Learn what machine learning is and is not":
        - /url: /steps/ml-ai-basics/?route=first-model-starter
      - text: Machine learning · 3–6 h
      - group: Not started
      - button "Start – Learn what machine learning is and is not": Start
- group:
  - heading "2 Programming" [level=2]
  - text: 0 of 1 40–80 h –
  - paragraph: You learn Python from nothing, and at the end you write a small quiz or expense tracker without copying.
  - paragraph:
    - button "I can do this one – Programming"
    - text: one press, one undo
  - list:
    - listitem:
      - link "Learn Python basics":
        - /url: /steps/python-basics/?route=first-model-starter
      - text: Programming · 40–80 h
      - group: Not started
      - button "Start – Learn Python basics": Start
- group:
  - heading "3 A first model" [level=2]
  - text: 0 of 1 4–10 h –
  - paragraph: You train a classifier that does better than guessing on examples it has never seen.
  - paragraph:
    - button "I can do this one – A first model"
    - text: one press, one undo
  - list:
    - listitem:
      - link "Train your first model":
        - /url: /steps/first-model/?route=first-model-starter
      - text: Machine learning · 4–10 h · after Programming
      - group: Not started
      - button "Start – Train your first model": Start
- group:
  - heading "4 Working with data" [level=2]
  - text: 0 of 1 18–40 h –
  - paragraph: You work with a real public table and write a short report on it with pandas. Cleaning and charts are optional.
  - paragraph:
    - button "I can do all 3 – Working with data"
    - text: one press, one undo
  - list:
    - listitem:
      - link "Handle data with NumPy and pandas":
        - /url: /steps/numpy-pandas/?route=first-model-starter
      - text: Data · 18–40 h · after Programming
      - group: Not started
      - button "Start – Handle data with NumPy and pandas": Start
    - listitem:
      - link "Collect and clean data":
        - /url: /steps/collect-clean-data/?route=first-model-starter
      - text: Data · 18–45 h · if you like
      - group: Not started
      - button "Start – Collect and clean data": Start
    - listitem:
      - link "Explore and visualize data":
        - /url: /steps/explore-visualise/?route=first-model-starter
      - text: Data · 15–35 h · if you like
      - group: Not started
      - button "Start – Explore and visualize data": Start
- group:
  - heading "5 Find your direction" [level=2]
  - text: 0 of 2 5–11 h –
  - paragraph: With a model behind you, you look at the job itself and leave with a decision, a route and a starting date.
  - paragraph:
    - button "I can do all 2 – Find your direction"
    - text: one press, one undo
  - list:
    - listitem:
      - link "Understand what a machine learning engineer does":
        - /url: /steps/understand-the-role/?route=first-model-starter
      - text: Career · 2–5 h
      - group: Not started
      - button "Start – Understand what a machine learning engineer does": Start
    - listitem:
      - link "Check your fit and choose a route":
        - /url: /steps/check-fit-and-route/?route=first-model-starter
      - text: Career · 3–6 h · after Machine learning
      - group: Not started
      - button "Start – Check your fit and choose a route": Start\
"""
