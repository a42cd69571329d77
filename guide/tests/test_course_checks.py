"""Checked means checked: pages say by what, and what nobody has verified is neither recommended nor counted."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from guide.models import Course
from guide.tests.factory import (
    make_course,
    make_requirement,
    make_skill,
    make_source,
    make_step,
)
from tests.document import document, items, links, texts, words

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
UNVERIFIED = [
    {"status": "unverified"},
    {"checked_by": "nobody"},
    {"checked_by": "list", "checked_on": "2024-10"},
    {"checked_by": "list", "checked_on": "2024"},
    {"checked_by": "list", "checked_on": "undated"},
]
VERIFIED = [
    {"checked_by": "page", "checked_on": "2019"},
    {"checked_by": "copy", "checked_on": "2020-02"},
    {"checked_by": "list", "checked_on": "2024-11"},
    {"checked_by": "list", "checked_on": "2024-11-30"},
    {"checked_by": "list", "checked_on": "2025"},
]


@pytest.fixture(autouse=True)
def _in_november(monkeypatch):
    today = datetime(2026, 11, 30, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: today)


@pytest.mark.parametrize(
    ("fields", "english", "chinese"),
    [
        (
            {"checked_by": "page"},
            "Its own page was opened in August 2026.",
            "2026年8月打开过它自己的网页。",
        ),
        (
            {"checked_by": "page", "checked_on": "2026-08-30"},
            "Its own page was opened on 30 August 2026.",
            "2026年8月30日打开过它自己的网页。",
        ),
        (
            {"checked_by": "copy"},
            "A copy of its page, of August 2026, was read.",
            "本站读的是它2026年8月的存档副本。",
        ),
        (
            {"checked_by": "list"},
            "Another site’s page of August 2026 tells of it; nobody has opened its own.",
            "依据其他网站的介绍（2026年8月），没有查看它自己的网页。",
        ),
        (
            {"checked_by": "list", "checked_on": "undated"},
            "Another site’s undated page tells of it; nobody has opened its own.",
            "依据其他网站的介绍（没有日期），没有查看它自己的网页。",
        ),
        ({"checked_by": "nobody"}, "Not yet.", "还没有。"),
    ],
)
def test_a_reader_reads_in_words_how_a_course_was_checked(
    client, fields, english, chinese
):
    make_course(slug="ml", source=make_source(publisher="OSSU"), **fields)

    assert english in words(document(client.get("/courses/ml/")))
    assert chinese in words(document(client.get("/zh-hans/courses/ml/")))


@pytest.mark.parametrize(
    ("rows", "is_verified"), [(UNVERIFIED, False), (VERIFIED, True)]
)
def test_a_row_and_a_query_agree_on_what_is_verified(rows, is_verified):
    courses = [make_course(**fields) for fields in rows]

    assert [course.is_verified for course in courses] == [is_verified] * len(rows)
    assert Course.objects.recommended().count() == is_verified * len(rows)


def test_what_is_not_verified_is_named_last_and_neither_recommended_nor_counted(client):
    skill = make_skill(slug="sql")
    make_step(slug="query", skills=[skill])
    for fields in UNVERIFIED:
        make_course(main=[skill], title="Unsure", free_to_study=True, **fields)
    make_course(main=[skill], slug="paid", title="Paid", checked_by="list")

    catalogue = document(client.get("/courses/"))
    rows = texts(catalogue, ".//tbody/tr/th")
    reply = words(catalogue.find(".//section[@class='reply']"))
    step, of_skill = (
        document(client.get(page)) for page in ("/steps/query/", "/skills/sql/")
    )

    assert [row.split()[0] for row in rows] == ["Paid", "Not"] + ["Unsure"] * 5
    assert "Of 1 courses, books and exams that could be verified, 0 are free" in reply
    assert texts(step, ".//article//h3") == ["Paid"]
    assert texts(of_skill, ".//table[@class='rows']//th/a") == ["Paid"]
    assert "Unsure" not in words(step)
    assert texts(document(client.get("/courses/?free=yes")), ".//tbody/tr") == []


def test_the_catalogue_says_how_many_were_checked_by_what(client):
    for way, count in (("page", 1), ("copy", 2), ("list", 3), ("nobody", 1)):
        for _ in range(count):
            make_course(checked_by=way)
    make_course(published=False)

    page = words(document(client.get("/courses/")))
    assert (
        "Of all 7, 3 are described after lists by others, 2 after a stored copy of their page, "
        "1 nobody has checked: look at a course’s own page before you enroll. "
        "Of 1 the page itself was opened."
    ) in page


def test_the_catalogue_does_not_say_that_no_page_was_opened(client):
    make_course(checked_by="list")

    assert "was opened" not in words(document(client.get("/courses/")))


@pytest.mark.parametrize("fields", [{"status": "retired"}, UNVERIFIED[1]])
def test_a_course_that_is_gone_or_unverified_leads_to_what_teaches_the_same(
    client, fields
):
    skill, other = make_skill(), make_skill()
    make_course([other], main=[skill], slug="ml", title="Old", **fields)
    make_course(main=[skill], slug="same", title="Same")
    make_course([other], title="Other")
    make_course(main=[skill], title="Nobody's", checked_by="nobody")

    page = document(client.get("/courses/ml/"))

    assert links(page, "Similar, and offered today") == ["/courses/same/"]
    assert page.find(".//p[@class='message warning']") is not None
    assert items(document(client.get("/courses/same/")), "Similar, and") == []


def test_free_is_not_said_of_what_nobody_verified(client):
    make_course(slug="ml", free_to_study=True, checked_by="nobody")

    page = words(document(client.get("/courses/ml/")))

    assert "Free to study yes, according to the source named below" in page


def test_a_skill_that_no_course_teaches_says_how_it_is_learned(client):
    skill = make_skill(slug="framing", by_doing_en="Ask five people.")
    make_requirement(skill=skill)
    make_course(main=[skill], checked_by="nobody")

    page = document(client.get("/skills/framing/"))
    assert (
        "No course that we could verify teaches it: it is learned by doing. Ask five people."
        in words(page)
    )
    make_course(main=[skill], retired_on=None, checked_on=str(date(2026, 11, 1)))
    assert "learned by doing" not in words(document(client.get("/skills/framing/")))
