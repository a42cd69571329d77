"""The stops of a roadmap in a browser: moved with keys, by a typed place and without scripts; axe; a phone."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.editors_browsers import find_in_field
from tests.machine import watch
from tests.served_people import sign_in_editor
from tests.test_access import faults
from tests.test_editors_clicks_browser import Hand

pytestmark = pytest.mark.browser
EMAIL = "stops@example.org"
OPEN_ALL = """document.querySelectorAll("details").forEach((each) => {
  each.name = "";
  each.open = true;
})"""
STAGE = "Specialize"  # of the self-taught route: six steps that need none of each other


@pytest.fixture
def desk(site, chromium, django_db_blocker):
    context = chromium.new_context(base_url=site.url, locale="en-GB")
    sign_in_editor(site, django_db_blocker, context, EMAIL)
    page = context.new_page()
    page.complaints = watch(context)
    yield page
    context.close()
    assert page.complaints == []


def axe(page):
    """What axe finds. What the policy says of axe's own measuring in forms is not ours."""
    before = [*page.complaints]
    found = faults(page)
    page.complaints[:] = before
    return found


def address_of(page, model, search):
    """The form of the first record that the list finds."""
    page.goto(f"/admin/guide/{model}/?q={search}")
    first = page.locator("#result_list tbody th a").first
    return first.get_attribute("href").partition("?")[0]


def open_roadmap(page):
    page.goto("/admin/guide/roadmap/?q=self-taught-route")
    page.locator("#result_list tbody th a").first.click()
    page.wait_for_url(re.compile(r"/change/"))
    return urlsplit(page.url).path


def open_stage(page, name=STAGE):
    page.locator("details.stage summary", has_text=name).click()


def rows(page):
    return page.locator("details.stage[open] .stops tbody tr")


def names(page):
    return rows(page).locator("th a").all_inner_texts()


def save(page):
    with page.expect_navigation():
        page.locator("[name=_continue]").first.click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def test_a_stop_is_moved_with_keys_by_its_place_and_without_scripts(site, chromium, desk):  # fmt: skip
    address = open_roadmap(desk)
    open_stage(desk)
    before = names(desk)

    rows(desk).nth(3).locator("[data-move=up]").focus()
    desk.keyboard.press("Enter")
    desk.keyboard.press("Enter")
    moved = [before[0], before[3], before[1], before[2], *before[4:]]
    assert names(desk) == moved
    save(desk)
    open_stage(desk)
    assert names(desk) == moved

    rows(desk).nth(1).locator("[name$=-order]").fill("4")
    with desk.expect_navigation():  # the page before it said “saved” too
        desk.keyboard.press("Enter")
    expect(desk.locator(".messagelist .success")).to_be_visible()
    desk.goto(address)
    open_stage(desk)
    assert names(desk) == before
    without_scripts(site, chromium, desk, address, before)


def without_scripts(site, chromium, desk, address, before):
    """A press saves at once and shows the stage again; a press back leaves everything as it was."""
    context = chromium.new_context(
        base_url=site.url,
        java_script_enabled=False,
        storage_state=desk.context.storage_state(),
    )
    page = context.new_page()
    page.goto(address)
    open_stage(page)
    with page.expect_navigation():
        rows(page).nth(1).locator("[data-move=up]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert names(page) == [before[1], before[0], *before[2:]]
    with page.expect_navigation():
        rows(page).nth(0).locator("[data-move=down]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert names(page) == before
    context.close()


def test_the_forms_fit_and_axe_finds_nothing(site, desk):
    """The longest roadmap shows whether all its rows fit; axe needs a few rows of each kind, and minutes for all."""
    longest = address_of(desk, "roadmap", "self-taught-route")
    roadmap = address_of(desk, "roadmap", "first-model-starter")
    step = address_of(desk, "step", "sql")
    found, widths = {}, {}

    for prefix, scheme, width in (("", "light", 1280), ("/zh-hans", "dark", 375)):
        desk.emulate_media(color_scheme=scheme)
        desk.set_viewport_size({"width": width, "height": 900})
        for path in (longest, roadmap, step, "/admin/guide/step/add/"):
            desk.goto(prefix + path)
            desk.evaluate(OPEN_ALL)
            widths[prefix + path] = desk.evaluate(
                "document.documentElement.scrollWidth"
            )
            assert widths[prefix + path] <= width, path
            if path != longest:
                found[prefix + path] = axe(desk)
    assert found == {path: [] for path in found}


def test_added_rows_are_numbered_and_what_is_wrong_is_named_with_links(site, desk):
    desk.goto("/admin/guide/step/add/")
    desk.locator("#criteria-group .add-row a").click()
    desk.locator("#criteria-group .add-row a").click()
    numbers = desk.locator("#criteria-group tr:not(.empty-form) [name$=-order]")
    assert [each.input_value() for each in numbers.all()] == ["1", "2", "3"]
    desk.fill("#id_criteria-1-order", "two")
    desk.fill("#id_criteria-1-text_en", "say why")
    desk.locator("[name=_save]").first.click()

    wrong = desk.locator(".wrong-fields li", has_text="“two” is not a whole number")
    wrong.locator("a").click()
    expect(desk.locator("#id_criteria-1-order")).to_be_in_viewport()
    assert axe(desk) == []


def choose(hand, select, search, name):
    """In a field that searches while one types: a press to open it, a press on what is found."""
    hand.press(f"{select} + .select2")
    hand.press(find_in_field(hand.page, search).filter(has_text=name))


def pick(hand, select, **option):
    """In a plain select: its list opens outside of the page, so the second press is not heard and counted here."""
    hand.press(select)
    hand.page.locator(select).select_option(**option)
    hand.heard.append("press")


def test_a_new_step_on_two_roadmaps_takes_twenty_presses(site, desk):
    hand = Hand(desk)
    hand.begin(f"{site.url}/admin/")
    hand.press("a.desk__add[href$='/step/add/']")
    hand.type("#id_name_en", "Retelling papers aloud")
    hand.type("#id_name_zh", "复述论文")
    choose(hand, "#id_track", "data", "ata")
    hand.type("#id_hours_low", "2")
    hand.type("#id_hours_high", "3")
    hand.type("#id_criteria-0-text_en", "read one paper aloud")
    hand.type("#id_criteria-0-text_zh", "朗读一篇论文")
    choose(hand, "#id_skill_links-0-skill", "python", "Python")
    pick(hand, "#id_skill_links-0-level", value="2")
    pick(hand, "#id_stops-0-stage", index=2)
    pick(hand, "#id_stops-1-stage", index=40)
    hand.press("[name=_save]")

    expect(desk.locator(".messagelist .success")).to_be_visible()
    assert hand.presses <= 20
    desk.locator(".messagelist .success a").click()
    stops = desk.locator("#stops-group tr.has_original [name$=-order]")
    assert all(int(each.input_value()) > 0 for each in stops.all())
    assert stops.count() == 2
    assert desk.locator("#id_criteria-0-code").input_value() == "read-one-paper-aloud"


def test_a_stop_is_moved_with_four_presses_from_its_roadmap_and_three_from_its_step(site, desk):  # fmt: skip
    hand = Hand(desk)
    hand.begin(f"{site.url}/roadmaps/self-taught-route/")
    hand.press("header .enter")
    hand.press(desk.locator("details.stage summary", has_text=STAGE))
    moved = names(desk)[3]
    hand.type("details.stage[open] .stops tr:nth-child(4) [name$=-order]", "2")
    hand.press("[name=_continue]")
    expect(desk.locator(".messagelist .success")).to_be_visible()
    assert hand.presses <= 4
    open_stage(desk)
    assert names(desk)[1] == moved

    hand.begin(f"{site.url}/steps/speech-audio-project/")
    hand.press("header .enter")
    hand.type("#id_stops-0-order", "1")
    hand.press("[name=_continue]")
    expect(desk.locator(".messagelist .success")).to_be_visible()
    assert hand.presses <= 4
