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
    ("kind", "unknown", "chinese"),
    [
        (
            "course",
            "length, price, whether it is free to study, whether there is a certificate, subtitles",
            "用时、价格、能不能免费学、有没有证书、字幕、在中国大陆能否打开",
        ),
        (
            "certification-exam",
            "length, price, whether it is free to study, whether there is a certificate",
            "用时、价格、能不能免费学、有没有证书、在中国大陆能否打开",
        ),
        (
            "book",
            "length, price, whether it is free to study",
            "用时、价格、能不能免费学、在中国大陆能否打开",
        ),
    ],
)
def test_what_is_unknown_stands_in_one_line_without_what_no_such_thing_has(
    client, kind, unknown, chinese
):
    make_course(slug="ml", kind=kind)

    rows = table(course_page(client))

    assert list(rows) == ["Languages", "Unknown", "Checked"]
    assert rows["Unknown"] == f"{unknown}; its page may tell"
    there = table(course_page(client, "/zh-hans"))
    assert there["还不知道"] == f"{chinese}；可以到它的网页上查看"


def test_of_what_is_gone_no_page_is_said_to_tell_more(client):
    make_course(
        slug="ml",
        kind="book",
        status="retired",
        retired_on=date(2020, 1, 1),
        price=5,
        currency="USD",
        price_period="total",
    )

    rows = table(course_page(client))

    assert rows["Unknown"] == "length, whether it is free to study"
    assert "look before you pay" not in rows["Price"]


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


def test_a_certificate_that_costs_nothing_is_free(client):
    make_course(slug="ml", certificate=True, certificate_price=0, currency="USD")

    assert table(course_page(client))["Certificate"] == "yes, free"
    chinese = document(client.get("/zh-hans/courses/ml/"))
    assert table(chinese)["提供证书"] == "是，免费"


def test_what_costs_nothing_is_free_and_what_is_unknown_is_called_unknown(client):
    make_course(
        slug="ml",
        price=0,
        currency="USD",
        price_period="total",
        source=make_source(title="A source"),
    )

    assert table(course_page(client)) == {
        "Price": "free",
        "Languages": "English",
        "Unknown": "length, whether it is free to study, whether there is a certificate, subtitles; its page may tell",
        "Checked": "Its own page was opened in August 2026. Source: A source",
    }


def test_a_course_of_known_weeks_is_not_called_of_unknown_length(client):
    make_course(slug="ml", weeks=7)

    assert table(course_page(client))["Length"] == "7 weeks"
    assert table(course_page(client, "/zh-hans"))["用时"] == "7周"


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

    assert items(page, "Teaches") == ["Models aware"]
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
        ({"status": "retired"}, "Retired. Take instead: New"),
        (
            {"status": "replaced", "retired_on": date(2022, 6, 1)},
            "Replaced (1 June 2022). Take instead: New",
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
    assert words(page.find(".//p[@class='message warning']")) == "Retired."
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
