"""The catalogue: filters, order, pages, and what a value that makes no sense leads to."""

from datetime import date

import pytest

from guide.models import Provider
from guide.tests.factory import make_course, make_skill, named
from tests.document import document, foreign, links, texts, words

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def listed(client, query="", prefix=""):
    """The titles on one page of the catalogue."""
    return texts(
        document(client.get(f"{prefix}/courses/{query}")),
        ".//tbody/tr/th/a",
    )


def count_and_errors(client, query):
    page = document(client.get(f"/courses/{query}"))
    return words(page.find(".//p[@role='status']")), texts(
        page, ".//span[@class='wrong']"
    )


def make_stated_course(title, low, high, skills=(), **fields):
    """With hours that its provider states."""
    return make_course(
        skills,
        title=title,
        hours_low=low,
        hours_high=high,
        hours_basis="stated",
        **fields,
    )


@pytest.fixture
def catalogue(db):
    """Eight courses, each with one thing that a filter asks for."""
    skill = make_skill(slug="sql")
    provider = Provider.objects.create(**named("provider", slug="mit"))
    make_stated_course("Skill", 5, 8, skills=[skill])
    make_stated_course("Level", 10, 12, difficulty="advanced")
    make_stated_course("Kind", 11, 90, kind="book")
    make_stated_course("Language", 40, 45, languages="zh en")
    make_stated_course("Free", 41, 50, free_to_study=True)
    make_stated_course("Certificate", 120, 130, certificate=True)
    make_stated_course("Provider", 121, 200, provider=provider)
    make_course(title="Unknown", checked_on="undated", checked_by="nobody")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?skill=sql", ["Skill"]),
        ("?level=advanced", ["Level"]),
        ("?kind=book", ["Kind"]),
        ("?language=zh", ["Language"]),
        ("?free=yes", ["Free"]),
        ("?certificate=yes", ["Certificate"]),
        ("?provider=mit", ["Provider"]),
        ("?length=short", ["Skill", "Level"]),
        ("?length=medium", ["Kind", "Language"]),
        ("?length=long", ["Certificate", "Free"]),
        ("?length=very-long", ["Provider"]),
        ("?kind=book&length=medium", ["Kind"]),
        ("?kind=book&free=yes", []),
    ],
)
def test_each_filter_narrows_the_list(client, catalogue, query, found):
    assert listed(client, query) == found


@pytest.mark.parametrize(
    ("sort", "first_two", "last"),
    [
        ("", ["Certificate", "Free"], "Unknown"),  # beginners, own language first
        ("title", ["Certificate", "Free"], "Unknown"),
        ("shortest", ["Skill", "Level"], "Unknown"),
        ("longest", ["Provider", "Certificate"], "Unknown"),
        ("checked", ["Certificate", "Free"], "Unknown"),
    ],
)
def test_each_order_has_its_first_and_its_last(
    client, catalogue, sort, first_two, last
):
    titles = listed(client, f"?sort={sort}")

    assert titles[:2] == first_two
    assert titles[-1] == last


def test_the_newest_check_comes_first(client):
    for title, checked_on in (
        ("Month", "2026-08"),
        ("Year", "2025"),
        ("Day", "2026-08-30"),
        ("Never", "undated"),
    ):
        make_course(title=title, checked_on=checked_on, checked_by="list")

    assert listed(client, "?sort=checked") == ["Day", "Month", "Year", "Never"]


@pytest.mark.parametrize("sort", ["", "title", "shortest", "longest", "checked"])
def test_what_is_over_comes_last_in_every_order_and_says_so(client, sort):
    hours = {"hours_low": 2, "hours_high": 2, "hours_basis": "stated"}
    make_course(title="A retired", status="retired", **hours)
    make_course(title="B replaced", status="replaced", checked_on="2026-11", **hours)
    make_course(title="Z today", hours_low=1, hours_high=3, hours_basis="stated")

    page = document(client.get(f"/courses/?sort={sort}"))
    rows = page.findall(".//tbody/tr")

    assert words(rows[0].find("th/a")) == "Z today"
    assert words(rows[1]) == "No longer offered"
    assert {
        words(row.find("th/a")): words(row.find("td[@class='words']"))
        for row in rows[2:]
    } == {
        "A retired": "retired",
        "B replaced": "replaced",
    }


def test_a_course_with_a_day_of_retirement_comes_last_too(client):
    make_course(title="A former", retired_on=date(2025, 1, 1), status="current")
    make_course(title="Z today")

    assert listed(client) == ["Z today", "A former"]
    assert texts(document(client.get("/courses/")), ".//td[@class='words']") == [
        "August 2026",
        "retired",
    ]


@pytest.mark.parametrize(
    ("query", "error"),
    [
        (
            "?level=wizard",
            "“wizard” is not an option here, so it was ignored.",
        ),
        (
            "?skill=nothing",
            "“nothing” is not an option here, so it was ignored.",
        ),
        ("?sort=price", "“price” is not an option here, so it was ignored."),
        (
            "?provider=" + "x" * 201,
            "A value that long is not an option here, so it was ignored.",
        ),
    ],
)
def test_a_value_that_is_not_known_is_named_and_left_out(
    client, catalogue, query, error
):
    assert count_and_errors(client, query) == ("8 courses", [error])


def test_a_bad_value_does_not_spoil_the_good_ones(client, catalogue):
    assert count_and_errors(client, "?kind=book&level=wizard")[0] == "1 course"
    assert listed(client, "?kind=book&level=wizard") == ["Kind"]


def test_a_bad_value_is_escaped(client):
    response = client.get("/courses/", {"kind": "<script>alert(1)</script>"})

    assert "<script>alert" not in response.text
    assert (
        "“<script>alert(1)</script>” is not an option"
        in count_and_errors(client, "?kind=<script>alert(1)</script>")[1][0]
    )


def test_the_form_keeps_what_was_chosen_and_offers_a_way_back(client, catalogue):
    page = document(client.get("/courses/?kind=book"))

    chosen = page.find(".//select[@name='kind']/option[@selected]")
    assert chosen.get("value") == "book"
    assert links(page.find(".//form[@class='filters card']")) == ["/courses/"]


def test_drafts_are_neither_listed_nor_offered_as_choices(client):
    make_course(title="Draft", published=False)
    make_skill(slug="draft-skill", published=False)
    Provider.objects.create(**named("provider", slug="draft-provider", published=False))

    page = document(client.get("/courses/"))

    assert texts(page, ".//tbody/tr") == []
    assert {
        option.get("value")
        for option in page.findall(".//select[@name='skill']/option")
    } == {""}
    assert "draft-provider" not in {
        option.get("value") for option in page.iter("option")
    }


def test_a_page_holds_twenty_four_courses_and_links_the_others_with_the_filters(client):
    for _ in range(50):
        make_course(kind="book")

    first = document(client.get("/courses/?kind=book"))

    assert len(listed(client, "?kind=book")) == 24
    assert len(listed(client, "?kind=book&page=3")) == 2
    assert links(first.find(".//nav[@class='pages']")) == [
        f"?kind=book&page={number}" for number in (1, 2, 3)
    ]
    assert set(listed(client, "?page=1")).isdisjoint(listed(client, "?page=2"))


@pytest.mark.parametrize(
    ("asked", "current"),
    [
        ("0", "1"),
        ("-1", "1"),
        ("two", "1"),
        ("", "1"),
        ("99", "2"),
        ("9" * 30, "1"),
    ],
)
def test_a_page_that_is_not_there_leads_to_the_nearest_with_a_word(
    client, asked, current
):
    for _ in range(30):
        make_course()

    page = document(client.get("/courses/", {"page": asked}))

    assert (
        words(page.find(".//nav[@class='pages']//a[@aria-current='page']")) == current
    )
    assert texts(page, ".//p[@class='message warning']") == [
        f"There is no page “{asked}”. Pages go from 1 to 2."
    ]


def test_a_list_that_fits_nothing_says_so_and_leads_back(client, catalogue):
    page = document(client.get("/courses/?kind=degree"))

    assert "No course matches. Remove a filter. Show all courses" in texts(
        page, ".//main/p"
    )


def test_chinese_readers_get_chinese_words_of_the_course_and_its_own_title(client):
    provider = Provider.objects.create(
        **named("provider", name_en="University", name_zh="大学")
    )
    make_course(title="机器学习", languages="zh", provider=provider)

    row = document(client.get("/zh-hans/courses/")).find(".//tbody/tr")

    assert words(row.find("th/a")) == "机器学习"
    assert "大学" in words(row.find("th/span"))
    assert listed(client, prefix="/zh-hans", query="?language=zh") == ["机器学习"]


@pytest.mark.parametrize(
    ("query", "english", "chinese"),
    [
        ("", ["Algebra", "Statistics", "动手学"], ["动手学", "Algebra", "Statistics"]),
        (
            "?sort=title",
            ["Algebra", "Statistics", "动手学"],
            ["Algebra", "动手学", "Statistics"],
        ),
    ],
)
def test_courses_in_the_language_of_the_reader_lead_unless_an_order_is_chosen(
    client, query, english, chinese
):
    make_course(title="动手学", languages="zh", difficulty="advanced")
    make_course(title="Statistics", languages="en zh")
    make_course(title="Algebra", languages="en")

    assert listed(client, query) == english
    assert listed(client, query, prefix="/zh-hans") == chinese


def test_a_title_in_another_language_is_marked(client):
    make_course(title="机器学习", languages="zh")
    make_course(title="Calculus", languages="en")
    Provider.objects.update(name_en="Open University", name_zh="")

    assert foreign(document(client.get("/courses/"))) == {"机器学习": "zh-Hans"}
    assert foreign(document(client.get("/zh-hans/courses/"))) == {
        "Calculus": "en",
        "Open University": "en",
    }


def test_the_catalogue_takes_no_post(client):
    assert client.post("/courses/").status_code == 405
