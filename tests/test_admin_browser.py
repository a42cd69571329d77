"""The admin in a real browser, on the real content: widgets under our policy, and two editors at one desk."""

import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from guide.tests.admin_pages import forms_of
from operations.serving.limits import CHANGERS
from tests.editors_browsers import find_in_field
from tests.people import PASSWORD

pytestmark = pytest.mark.browser


def first_of(page, site, model, search):
    """The change page of the first row that a search of the list finds."""
    page.goto(f"{site.url}/admin/guide/{model}/?q={search}")
    page.locator("#result_list tbody th a").first.click()
    page.wait_for_url(re.compile(f"/{model}/\\d+/change/"))
    return page.url


def choose(page, select, search, name):
    """Search in a field of the admin that finds rows while one types."""
    page.locator(f"{select} + .select2").click()
    find_in_field(page, search).filter(has_text=name).first.click()


def save(page):
    page.locator("[name=_continue]").first.click()


def test_the_second_editor_sees_both_values_and_nothing_is_lost(site, desks):
    first, second = desks("first@example.org"), desks("second@example.org")
    address = first_of(first, site, "course", "python")
    second.goto(address)
    level = "#id_skill_links-0-level"
    levels = [first.locator(level).input_value(), "4", "3"]

    first.fill("#id_institution", "Their institution")
    first.fill("#id_note_en", "Their note")
    first.select_option(level, levels[1])
    save(first)
    expect(first.locator(".messagelist .success")).to_be_visible()
    second.fill("#id_instructors", "My instructors")
    second.fill("#id_note_en", "My note\nin two lines")
    second.select_option(level, levels[2])
    save(second)

    box = second.locator(".two-editors")
    expect(box).to_contain_text("Their note")
    expect(box).to_contain_text("My note\nin two lines")
    expect(box).to_contain_text("Their institution")
    expect(second.locator("#id_note_en")).to_have_value("My note\nin two lines")
    expect(second.locator("[name=institution-choose][value=theirs]")).to_be_checked()
    expect(second.locator("[name=instructors-choose][value=mine]")).to_be_checked()
    second.locator("[name=note_en-choose][value=mine]").check()
    second.locator("[name=skill_links-0-level-choose][value=theirs]").check()
    save(second)
    expect(second.locator(".messagelist .success")).to_be_visible()

    first.goto(address)
    kept = [
        first.locator(f"#id_{name}").input_value()
        for name in ("institution", "instructors", "note_en")
    ]
    assert kept == ["Their institution", "My instructors", "My note\nin two lines"]
    assert first.locator(level).input_value() == levels[1]


def test_slug_search_rows_and_dates_work_under_the_policy(site, desks):
    page = desks("widgets@example.org")
    page.goto(f"{site.url}/admin/guide/step/add/")

    page.locator("#id_name_en").press_sequentially("Reading papers aloud")
    page.fill("#id_name_zh", "朗读论文")
    expect(page.locator("#id_slug")).to_have_value("reading-papers-aloud")
    choose(page, "#id_track", "data", "ata")
    page.fill("#id_hours_low", "2")
    page.fill("#id_hours_high", "3")
    choose(page, "#id_source", "estimates", "study hours")
    page.locator("#skill_links-group .add-row a").click()
    choose(page, "#id_skill_links-0-skill", "python", "Python")
    page.select_option("#id_skill_links-0-level", "2")
    page.locator("#criteria-group .add-row a").click()
    page.fill("#id_criteria-0-order", "1")
    page.fill("#id_criteria-0-code", "aloud")
    page.fill("#id_criteria-0-text_en", "read one paper aloud")
    page.locator(".field-retired_on .datetimeshortcuts a").first.click()
    today = page.locator("#id_retired_on").input_value()
    save(page)

    expect(page.locator(".messagelist .success")).to_be_visible()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", today)
    assert page.locator("#id_retired_on").input_value() == today
    expect(page.locator("#skill_links-0 .select2-selection__rendered")).to_contain_text(
        "Python"
    )
    expect(page.locator("#id_criteria-0-text_en")).to_have_value("read one paper aloud")
    assert (
        page.evaluate("document.documentElement.scrollWidth")
        == page.viewport_size["width"]
    )


def test_both_languages_stand_side_by_side_on_a_wide_screen(site, desks):
    page = desks("sides@example.org")
    first_of(page, site, "skill", "python")

    for name in ("name", "body"):
        english, chinese = (
            page.locator(f"#id_{name}_{code}").bounding_box() for code in ("en", "zh")
        )
        assert abs(english["y"] - chinese["y"]) < 2
        assert abs(english["width"] - chinese["width"]) < 2
        assert chinese["x"] > english["x"] + english["width"]


def test_actions_and_lists_work_in_chinese(site, desks):
    page = desks("lists@example.org")
    page.goto(f"{site.url}/zh-hans/admin/guide/term/?q=a")

    page.locator(".action-select").first.check()
    name = page.locator("#result_list tbody th a").first.inner_text()
    page.select_option("[name=action]", "retire")
    page.locator("[name=index]").click()
    page.locator(".submit-row button").click()
    expect(page.locator(".messagelist .success")).to_contain_text("1")
    page.goto(f"{site.url}/zh-hans/admin/guide/term/?published__exact=0")
    expect(page.locator("#result_list")).to_contain_text(name)


def test_of_many_who_save_at_once_one_is_saved_and_the_others_are_asked(site, desks):
    page = desks("race@example.org")
    address = first_of(page, site, "course", "statistics")
    form = forms_of(page.content())[-1]
    cookies = "; ".join(
        f"{each['name']}={each['value']}" for each in page.context.cookies()
    )

    def press(number):
        body = urlencode({**form, "institution": f"Editor {number}", "_continue": "1"})
        headers = {
            "Cookie": cookies,
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": site.url,
        }
        with closing(HTTPConnection("localhost", site.port, timeout=60)) as connection:
            connection.request("POST", address.removeprefix(site.url), body, headers)
            return connection.getresponse().status

    # More of them at once than a process takes, and a busy machine refuses some for the time being.
    with ThreadPoolExecutor(CHANGERS) as everybody:
        answers = sorted(everybody.map(press, range(CHANGERS)))

    assert answers == [200] * (CHANGERS - 1) + [302]


@pytest.mark.parametrize("model", ["step", "course", "salary"])
def test_a_list_shows_all_its_columns_and_keeps_the_name_in_sight_on_a_phone(
    site, desks, model
):
    page = desks(f"columns-{model}@example.org")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{site.url}/admin/guide/{model}/?published__exact=1")
    results, name = (
        page.locator(".results"),
        page.locator("#result_list tbody th").first,
    )

    expect(page.locator("#nav-sidebar")).to_be_visible()
    expect(
        page.locator("#changelist-filter li.selected", has_text="Yes")
    ).to_be_visible()
    assert results.evaluate("box => box.scrollWidth - box.clientWidth") == 0

    page.set_viewport_size({"width": 375, "height": 800})
    results.evaluate("box => box.scrollTo(box.scrollWidth, 0)")
    last = page.locator("#result_list tbody tr").first.locator("td").last
    assert 0 <= name.bounding_box()["x"] < 60
    assert last.bounding_box()["x"] + last.bounding_box()["width"] <= 375
    assert page.evaluate("document.documentElement.scrollWidth") == 375


@pytest.fixture
def warnings_of():
    """Stays on the page whenever it asks whether to leave it, and keeps count."""

    def count_warnings(page):
        asked = []

        def stay(dialog):
            asked.append(dialog.type)
            dialog.dismiss()

        page.on("dialog", stay)
        return asked

    return count_warnings


def leave_by_keyboard(page):
    page.locator(".breadcrumbs a").first.focus()
    page.keyboard.press("Enter")


def stay_when_asked(page):
    with page.expect_event("dialog"):
        leave_by_keyboard(page)


def test_leaving_a_changed_form_asks_first_and_saving_it_does_not(
    site, desks, warnings_of
):
    page = desks("leaving@example.org")
    asked = warnings_of(page)
    first_of(page, site, "term", "a")
    page.locator("#id_name_en").focus()
    leave_by_keyboard(page)
    page.wait_for_url(f"{site.url}/admin/")
    assert asked == []

    address = first_of(page, site, "term", "a")
    page.locator("#id_name_zh").focus()
    page.keyboard.type("文")
    stay_when_asked(page)
    expect(page.locator("#id_name_zh")).to_have_value(re.compile("文"))
    assert (asked, page.url) == (["beforeunload"], address)

    save(page)
    expect(page.locator(".messagelist .success")).to_be_visible()
    leave_by_keyboard(page)
    page.wait_for_url(f"{site.url}/admin/")
    assert asked == ["beforeunload"]


def test_a_form_that_was_refused_is_not_left_unasked_and_names_its_fields_on_a_phone(
    site, desks, warnings_of
):
    page = desks("refused@example.org")
    page.set_viewport_size({"width": 375, "height": 800})
    asked = warnings_of(page)
    address = first_of(page, site, "course", "python")
    page.fill("#id_title", "")
    page.fill("#id_url", "no address")
    save(page)

    names = page.locator(".wrong-fields a")
    expect(names).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    names.last.click()
    assert asked == []
    stay_when_asked(page)
    assert (asked, page.url.partition("#")[0]) == (["beforeunload"], address)


def test_rows_of_a_list_that_are_chosen_are_no_changes(site, desks, warnings_of):
    page = desks("chosen@example.org")
    asked = warnings_of(page)
    page.goto(f"{site.url}/admin/guide/role/")
    page.locator(".action-select").first.check()
    page.goto(f"{site.url}/admin/")
    assert asked == []

    page.goto(f"{site.url}/admin/guide/role/")
    page.fill("[name=form-0-order]", "77")
    stay_when_asked(page)
    assert asked == ["beforeunload"]


def test_a_session_that_ended_brings_the_text_back_on_a_phone(site, desks):
    page = desks("ended@example.org")
    page.set_viewport_size({"width": 375, "height": 800})
    address = first_of(page, site, "term", "a")
    page.fill("#id_body_zh", "写了很久")
    page.context.clear_cookies(name="sessionid")
    save(page)

    expect(page.locator("body")).to_contain_text("What you typed is kept for a day")
    page.fill("[name=login]", "ended@example.org")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(address)
    expect(page.locator("#id_body_zh")).to_have_value("写了很久")
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    save(page)
    expect(page.locator(".messagelist .success")).to_be_visible()
