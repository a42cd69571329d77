"""What is stored is always shown: no text, date, code or address that stands in a row breaks a page."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import example, given, settings
from hypothesis import strategies as st

from guide import formats, markdown
from guide.markdown import render_markdown, render_untrusted
from guide.models import Course, ExchangeRate, Fact, PriceIndex, Salary
from guide.rules import validate_known_date, validate_period
from guide.salaries.catalogue import exchange_rates, us_price_index
from guide.salaries.formats import is_old, last_day
from guide.tests.factory import (
    make_chapter,
    make_citation,
    make_course,
    make_fact,
    make_salary,
    make_source,
    make_term,
)
from tests.examples import hostile_count

pytestmark = pytest.mark.both_databases

BRACKETS = "[app](http://[ip:port]/)"
PIECES = [
    "[", "](", ")", "<", ">", "http://", "https://", "[::1", "[ip:port]", "%", "//", "@", ":", "#", "mailto:", "step:",
    "\n", "|", "-|-\n", "`", "*", "&#0;", "\0", "\ud800", "ı", "ﬁ", "K", "名", "\u202e", "xn--", "。", "1" * 400,
]  # fmt: skip
hostile = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=30).map("".join),
    st.text(st.characters(exclude_categories=()), max_size=60),
)
dates = st.one_of(
    st.from_regex(r"\A\d{1,5}(-\d{1,3}){0,3}\Z"),
    st.from_regex(r"\A(since |autumn |)\d{4}-\d\d-\d\d( to |-|)(\d{4}-\d\d)?\Z"),
    hostile,
)


@settings(max_examples=hostile_count(200))
@given(text=hostile)
@example(BRACKETS)
@example("<http://[ip:port]/>")
@example("[r]: http://[q:w]/\n[r]")
@example("\ud800")
def test_any_text_renders(db, text):
    render_untrusted(text).encode()
    render_markdown(text).encode()


def test_an_address_that_cannot_be_read_has_no_host_beside_it():
    assert "app" in render_untrusted(BRACKETS)


def test_a_text_that_defeats_the_parser_stands_escaped(monkeypatch, caplog):
    def fail(text):
        raise RuntimeError(f"private words: {text}")

    monkeypatch.setattr(markdown.NOTES, "parse", fail)

    assert render_untrusted("**a** <b>\nc") == "<p>**a** &lt;b&gt;<br>c</p>"
    assert "RuntimeError" in caplog.text
    assert "private" not in caplog.text


def test_a_letter_that_only_looks_like_one_of_a_term_breaks_no_page(client, db):
    make_term(name_en="Pipeline")
    chapter = make_chapter(body_en="A pıpelıne and a pipeline.")

    page = client.get(chapter.get_absolute_url())

    assert page.status_code == 200
    assert b"glossary/#" in page.content


@settings(max_examples=hostile_count(200))
@given(text=dates)
@example("2025-02-29")
@example("20२५-01")
def test_any_date_is_shown_and_what_is_accepted_exists(text):
    for language in ("en", "zh-hans"):
        with override(language):
            formats.format_partial_date(text)
            formats.format_period(text)
    last_day(text)
    is_old(text, 0, last_day("2026"))
    try:
        validate_period(text)
    except ValidationError:
        return
    assert formats.impossible_dates(text) == []


@pytest.mark.parametrize(
    "period",
    [
        "2025-02-29", "2025-13", "since 2025-02-30", "2025-04-31 to 2025-05", "2025-01 to 2025-00", "2025-2-9",
        "2023-20333", "autumn 99999", "２０２５",
    ],
)  # fmt: skip
def test_a_period_with_a_day_that_does_not_exist_is_refused(period):
    with pytest.raises(ValidationError, match="is not a date"):
        validate_period(period)


@pytest.mark.parametrize(
    "period",
    [
        "2024", "2024-05", "2024-02-29", "2023-2033", "2023-01 to 2025-07", "1950s", "coming years", "autumn 2025",
        "six months to 2025-12-29", "decade ending 2026", "Q3 2025",
    ],
)  # fmt: skip
def test_a_period_with_dates_that_exist_is_taken(period):
    validate_period(period)


@pytest.mark.parametrize("period", ["undated", "2025-02-29", "", "year"])
def test_a_rate_needs_a_year(period):
    with pytest.raises(ValidationError, match="is not a date"):
        validate_known_date(period)


def test_pages_show_what_a_former_release_or_a_foreign_tool_stored(client, db):
    fact, salary, course = make_fact(), make_salary(), make_course()
    Fact.objects.filter(pk=fact.pk).update(period="2025-02-29", as_of="2025-13-01")
    Salary.objects.update(
        cautions="made-up few-distinct", kind="guess", period="week", experience="none",
        as_of="soon", year=32767,
    )  # fmt: skip
    Course.objects.update(languages=" ", checked_on="2026-02-30")
    make_citation(course, statement="²")
    source = make_source(published_on="9999", accessed_on="then")
    rate = {"period": "undated", "source": source}
    ExchangeRate.objects.create(currency="EUR", kind="spot", per_usd=1, **rate)
    ExchangeRate.objects.create(currency="GBP", kind="peg", per_usd=1, **rate)
    index = {"country": "US", "measure": "index", "value": Decimal(1)}
    PriceIndex.objects.create(**index, **rate)

    addresses = [
        "/market/", "/salaries/", "/salaries/?currency=GBP", "/salaries/?prices=inflation", "/salaries.csv",
        "/salaries.json", "/courses/", course.get_absolute_url(), source.get_absolute_url(), "/sources/",
        course.source.get_absolute_url(), salary.source.get_absolute_url(), fact.source.get_absolute_url(),
    ]  # fmt: skip
    pages = {
        f"{prefix}{address}" for prefix in ("", "/zh-hans") for address in addresses
    }

    assert {
        page: status
        for page in pages
        if (status := client.get(page).status_code) != 200
    } == {}
    assert (
        "made-up" in client.get("/salaries/all/?role=any&country=any").content.decode()
    )
    assert exchange_rates().get("GBP", {}) == us_price_index() == {}
