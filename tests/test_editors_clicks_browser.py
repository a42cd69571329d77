"""The tasks of an editor, in presses and fields as the browser hears them: each within what an editor puts up with."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.editors_browsers import find_in_field

pytestmark = pytest.mark.browser
# A press is one of the mouse or a finger, wherever it goes; a field is one into which something is typed.
HEAR = """
addEventListener("pointerdown", event => event.isTrusted && heard("press"), true);
const typed = new WeakSet();
addEventListener("input", event => {
  if (!event.target.matches("textarea, input:not([type=checkbox], [type=radio])") || typed.has(event.target)) return;
  typed.add(event.target);
  heard("field");
}, true);
"""


class Hand:
    """The hand of an editor at a desk, and what the browser heard of it since `begin`."""

    def __init__(self, page):
        self.page, self.heard = page, []
        page.context.expose_function("heard", lambda what: self.heard.append(what))
        page.context.add_init_script(HEAR)

    def begin(self, address):
        self.page.goto(address)
        self.heard.clear()

    def press(self, place):
        """With the wait for whatever the press leads to."""
        found = self.page.locator(place) if isinstance(place, str) else place
        found.first.click()
        self.page.wait_for_load_state()

    def type(self, place, text):
        """A press into the field first: nobody is asked to reach it by keys."""
        self.press(place)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def find(self, select, search, name):
        """A choice in a field that finds records: it opens at a press, and another one takes what was found."""
        self.press(f"{select} + .select2")
        self.press(find_in_field(self.page, search).filter(has_text=name))

    def pick(self, select, value):
        """A choice in a native menu, which the browser opens outside of the page: two presses."""
        self.page.select_option(select, value)
        self.heard += ["press", "press"]

    @property
    def presses(self):
        self.page.evaluate("0")  # what was heard before has arrived then
        return self.heard.count("press")

    @property
    def fields(self):
        return self.heard.count("field")


def priced_course():
    courses = json.loads(Path("fixtures/06_courses.json").read_text())
    found = (each["fields"] for each in courses if each["model"] == "guide.course")
    return next(
        each["slug"]
        for each in found
        if each["published"] and float(each["price"] or 0) and not each["retired_on"]
    )


def change_price(hand, site, price):
    hand.begin(f"{site.url}/courses/{priced_course()}/")
    hand.press("header .enter")
    hand.type("#id_price", price)
    hand.press("[name=_save]")
    expect(hand.page.locator(".messagelist .success")).to_be_visible()
    return hand.presses


def test_work_is_found_in_one_press_a_price_is_changed_in_four_and_taken_back_in_four(
    site, desks
):
    hand = Hand(desks("clicks@desk.example"))
    page = hand.page

    hand.begin(f"{site.url}/admin/")
    hand.press("#work-course-price + a")
    assert page.locator("#result_list tbody tr").count() > 0
    assert hand.presses == 1

    price = "41.00"
    assert change_price(hand, site, price) <= 4
    assert hand.fields == 1

    hand.begin(f"{site.url}/admin/")
    hand.press(".desk__changes a")
    hand.press("a[href*='/history/?new=']")
    hand.press(".compared button")
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert hand.presses <= 4
    page.goto(f"{site.url}/courses/{priced_course()}/")
    assert price not in page.locator("main").inner_text()


ROADMAP = "self-taught-route"
STAGE = "details.stage[open] .stops tbody tr"


def test_a_stop_is_moved_from_its_roadmaps_page_in_four_presses(site, desks):
    hand = Hand(desks("moves@desk.example"))
    names = hand.page.locator(f"{STAGE} th a")
    stage = hand.page.locator("details.stage summary", has_text="Specialize")

    hand.begin(f"{site.url}/roadmaps/{ROADMAP}/")
    hand.press("header .enter")
    hand.press(stage)
    *others, last = names.all_inner_texts()
    hand.type(f"{STAGE}:last-of-type [name$=-order]", "2")
    hand.press("[name=_continue]")
    expect(hand.page.locator(".messagelist .success")).to_be_visible()
    assert hand.presses <= 4
    assert hand.fields == 1
    stage.click()
    assert len(others) > 2
    assert names.all_inner_texts() == [others[0], last, *others[1:]]


def test_a_new_step_on_two_roadmaps_takes_twenty_presses(site, desks):
    hand = Hand(desks("steps@desk.example"))
    page = hand.page

    hand.begin(f"{site.url}/admin/")
    hand.press("a[href$='/admin/guide/step/add/']")
    hand.type("#id_name_en", "Reading papers in twenty presses")
    hand.type("#id_name_zh", "二十次点击读论文")
    hand.find("#id_track", "data", "ata")
    hand.type("#id_hours_low", "2")
    hand.type("#id_hours_high", "3")
    hand.find("#id_source", "estimates", "study hours")
    hand.type("#id_criteria-0-text_en", "read one paper")
    hand.find("#id_skill_links-0-skill", "python", "Python")
    hand.pick("#id_skill_links-0-level", "2")
    stages = page.locator("#id_stops-0-stage optgroup")
    ends = [stages.nth(n).locator("option").last.get_attribute("value") for n in (0, 1)]
    hand.pick("#id_stops-0-stage", ends[0])
    hand.press("#stops-group .add-row a")
    hand.pick("#id_stops-1-stage", ends[1])
    hand.press("[name=_continue]")

    expect(page.locator(".messagelist .success")).to_be_visible()
    assert hand.presses <= 20
    assert hand.fields <= 10
    shown = [page.locator(f"#id_stops-{n}-stage").input_value() for n in (0, 1)]
    assert sorted(shown) == sorted(ends)
