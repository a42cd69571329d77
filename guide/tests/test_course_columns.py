"""The catalogue: hours, price and last check in columns, and the chips above them."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from guide.tests.factory import make_course
from tests.document import document, texts, words

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
FREE = {"price": 0, "currency": "USD", "price_period": "total"}


def catalogue(client, query="", prefix=""):
    return document(client.get(f"{prefix}/courses/{query}"))


def columns(client, **fields):
    """The cells of one course: length, price, check."""
    make_course(**fields)
    return texts(catalogue(client), ".//tbody/tr/td")


@pytest.fixture
def in_november(monkeypatch):
    today = datetime(2026, 11, 30, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: today)


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({}, ["length unknown", "price unknown"]),
        ({"weeks": 7}, ["7 weeks", "price unknown"]),
        (
            {"hours_low": 5, "hours_high": 8, "hours_basis": "stated", "weeks": 7},
            ["5–8 h", "price unknown"],
        ),
        (FREE, ["length unknown", "free"]),
        ({**FREE, "price": 49, "free_to_study": True}, ["length unknown", "free"]),
        ({**FREE, "price": 49}, ["length unknown", "$49"]),
        (
            {**FREE, "price": 49, "price_period": "month"},
            ["length unknown", "$49 a month"],
        ),
    ],
)
def test_length_and_price_stand_in_columns_and_unknown_is_no_nought(
    client, fields, shown
):
    assert columns(client, **fields)[:2] == shown


@pytest.mark.parametrize(
    ("fields", "stop", "shown"),
    [
        ({"checked_on": "2026-11-30"}, "full", "30 November 2026"),
        ({"checked_on": "2025-11"}, "full", "November 2025"),
        ({"checked_on": "2025"}, "full", "2025"),
        ({"checked_on": "2025-10"}, "half", "October 2025"),
        ({"checked_on": "2024"}, "half", "2024"),
        ({"checked_on": "undated", "checked_by": "nobody"}, "empty", "never"),
        ({"checked_on": "2026-11", "status": "unverified"}, "empty", "November 2026"),
    ],
)
def test_a_stop_says_how_fresh_the_last_check_is(
    client, in_november, fields, stop, shown
):
    make_course(**fields)

    (check,) = catalogue(client).findall(".//tbody//span[@class]")[-1:]

    assert (check.get("class"), words(check)) == (f"proof proof--{stop}", shown)


@pytest.mark.parametrize("sort", ["", "title", "shortest", "longest", "checked"])
def test_what_is_not_verified_comes_after_the_rest_in_every_order(client, sort):
    hours = {"hours_low": 1, "hours_high": 90, "hours_basis": "stated"}
    make_course(
        title="A unverified", status="unverified", checked_on="2026-11", **hours
    )
    make_course(title="B retired", status="retired", **hours)
    make_course(
        title="Z today",
        checked_on="2020",
        hours_low=2,
        hours_high=3,
        hours_basis="stated",
    )

    rows = texts(catalogue(client, f"?sort={sort}"), ".//tbody/tr/th")

    assert [row.split(" ", 2)[:2] for row in rows] == [
        ["Z", "today"],
        ["Not", "verified"],
        ["A", "unverified"],
        ["No", "longer"],
        ["B", "retired"],
    ]


def test_each_chip_says_how_many_remain_and_leads_to_them(client):
    hours = {"hours_low": 5, "hours_high": 19, "hours_basis": "stated"}
    make_course(free_to_study=True, **hours)
    make_course(free_to_study=True, difficulty="advanced")
    make_course(languages="zh", kind="book", **{**hours, "hours_high": 20})

    for query in ("", "?kind=book", "?free=yes", "?level=advanced"):
        page = catalogue(client, query)
        for chip in page.findall(".//ul[@class='choices']/li/a"):
            if chip.get("aria-current"):
                continue
            remaining = int(words(chip.find("span")))
            there = document(client.get(chip.get("href")))
            assert len(there.findall(".//tbody/tr")) == remaining


def test_a_chosen_chip_takes_its_filter_away_and_leaves_the_others(client):
    make_course(kind="book")

    page = catalogue(client, "?kind=book&free=yes&page=1")
    chips = page.findall(".//ul[@class='choices']/li/a")

    assert [chip.get("aria-current") for chip in chips] == ["true", None, None, None]
    assert [chip.get("href") for chip in chips] == [
        "/courses/?kind=book",
        "/courses/?kind=book&free=yes&level=beginner",
        "/courses/?kind=book&free=yes&language=en",
        "/courses/?kind=book&free=yes&length=under-20",
    ]


def test_chinese_readers_choose_their_own_language(client):
    make_course(languages="zh")

    chips = texts(catalogue(client, prefix="/zh-hans"), ".//ul[@class='choices']/li")

    assert chips == [
        "免费 0", "适合初学者 1", "中文授课 1", "20小时以内 0", "有中文字幕 0", "中国大陆可直接打开 0",
    ]  # fmt: skip


def test_the_page_counts_what_is_free_among_what_is_offered(client):
    make_course(free_to_study=True)
    make_course()
    make_course(free_to_study=True, status="retired")
    make_course(free_to_study=True, published=False)

    assert (
        "Of 2 courses, books and exams that could be verified, 1 are free to study."
        in words(catalogue(client).find(".//section[@class='reply']"))
    )
