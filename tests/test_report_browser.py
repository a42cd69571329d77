"""A reader tells what is wrong and shares a tip, an editor answers, and the reader reads it: one story in browsers."""

import pytest

from tests.people import PASSWORD
from tests.served_people import inside, make_editor
from tests.test_access import faults
from tests.test_story_browser import device

pytestmark = pytest.mark.browser

STEP = "/steps/sql-databases/"
EDITOR = "answers@example.org"


def send(page, link, words, sentence=""):
    """Returns the secret address."""
    page.goto(STEP)
    page.get_by_role("link", name=link, exact=True).click()
    if sentence:
        page.get_by_label("The sentence or figure it is about").fill(sentence)
    page.locator("[name=words]").fill(words)
    page.get_by_role("button", name="Send it to the editors").click()
    page.wait_for_url("**/report/*/")
    return page.url


def sign_in(page):
    page.goto("/admin/guide/report/")
    page.locator("[name=login]").fill(EDITOR)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url("**/admin/guide/report/")


def open_report(page, words):
    page.goto("/admin/guide/report/")
    page.locator("#result_list tr", has_text=words).locator("th a").click()
    page.locator("[name=answer]").wait_for()


def press(page, button, answer=""):
    page.locator("[name=answer]").fill(answer)
    page.get_by_role("button", name=button, exact=True).click()
    page.locator(".messagelist .success").wait_for()


def read(page, address, part=".reply"):
    page.goto(address)
    return page.locator(part).all_inner_texts()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_reader_reports_an_editor_answers_and_the_reader_reads_it(
    site, chromium, django_db_blocker, scripts
):
    with inside(site, django_db_blocker):
        make_editor(EDITOR)
    wrong, tip, title = f"Old price {scripts}.", f"Draw it {scripts}.", "SQL"
    axe = []
    with (
        device(chromium, site, java_script_enabled=scripts) as reader,
        device(chromium, site, java_script_enabled=scripts) as editor,
    ):
        mistake = send(reader, "Something wrong here?", wrong, title.lower())
        shared = send(reader, "Share a tip", tip)
        waiting = read(reader, mistake)
        sign_in(editor)
        open_report(editor, wrong)
        marked = editor.locator("mark").inner_text()
        if scripts:
            axe = [*faults(reader), *faults(editor)]
        press(editor, "Answer", "It is $49 now.")
        open_report(editor, tip)
        press(editor, "Put it on the page")
        if scripts:
            axe += faults(editor)

        assert axe == []
        assert marked == title
        assert waiting == ["It has arrived. No editor has answered yet."]
        assert "It is $49 now." in read(reader, mistake)[0]
        assert read(reader, shared) == ["Your tip stands on the page. Thank you!"]
        assert read(reader, STEP, ".tip")[0].startswith(tip)
        assert read(reader, "/zh-hans" + STEP, ".tip") == []
