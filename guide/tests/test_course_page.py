from datetime import date
from decimal import Decimal

import pytest

from guide.models import CoursePrerequisite, Provider
from guide.tests.factory import (
    make_citation,
    make_course,
    make_skill,
    make_source,
    named,
)
from tests.document import below, document, foreign, items, links, texts, words

pytestmark = pytest.mark.django_db


def course_page(client, prefix=""):
    return document(client.get(f"{prefix}/courses/ml/"))


def table(page):
    """The rows of the table, each label with its words."""
    return {
        words(row.find("th")): words(row.find("td"))
        for row in page.findall(".//table/tbody/tr")
    }


def test_a_course_says_length_price_certificate_language_and_when_it_was_checked(
    client,
):
    make_course(
        slug="ml", languages="en zh", subtitles="es", weeks=11, hours_per_week_low=5, hours_per_week_high=7,
        hours_low=55, hours_high=77, hours_basis="computed", price=Decimal(49), currency="USD", price_period="month",
        free_to_study=True, certificate=True, certificate_price=Decimal(79), checked_on="2026-08",
        source=make_source(title="Course page"),
    )  # fmt: skip

    assert table(course_page(client)) == {
        "Length": "55–77 h calculated by us from stated times 11 weeks, 5–7 h a week",
        "Price": "$49 a month",
        "Free to study": "yes",
        "Certificate": "yes, $79",
        "Languages": "English, Chinese",
        "Subtitles": "Spanish",
        "Checked": "Its own page was opened in August 2026. Source: Course page",
    }


@pytest.mark.parametrize(
    ("kind", "button", "chinese"),
    [
        ("course", "Go to the course", "前往课程"),
        ("degree", "Go to the course", "前往课程"),
        ("book", "Go to the book", "前往阅读"),
        ("certification-exam", "Go to the exam", "前往考试网页"),
        ("tutorial", "Open the page", "打开网页"),
        ("practice", "Open the page", "打开网页"),
    ],
)
def test_the_button_says_what_it_leads_to(client, kind, button, chinese):
    make_course(slug="ml", kind=kind)

    assert texts(course_page(client), ".//p[@class='actions']/a") == [button]
    there = course_page(client, "/zh-hans")
    assert texts(there, ".//p[@class='actions']/a") == [chinese]


@pytest.mark.parametrize(
    ("prefix", "people"), [("", "Ann, Bo"), ("/zh-hans", "Ann、Bo")]
)
def test_several_instructors_stand_in_a_list_of_the_language(client, prefix, people):
    make_course(slug="ml", instructors="Ann;Bo")

    assert words(course_page(client, prefix).find(".//p[@class='lede']")).endswith(
        f" · {people}"
    )


def test_a_course_shows_what_it_teaches_and_what_it_assumes(client):
    course = make_course([make_skill(slug="ml", name_en="Models")], slug="ml")
    CoursePrerequisite.objects.create(
        course=course, skill=make_skill(slug="maths", name_en="Maths")
    )

    page = course_page(client)

    assert items(page, "Teaches, and how far") == ["Models aware"]
    assert items(page, "Assumes") == ["Maths"]
    assert links(page, "Assumes") == ["/skills/maths/"]


def test_its_provider_leads_to_all_its_courses(client):
    make_course(
        slug="ml",
        provider=Provider.objects.create(
            **named("provider", slug="mit", name_en="MIT")
        ),
    )

    crumbs = course_page(client).find(".//p[@class='crumbs']")

    assert words(crumbs) == "Courses / MIT"
    assert links(crumbs) == ["/courses/", "/courses/?provider=mit"]


@pytest.mark.parametrize(
    ("provider", "institution", "said"),
    [
        ("edX", "Harvard University", "edX · Harvard University"),
        ("Harvard / edX", "Harvard University", "Harvard / edX"),
        (
            "Stanford",
            "Stanford University;Carnegie Mellon University",
            "Stanford · Carnegie Mellon University",
        ),
    ],
)
def test_who_teaches_is_said_once(client, provider, institution, said):
    make_course(
        slug="ml",
        institution=institution,
        provider=Provider.objects.create(**named("provider", name_en=provider)),
    )

    assert words(course_page(client).find(".//p[@class='lede']")) == said


def test_the_way_to_the_course_tells_it_nothing(client):
    make_course(slug="ml", url="https://example.org/ml")

    button = course_page(client).find(".//p[@class='actions']/a")

    assert (button.get("href"), button.get("rel")) == (
        "https://example.org/ml",
        "noopener noreferrer",
    )


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"status": "retired"}, "It is no longer offered. Take instead: New"),
        (
            {"status": "replaced", "retired_on": date(2022, 6, 1)},
            "A newer edition or course has replaced it (1 June 2022). Take instead: New",
        ),
    ],
)
def test_a_course_that_is_over_is_reachable_and_says_what_holds_today(
    client, fields, said
):
    new = make_course(slug="new", title="New")
    make_course(slug="ml", title="Old", replaced_by=new, **fields)

    warning = course_page(client).find(".//p[@class='message warning']")

    assert words(warning) == said
    assert links(warning) == ["/courses/new/"]
    assert items(document(client.get("/courses/new/")), "Replaces") == ["Old"]


def test_a_course_of_today_carries_no_warning(client):
    make_course(slug="ml")

    assert course_page(client).find(".//p[@class='message warning']") is None


def test_drafts_do_not_show_beside_a_course(client):
    draft = make_skill(published=False)
    course = make_course(
        [draft], slug="ml", status="retired", replaced_by=make_course(published=False)
    )
    CoursePrerequisite.objects.create(course=course, skill=draft)
    make_course(published=False, status="retired", replaced_by=course)
    Provider.objects.update(published=False)

    page = course_page(client)

    assert texts(page, ".//main//h2") == []
    assert (
        words(page.find(".//p[@class='message warning']")) == "It is no longer offered."
    )
    assert links(page.find(".//p[@class='crumbs']")) == ["/courses/"]


def test_a_source_that_is_a_draft_is_named_without_a_link(client):
    make_course(
        slug="ml",
        source=make_source(slug="draft", title="Draft source", published=False),
    )

    page = course_page(client)

    assert table(page)["Checked"].endswith("Source: Draft source")
    assert "/sources/draft/" not in links(page)


def test_the_note_is_prose_and_the_citations_are_listed(client):
    course = make_course(slug="ml", note_en="Start with **week 2**.")
    make_citation(course, source=make_source(slug="article", title="An article"))

    page = course_page(client)

    assert [words(part) for part in below(page, "Good to know")] == [
        "Start with week 2."
    ]
    assert links(page, "Sources") == ["/sources/article/"]


def test_chinese_readers_get_the_note_in_chinese_and_the_title_as_it_is(client):
    course = make_course(
        slug="ml", title="Machine Learning", note_en="Start.", note_zh="从这里开始。"
    )

    page = course_page(client, "/zh-hans")

    assert "从这里开始。" in texts(page, ".//section[@class='prose']/p")
    assert foreign(page) == {"Machine Learning": "en", course.source.title: "en"}


def test_a_note_without_translation_is_marked_as_english(client):
    course = make_course(slug="ml", title="机器学习", languages="zh", note_en="Start.")

    assert foreign(course_page(client, "/zh-hans")) == {
        "Start.": "en",
        course.source.title: "en",
    }


def test_drafts_and_unknown_courses_do_not_exist(client):
    make_course(slug="draft", published=False)

    assert [
        client.get(f"/courses/{slug}/").status_code for slug in ("draft", "nowhere")
    ] == [404, 404]


def test_a_course_page_takes_no_post(client):
    make_course(slug="ml")

    assert client.post("/courses/ml/").status_code == 405
