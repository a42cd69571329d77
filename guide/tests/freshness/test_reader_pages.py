"""Readers see what may be gone and what teaches the same, and of when an old price is; plans leave out what is gone."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from guide.models import Link
from guide.planner.offers import teachings
from guide.roadmaps.money import free_choices
from guide.tests.factory import (
    make_course,
    make_employer,
    make_reading,
    make_skill,
    make_source,
    make_step,
)
from tests.document import document, links, texts, words

pytestmark = pytest.mark.django_db
GONE = "https://gone.example/"
SINCE = datetime(2026, 11, 12, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_november(monkeypatch):
    today = datetime(2026, 11, 30, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: today)


def make_gone(url=GONE):
    return Link.objects.create(address=url, state="gone", first_failed_at=SINCE)


def shown(client, path):
    return words(document(client.get(path)))


def test_a_course_that_may_be_gone_says_so_and_leads_to_what_teaches_the_same(client):
    skill = make_skill()
    make_course(main=[skill], slug="old", url=GONE)
    make_course(main=[skill], slug="same")
    make_gone()

    page = document(client.get("/courses/old/"))

    assert "May be gone: its address has led nowhere since 12 November 2026." in words(
        page
    )
    assert links(page, "Similar, and offered today") == ["/courses/same/"]
    assert "可能已经下线：从2026年11月12日起，它的网址就打不开了。" in shown(
        client, "/zh-hans/courses/old/"
    )


def test_what_is_gone_is_on_no_step_in_no_plan_and_in_no_total(client):
    skill = make_skill(slug="sql")
    step = make_step(slug="query", skills=[skill])
    gone = make_course(main=[skill], title="Gone", url=GONE, free_to_study=True)
    stays = make_course(main=[skill], title="Stays", slug="stays")
    for order, course in enumerate((gone, stays), 1):
        step.chosen_courses.create(course=course, order=order, reason_en="Good.")
    make_gone()

    assert texts(document(client.get("/steps/query/")), ".//article//h3") == ["Stays"]
    assert "Gone" not in shown(client, "/steps/query/")
    assert "Gone" not in shown(client, "/skills/sql/")
    assert [each.key for each in teachings()] == ["stays"]
    assert free_choices() == {step.pk: False}


def test_the_catalogue_lists_it_behind_the_others(client):
    make_course(title="Gone", url=GONE)
    make_course(title="Stays")
    make_gone()

    rows = texts(document(client.get("/courses/")), ".//tbody/tr")
    chinese = texts(document(client.get("/zh-hans/courses/")), ".//tbody/tr")

    assert [row.split()[0] for row in rows] == ["Stays", "Not", "Gone"]
    assert (rows[2].endswith("may be gone"), chinese[2].endswith("可能已下线")) == (True, True)  # fmt: skip


@pytest.mark.parametrize(
    ("checked_on", "english", "chinese"),
    [
        ("2026-04", "as of April 2026", "2026年4月的价格"),
        ("2026-04-30", "as of 30 April 2026", "2026年4月30日的价格"),
        ("2025", "as of 2025", "2025年的价格"),
        ("undated", "as of an unknown date", "价格日期不明"),
        ("2026-05", "", ""),
        ("2026-11-30", "", ""),
    ],
)
def test_a_price_past_its_date_says_of_when_it_is(client, checked_on, english, chinese):
    skill = make_skill()
    make_step(slug="query", skills=[skill])
    make_course(
        main=[skill], slug="paid", checked_by="list" if checked_on == "undated" else "page",
        checked_on=checked_on, price=49, currency="USD", price_period="month",
    )  # fmt: skip

    pages = ["/courses/paid/"]
    if checked_on != "undated":  # it is on no step
        pages.append("/steps/query/")
    for page in pages:
        for words_of_price, text in ((english, page), (chinese, f"/zh-hans{page}")):
            said = shown(client, text)
            if words_of_price:
                assert words_of_price in said
            else:
                assert "as of" not in said
                assert "的价格" not in said
    is_old = "price may have changed" in shown(client, "/courses/")
    assert is_old == bool(english)
    assert ("价格可能已变" in shown(client, "/zh-hans/courses/")) == is_old


def test_a_free_course_has_no_price_that_could_be_old(client):
    make_course(slug="free", price=0, currency="USD", price_period="total", checked_on="2020")  # fmt: skip

    assert "as of" not in shown(client, "/courses/free/")


def test_readings_and_sources_that_may_be_gone_are_marked(client):
    make_reading(url=GONE)
    make_source(slug="report", url=GONE)
    make_employer(url=GONE, country="DE")
    make_source(slug="other", url="https://stays.example/")
    make_gone()

    assert "may be gone" in shown(client, "/further-reading/")
    assert "may be gone" in shown(client, "/sources/report/")
    assert "may be gone" in shown(client, "/industries/")
    assert "可能已下线" in shown(client, "/zh-hans/sources/report/")
    assert "may be gone" not in shown(client, "/sources/other/")
