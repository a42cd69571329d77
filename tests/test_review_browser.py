"""History, difference, preview and review in a browser: axe finds nothing, a phone is wide enough, keys are enough."""

import re
from urllib.parse import urlsplit

import pytest

from tests.machine import watch
from tests.served_people import sign_in_editor
from tests.test_access import faults

pytestmark = pytest.mark.browser


@pytest.fixture
def editors(site, chromium, django_db_blocker):
    """Two of them, each in a browser of their own."""
    contexts, complaints = [], []
    for email in ("writer@review.example", "reader@review.example"):
        context = chromium.new_context(base_url=site.url, locale="en-GB")
        sign_in_editor(site, django_db_blocker, context, email)
        contexts.append(context)
        complaints.append(watch(context))
    yield [context.new_page() for context in contexts]
    for context in contexts:
        context.close()
    assert complaints == [[], []]


def write_draft(page):
    """A version and a draft of a course; the address of the draft and of the history."""
    page.goto("/admin/guide/course/?q=sql")
    page.locator("#result_list tbody th a").first.click()
    page.wait_for_url(re.compile(r"/change/"))
    form = urlsplit(page.url).path
    page.fill("#id_institution", "An institution that was saved")
    page.locator("[name=_continue]").first.click()
    page.locator(".messagelist .success").wait_for()
    page.fill("#id_institution", "An institution of the draft")
    page.locator("[name=_draft]").first.click()
    page.wait_for_url(re.compile(r"/revision/"))
    page.fill("#id_text", "Is it right?")
    page.locator("button[value=asked]").click()
    page.locator(".draft-state", has_text="Waits for a reader").wait_for()
    return urlsplit(page.url).path, form.replace("/change/", "/history/")


def tab_to(page, name, value):
    """The stops of the keyboard on the way."""
    stops = []
    for _stop in range(100):
        page.keyboard.press("Tab")
        found = page.evaluate(
            "[document.activeElement.name, document.activeElement.value]"
        )
        stops.append(found)
        if found == [name, value]:
            return stops
    raise AssertionError(stops)


def test_a_review_by_keyboard_and_what_axe_says_of_its_pages(site, editors):
    writer, reader = editors
    draft, history = write_draft(writer)
    reader.goto(history)
    version = reader.locator("a[href^='?new=']").last.get_attribute("href")
    reader.goto(draft)
    preview = reader.locator("a[href*='/preview/']").get_attribute("href")
    found = {}

    for prefix, scheme in (("", "light"), ("/zh-hans", "dark")):
        reader.emulate_media(color_scheme=scheme)
        for path in (draft, history, history + version, preview):
            reader.set_viewport_size({"width": 1280, "height": 900})
            reader.goto(prefix + path)
            found[prefix + path] = faults(reader)
            reader.set_viewport_size({"width": 375, "height": 812})
            assert reader.evaluate("document.documentElement.scrollWidth") <= 375, path

    assert found == {path: [] for path in found}
    reader.goto(history + version)
    assert reader.locator(".compared .changes").count() == 1
    reader.goto(draft)
    tab_to(reader, "text", "")
    reader.keyboard.type("It is.")
    assert ["do", "comment"] in tab_to(reader, "do", "approved")
    reader.keyboard.press("Enter")
    reader.locator(".draft-state", has_text="Approved").wait_for()
    reader.locator(".draft-notes").get_by_text("It is.").wait_for()
