"""The queue of the editors: found, read beside the page, answered with one press."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from guide.models import Report
from guide.reports import limits
from guide.tests.admin_pages import form_of
from guide.tests.factory import make_report, make_step, make_tip
from tests.document import document, texts
from web import daily_limit, rate_limit

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
LIST = "/admin/guide/report/"
HERE = {"Sec-Fetch-Site": "same-origin"}
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "[x](javascript:alert(1))",
    "{{ settings.SECRET_KEY }}{% load x %}",
    "\u202e\x00\x07</textarea></p></main>",
    "=HYPERLINK(\"https://e.example\")",
    "'; DROP TABLE guide_report; --",
    "x" * 2000,
    "%s %(n)s {0}",
    "<mark>&lt;b&gt;",
]  # fmt: skip


def page_of(report):
    return reverse("admin:guide_report_change", args=[report.pk])


def decide(desk, report, state, answer="", **fields):
    form = form_of(desk.get(page_of(report)))
    return desk.post(page_of(report), form | {"state": state, "answer": answer} | fields)  # fmt: skip


def listed(desk, query=""):
    return texts(document(desk.get(LIST + query)), ".//td[@class='field-short_words']")


def test_the_list_shows_what_waits_and_finds_by_state_kind_age_and_language(desk):
    step = make_step()
    old = make_report(words="Old.")
    Report.objects.filter(pk=old.pk).update(made_at=timezone.now() - timedelta(days=8))
    make_report(step, kind="tip", words="Tip.", language="zh")
    make_tip(step, words="Shown.")
    make_report(words="Answered.").decide("answered", "", "ada")

    assert listed(desk) == ["Old.", "Tip."]
    assert listed(desk, "?state=answered") == ["Answered."]
    assert listed(desk, "?state=all&kind__exact=tip") == ["Tip.", "Shown."]
    assert listed(desk, "?days=7") == ["Old."]
    assert listed(desk, "?language=zh") == ["Tip."]
    assert listed(desk, "?q=Old") == ["Old."]
    assert Report.objects.open().count() == 2
    assert Report.objects.open().tips().count() == 1


def test_a_report_stands_beside_the_page_and_the_form_of_the_record(desk):
    step = make_step(
        slug="sql", body_en="You need **one** “database”.", body_zh="你需要一个数据库。"
    )
    report = make_report(step, sentence='you need one "database"', words="Which?")
    chinese = make_report(step, sentence="一个数据库", language="zh")

    page, other = (document(desk.get(page_of(each))) for each in (report, chinese))

    assert texts(page, ".//mark") == ["You need one “database”"]
    assert texts(other, ".//mark") == ["一个数据库"]
    links = [link.get("href") for link in page.iterfind(".//div[@id='content']//a")]
    assert links[0] == (
        "/steps/sql/#:~:text=You%20need%20one%20%E2%80%9Cdatabase%E2%80%9D"
    )
    assert links[1] == f"/admin/guide/step/{step.pk}/change/"
    assert other.xpath("//a[starts-with(@href, '/zh-hans/steps/sql/#')]")


@pytest.mark.parametrize("sentence", ["Nowhere.", "(", "a" * 500])
def test_a_sentence_that_is_not_there_is_said_so(desk, sentence):
    report = make_report(make_step(), sentence=sentence)

    page = desk.get(page_of(report)).text

    assert "It does not stand on the page like this today." in page


def test_a_report_on_a_page_that_is_gone_can_be_read(desk):
    report = make_report(page="/steps/gone/", subject="step", subject_slug="gone", sentence="x")  # fmt: skip
    odd = make_report(page="/nowhere/?%", sentence="x")

    assert [desk.get(page_of(each)).status_code for each in (report, odd)] == [200, 200]


def test_one_press_answers_with_a_word(desk):
    report = make_report(token="mine")

    response = decide(desk, report, "answered", "  It is $49\x00 now. ")

    report.refresh_from_db()
    assert (response.status_code, response.headers["Location"]) == (302, LIST)
    assert (report.state, report.answer) == ("answered", "It is $49 now.")
    assert report.decided_by == "editor@example.org"
    assert "It is $49 now." in desk.get("/report/mine/").text


def test_a_tip_is_put_on_the_page_and_taken_off(desk):
    step = make_step(slug="sql")
    tip = make_report(step, kind="tip", words="Draw it.")

    decide(desk, tip, "accepted")
    shown = "Draw it." in desk.get("/steps/sql/").text
    decide(desk, tip, "withdrawn")

    assert shown
    assert "Draw it." not in desk.get("/steps/sql/").text


def test_the_second_editor_is_told_and_keeps_their_word(desk):
    report = make_report()
    form = form_of(desk.get(page_of(report)))
    decide(desk, report, "declined", "No.")

    response = desk.post(page_of(report), form | {"state": "answered", "answer": "Yes."})  # fmt: skip

    report.refresh_from_db()
    assert response.status_code == 409
    assert "nothing was saved" in response.text
    assert form_of(response)["answer"].strip() == "Yes."
    assert (report.state, report.answer) == ("declined", "No.")


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"answer": "x" * 501}, 422),
        ({"state": "nonsense"}, 422),
        ({"state": "accepted"}, 409),
        ({"seen": "-1"}, 422),
        ({"seen": "9"}, 409),
    ],
)
def test_bad_input_changes_nothing(desk, fields, status):
    report = make_report()
    form = form_of(desk.get(page_of(report)))

    response = desk.post(page_of(report), form | {"state": "answered"} | fields)

    report.refresh_from_db()
    assert (response.status_code, report.state) == (status, "open")


def test_who_may_look_may_not_decide_and_learners_see_nothing(client, learner, editor):
    report = make_report()
    client.force_login(learner)
    stranger = client.get(page_of(report))
    editor.groups.clear()
    client.force_login(editor)

    assert stranger.status_code == 302
    assert [client.get(page).status_code for page in (LIST, page_of(report))] == [403, 403]  # fmt: skip
    assert client.post(page_of(report), {"state": "answered", "seen": 0}).status_code == 403  # fmt: skip


def test_nobody_adds_and_only_a_superuser_deletes_what_no_page_shows(
    client, desk, superuser
):
    shown, other = make_tip(make_step()), make_report()
    delete = [reverse("admin:guide_report_delete", args=[row.pk]) for row in (shown, other)]  # fmt: skip
    by_editor = [desk.post(address, {"post": "yes"}).status_code for address in delete]
    client.force_login(superuser)
    by_superuser = [client.post(address, {"post": "yes"}).status_code for address in delete]  # fmt: skip

    assert by_editor == [403, 403]
    assert by_superuser == [403, 302]
    assert client.get(f"{LIST}add/").status_code == 403
    assert list(Report.objects.all()) == [shown]


def test_the_queue_speaks_chinese(desk):
    report = make_report(make_step(), kind="tip")

    page = document(desk.get("/zh-hans" + page_of(report)))

    assert texts(page, ".//button[@name='state']") == ["放到页面上", "不采纳"]


def test_a_list_costs_the_same_with_many_reports(desk, django_assert_num_queries):
    make_report()
    desk.get(LIST)
    with CaptureQueriesContext(connection) as one:
        desk.get(LIST)
    for _ in range(20):
        make_report()

    with django_assert_num_queries(len(one)):
        desk.get(LIST)


def test_a_hundred_hostile_reports(client, desk, monkeypatch, mailoutbox, fresh_cache):
    """No markup on any page, no mail by itself, and who goes on sending is told in words."""
    step = make_step(slug="sql")
    monkeypatch.setattr(limits, "MOST_A_DAY", 100)
    monkeypatch.setattr(daily_limit, "SHARES", 100)
    answers = []
    for number in range(105):
        rate_limit.counts.clear()
        words = HOSTILE[number % len(HOSTILE)]
        typed = {"page": "/steps/sql/", "words": words, "sentence": words[:500]}
        address = f"192.0.{number}.1"
        answers.append(client.post("/report/", typed, headers=HERE, REMOTE_ADDR=address))  # fmt: skip

    assert [answer.status_code for answer in answers] == [303] * 100 + [429] * 5
    assert "keep your text and send it tomorrow" in answers[-1].text
    assert mailoutbox == []
    assert_no_markup(desk, [LIST, f"{LIST}?p=1"])
    assert_no_markup(desk, [page_of(each) for each in Report.objects.all()[:10]])
    assert Report.objects.filter(subject_slug=step.slug).count() == 100


def assert_no_markup(desk, addresses):
    for address in addresses:
        response = desk.get(address)
        page = document(response)
        content = page.find(".//div[@id='content']")
        assert response.status_code == 200
        assert content.xpath("//*[@onerror]|//img[@src='x']") == []
        assert "alert(1)" not in "".join(content.xpath("//script/text()"))
        assert all(
            "javascript:" not in (link.get("href") or "") for link in content.iter("a")
        )
