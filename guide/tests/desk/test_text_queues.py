"""Two lists of the desk: texts that are older than their other language, and texts that stand in one language only."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guide.editorial.keeping import keeping_revisions
from guide.models import StaleText
from guide.tests.admin_pages import change_url, forms_of
from guide.tests.factory import make_skill, make_source, make_step
from tests.document import document, texts, words
from tests.people import make_person

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
STALE, MISSING = reverse("admin:stale_texts"), reverse("admin:missing_texts")


def make_stale(number=1):
    texts = {"summary_en": "Numbers in rows.", "summary_zh": "一行行的数。"}
    skill = make_skill(name_en=f"Tables {number}", **texts)
    write(skill, "Numbers in columns.")
    return skill


def write(skill, summary):
    skill.summary_en = summary
    with keeping_revisions():
        skill.save()


def right(mark):
    return reverse("admin:still_right", args=[mark.pk])


def test_the_queue_shows_what_changed_beside_both_texts_with_a_way_to_the_form(desk):
    skill = make_stale()

    page = document(desk.get(STALE))

    cells = page.findall(".//table[@class='changes']/tbody/tr/td")
    assert [(cell.get("lang"), words(cell)) for cell in cells] == [
        ("en", "Numbers in rowscolumns."),
        ("zh-Hans", "一行行的数。"),
    ]
    assert (texts(cells[0], ".//del"), texts(cells[0], ".//ins")) == (["rows"], ["columns"])  # fmt: skip
    assert f"{change_url(skill)}#id_summary_zh" in [a.get("href") for a in page.iter("a")]  # fmt: skip
    assert texts(page, ".//h2") == ["Tables 1 · Summary"]


def test_one_press_says_that_only_wording_changed_and_who_said_so(desk, editor):
    skill = make_stale()
    mark = StaleText.objects.get()
    form = forms_of(desk.get(STALE).text)[-1]

    answer = desk.post(right(mark), form, follow=True)

    assert answer.redirect_chain == [(STALE, 302)]
    assert not StaleText.objects.exists()
    said = LogEntry.objects.get()
    assert (said.user_id, said.object_id) == (editor.pk, str(skill.pk))
    assert said.change_message == "Only wording changed in “Summary”: the translation stays right."  # fmt: skip
    assert said.change_message in answer.text
    again = desk.post(right(mark), form, follow=True)
    assert "This text is current already." in again.text


def test_what_changed_again_is_not_called_right(desk):
    skill = make_stale()
    form = forms_of(desk.get(STALE).text)[-1]
    write(skill, "Letters.")

    mark = StaleText.objects.get()
    for data in (form, {}, {"digest": "x" * 99}):
        answer = desk.post(right(mark), data, follow=True)
        assert "It has changed again since you looked" in answer.text
    assert StaleText.objects.get().seen == "Numbers in rows."


def test_only_who_may_change_the_record_may_say_so_and_only_by_a_press(client, desk):
    make_stale()
    mark = StaleText.objects.get()
    assert desk.get(right(mark)).status_code == 405
    assert desk.post(STALE).status_code == desk.post(MISSING).status_code == 405
    clerk = make_person("clerk@example.org", is_staff=True)
    client.force_login(clerk)

    assert client.post(right(mark)).status_code == 403
    assert client.get(STALE).status_code == client.get(MISSING).status_code == 403
    clerk.user_permissions.add(Permission.objects.get(codename="view_staletext"))
    assert "the translation stays right" not in client.get(STALE).text
    assert StaleText.objects.exists()


def test_missing_texts_are_named_with_their_language_and_without_drafts(desk):
    skill = make_skill(name_en="Tables", name_zh="", summary_zh="一句话。")
    make_skill(name_en="A draft", name_zh="", published=False)
    source = make_source(title_zh="来源", publisher_zh="出版者")
    step = make_step(criteria=1, source=source)
    step.criteria.update(text_zh="")

    page = document(desk.get(MISSING))

    rows = [li for li in page.iter("li") if li.getparent().get("class") == "desk__found"]  # fmt: skip
    shown = [(li.find("a").get("href"), words(li)) for li in rows]
    missing = "Skill · Name: Chinese missing · Summary: English missing"
    assert shown == [
        (change_url(skill), f"Tables {missing}"),
        (change_url(step), f"{step.name_en} Criterion · You can …: Chinese missing"),
    ]


def test_ten_rows_cost_no_more_queries_than_one(desk):
    found = []
    for numbers in ([1], range(2, 10)):
        for number in numbers:
            make_stale(number)
            make_skill(name_zh="")
        with CaptureQueriesContext(connection) as queries:
            shown = len(desk.get(STALE).context_data["texts"])
            lacking = len(desk.get(MISSING).context_data["lacking"])
        found.append((shown, lacking, len(queries)))

    assert found == [(1, 1, found[0][2]), (9, 9, found[0][2])]


def test_empty_queues_say_so_in_both_languages(desk):
    assert "No text is older than its other language." in desk.get(STALE).text
    assert "Every text stands in both languages." in desk.get(MISSING).text
    assert (
        "没有落后于另一种语言的文字。" in desk.get("/zh-hans/admin/stale-texts/").text
    )
    assert "所有文字都有两种语言。" in desk.get("/zh-hans/admin/missing-texts/").text
