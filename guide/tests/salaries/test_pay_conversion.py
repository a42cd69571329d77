from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from guide.salaries.conversion import (
    DisplayUnits,
    Rate,
    Rates,
    convert_figure,
    is_local_money,
    shown_amounts,
)
from guide.salaries.formats import format_pay, format_pay_range, is_old, short_money
from guide.tests.factory import make_salary

pytestmark = pytest.mark.django_db
BANK = "A bank"
RATES = Rates(
    exchange={
        "USD": {2024: Rate(Decimal(1), 2024, BANK), 2025: Rate(Decimal(1), 2025, BANK)},
        "GBP": {
            2024: Rate(Decimal("0.8"), 2024, BANK),
            2025: Rate(Decimal("0.75"), 2025, BANK),
        },
        "EUR": {2025: Rate(Decimal("0.9"), 2025, BANK)},
    },
    power={
        "GB": {
            2023: Rate(Decimal("0.7"), 2023, BANK),
            2024: Rate(Decimal("0.65"), 2024, BANK),
        }
    },
    prices={2020: Rate(Decimal(250), 2020, BANK), 2025: Rate(Decimal(300), 2025, BANK)},
)


def seen(salary, **wish):
    """The middle and its unit as a page shows them, and what is said of it."""
    converted = convert_figure(salary, DisplayUnits(**wish), RATES)
    return shown_amounts(salary, converted)["mid"], converted.unit, converted.sentences


def test_nothing_is_converted_unasked():
    assert seen(make_salary()) == (52000, "GBP", [])


def test_a_figure_is_converted_at_the_average_of_its_own_year():
    assert seen(make_salary(year=2024), currency="USD") == (
        65000,
        "USD",
        ["Converted at the average of 2024: 1 GBP = 1.25 USD (A bank)."],
    )


@pytest.mark.parametrize(
    ("year", "why"),
    [
        (None, "the newest known (the figure names no year)"),
        (2026, "the nearest known (none for 2026)"),
    ],
    ids=["undated", "too new"],
)
def test_the_rate_of_another_year_is_used_and_said_so(year, why):
    amount, unit, said = seen(make_salary(year=year), currency="EUR")

    assert (amount, unit) == (62400, "EUR")
    assert said == [
        f"Converted at the average of 2025, {why}: 1 GBP = 1.2 EUR (A bank)."
    ]


def test_an_old_figure_takes_the_nearest_rate_and_not_the_newest():
    assert seen(make_salary(year=2017), currency="USD") == (
        65000,
        "USD",
        [
            "Converted at the average of 2024, the nearest known (none for 2017):"
            " 1 GBP = 1.25 USD (A bank)."
        ],
    )


def test_a_rate_that_nobody_knows_is_not_made_up():
    assert seen(make_salary(), currency="VND") == (
        52000,
        "GBP",
        ["Not converted: no rate between GBP and VND is known here."],
    )


def test_what_the_source_converted_itself_is_converted_again_and_says_both():
    amount, unit, said = seen(make_salary(currency="USD"), currency="EUR")

    assert (amount, unit) == (46800, "EUR")
    assert said == ["Converted at the average of 2025: 1 USD = 0.9 EUR (A bank)."]


def test_what_the_source_converted_itself_goes_back_to_local_money_before_its_prices():
    amount, unit, said = seen(make_salary(currency="USD"), prices="power")

    assert (amount, unit) == (60000, "INT")
    assert said[0] == "Converted at the average of 2025: 1 USD = 0.75 GBP (A bank)."
    assert said[1].startswith("By purchasing power: in United Kingdom 0.65 GBP bought")


def test_purchasing_power_names_its_factor_and_year():
    amount, unit, said = seen(make_salary(year=2025), prices="power")

    assert (amount, unit) == (80000, "INT")
    assert (
        "in United Kingdom 0.65 GBP bought one international dollar in 2024 (A bank)."
        in said[0]
    )
    assert said[0].endswith("That is the newest factor known for this figure.")


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        (
            {"country": "", "currency": "USD"},
            "Not adjusted: the figure names no country.",
        ),
        (
            {"country": "DE", "currency": "EUR"},
            "Not adjusted: no purchasing power is known here for Germany.",
        ),
    ],
)
def test_without_a_factor_local_prices_say_why_not(fields, why):
    assert seen(make_salary(**fields), prices="power")[2] == [why]


def test_us_figures_are_raised_to_the_newest_year():
    amount, unit, said = seen(
        make_salary(country="US", currency="USD", year=2020), prices="inflation"
    )

    assert (amount, unit) == (62400, "USD")
    assert said == [
        "In dollars of 2025: US consumer prices rose 1.2 times since 2020 (A bank)."
    ]


def test_inflation_and_a_currency_go_through_the_newest_year():
    amount, unit, said = seen(
        make_salary(country="US", currency="USD", year=2020),
        prices="inflation",
        currency="GBP",
    )

    assert (amount, unit) == (46800, "GBP")
    assert said[1] == "Converted at the average of 2025: 1 USD = 0.75 GBP (A bank)."


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        (
            {},
            "Not adjusted: US inflation says nothing about pay outside the United States.",
        ),
        (
            {"country": "US", "currency": "USD", "year": None},
            "Not adjusted: the figure does not say of which year it is.",
        ),
        (
            {"country": "US", "currency": "USD", "year": 2026},
            "Not adjusted: the figure is newer than the newest year of the price index, 2025.",
        ),
        (
            {"country": "US", "currency": "USD", "year": 2017},
            "Not adjusted: the price index here has no value for 2017.",
        ),
    ],
)
def test_where_inflation_does_not_apply_the_figure_says_why(fields, why):
    assert seen(make_salary(**fields), prices="inflation")[2] == [why]


@pytest.mark.parametrize(
    ("country", "currency", "local"),
    [
        ("GB", "GBP", True),
        ("GB", "USD", False),
        ("LT", "EUR", True),
        ("HR", "HRK", True),
        ("", "USD", True),
    ],
)
def test_local_money_is_what_was_legal_there_since_2010(country, currency, local):
    assert is_local_money(make_salary(country=country, currency=currency)) is local


@pytest.mark.parametrize(
    ("language", "amount", "unit", "words"),
    [
        ("en", 52000, "GBP", "£52,000"),
        ("zh-hans", 52000, "GBP", "52,000英镑"),
        ("en", Decimal("46.15"), "CAD", "CA$46.15"),
        ("en", 80000, "INT", "80,000 international dollars"),
        ("en", None, "USD", "–"),
    ],
)
def test_money_is_written_as_readers_write_it(language, amount, unit, words):
    with override(language):
        assert format_pay(amount, unit) == words


@pytest.mark.parametrize(
    ("low", "high", "unit", "words"),
    [
        (900000, 1200000, "INR", "₹9–12 lakh (₹900,000 – ₹1,200,000)"),
        (1300000, 1300000, "INR", "₹13 lakh (₹1,300,000)"),
        (50000, 60000, "INR", "₹50,000 – ₹60,000"),
        (200000, None, "USD", "$200,000 or more"),
        (None, 170000, "GBP", "up to £170,000"),
    ],
)
def test_ranges_say_open_ends_and_lakh_with_the_rupees_in_full(low, high, unit, words):
    assert (
        format_pay_range(
            *(None if end is None else Decimal(end) for end in (low, high)), unit
        )
        == words
    )


def test_axes_have_short_labels_in_both_languages():
    assert short_money(150_000, "USD") == "$150K"
    assert [short_money(amount, "INR") for amount in (0, 50_000, 1_450_000)] == [
        "₹0",
        "₹50,000",
        "₹14.5 lakh",
    ]
    with override("zh-hans"):
        assert short_money(150_000, "USD") == "15万"


@pytest.mark.parametrize(
    ("as_of", "year", "old"),
    [
        ("2024-11-20", 2024, True),
        ("2024-11-21", None, False),
        ("2024", 2024, False),
        ("2023-12", None, True),
        ("2026-01", 2019, True),
        ("undated", None, False),
        ("undated", 2020, True),
        ("", None, False),
        ("2024-02", None, True),
    ],
)
def test_older_than_24_months_is_old_by_the_latest_day_it_may_mean(as_of, year, old):
    assert is_old(as_of, year, date(2026, 11, 21)) is old
