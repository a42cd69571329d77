import json
import re
from decimal import Decimal

import pytest
from django.conf import settings
from django.utils.translation import override

from guide import formats


@pytest.mark.parametrize(
    ("amount", "currency", "english", "chinese"),
    [
        (Decimal(52000), "GBP", "£52,000", "52,000英镑"),
        (Decimal("1300000.00"), "INR", "₹1,300,000", "1,300,000印度卢比"),
        (Decimal(312684), "CNY", "CN¥312,684", "312,684元"),
        (Decimal("46.15"), "CAD", "CA$46.15", "46.15加元"),
        (Decimal("46.10"), "CAD", "CA$46.10", "46.10加元"),
        (None, "USD", "–", "–"),
    ],
)
def test_money_is_written_as_its_reader_writes_it(amount, currency, english, chinese):
    with override("en"):
        assert formats.format_money(amount, currency) == english
    with override("zh-hans"):
        assert formats.format_money(amount, currency) == chinese


@pytest.mark.parametrize(
    ("value", "english", "chinese"),
    [
        ("2026", "2026", "2026年"),
        ("2026-08", "August 2026", "2026年8月"),
        ("2026-08-30", "30 August 2026", "2026年8月30日"),
    ],
)
def test_a_date_is_shown_as_far_as_it_is_known(value, english, chinese):
    with override("en"):
        assert formats.format_partial_date(value) == english
    with override("zh-hans"):
        assert formats.format_partial_date(value) == chinese


def test_an_undated_source_says_so():
    assert formats.format_partial_date("undated") == "undated"


def test_a_range_of_one_figure_is_that_figure():
    assert formats.format_money_range(Decimal(9), Decimal(9), "EUR") == "€9"
    assert formats.format_range(20, 20) == "20"


def test_an_open_range_shows_the_end_that_is_known():
    assert formats.format_money_range(None, Decimal(170000), "GBP") == "£170,000"


def test_both_ends_of_a_range_have_the_same_decimals():
    ends = (Decimal(30), Decimal("69.7"))

    assert formats.format_money_range(*ends, "CAD") == "CA$30.00 – CA$69.70"
    with override("zh-hans"):
        assert (
            formats.format_money_range(*ends, "CAD") == "30.00\u2060～\u206069.70加元"
        )


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Berlin, Germany"), ("zh-hans", "德国Berlin")]
)
def test_places_are_joined_as_their_readers_do(language, words):
    with override(language):
        assert formats.join_places(["Berlin", formats.country_name("DE")]) == words


def test_unknown_hours_are_not_zero():
    assert formats.format_hours(None, None) == "–"


def test_countries_have_names_in_both_languages():
    assert formats.country_name("GB") == "United Kingdom"
    with override("zh-hans"):
        assert formats.country_name("GB") == "英国"
    assert formats.country_name("") == "Worldwide"


@pytest.mark.parametrize(
    ("period", "english", "chinese"),
    [
        ("2024-05", "May 2024", "2024年5月"),
        ("2023-2033", "2023–2033", "2023至2033年"),
        ("2023-01 to 2025-07", "January 2023 to July 2025", "2023年1月至2025年7月"),
        ("since 2018", "since 2018", "2018年起"),
        (
            "six months to 2025-12-29",
            "six months to 29 December 2025",
            "截至2025年12月29日的6个月",
        ),
        ("1950s", "the 1950s", "20世纪50年代"),
        ("when it was new", "when it was new", "when it was new"),
    ],
)
def test_a_period_is_written_in_the_language_of_the_reader(period, english, chinese):
    with override("en"):
        assert formats.format_period(period) == english
    with override("zh-hans"):
        assert formats.format_period(period) == chinese


def test_no_period_of_the_content_stays_english_on_chinese_pages():
    facts = json.loads((settings.BASE_DIR / "fixtures" / "09_market.json").read_text())
    periods = {fact["fields"].get("period", "") for fact in facts}

    with override("zh-hans"):
        assert [
            period
            for period in periods
            if re.search("[a-z]", formats.format_period(period))
        ] == []


def test_no_place_of_the_salaries_stays_english_on_chinese_pages():
    rows = json.loads(
        (settings.BASE_DIR / "fixtures" / "07_salaries.json").read_text(
            encoding="utf-8"
        )
    )
    names = {row["fields"].get(part) for row in rows for part in ("region", "city")} - {
        "",
        None,
    }

    assert formats.place_name("Munich") == "Munich"
    with override("zh-hans"):
        assert formats.place_name("Munich") == "慕尼黑"
        assert [name for name in names if formats.place_name(name).isascii()] == []
