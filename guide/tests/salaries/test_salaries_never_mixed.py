"""No choice of filters mixes figures that may not stand together; page and files say the same; queries stay few."""

import csv
import io
import json
import re
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from guide.models import ExchangeRate, PriceIndex, PriceLevel
from guide.salaries.block_pages import page_count, paginate_figures
from guide.salaries.blocks import Advertised, Quoted, Series
from guide.salaries.catalogue import FigureChoice, figures_of
from guide.salaries.comparison import side_by_side
from guide.salaries.conversion import DisplayUnits
from guide.salaries.page_rows import rows_of_page
from guide.salaries.pay_page import answer_of_choice
from guide.salaries.pay_picture import pay_pictures
from guide.salaries.sections import page_sections
from guide.tests.factory import make_role, make_salary, make_source
from guide.tests.salaries.figures import body, make_band, make_percentiles
from tests.document import document, links
from tests.examples import scaled_count

pytestmark = pytest.mark.django_db


def make_market():
    """A few figures of every kind, place, currency, year and unit that may not be mixed."""
    make_conversions(make_source(publisher="A bank"))
    role = make_role(slug="machine-learning-engineer")
    occupation = make_salary(role).occupation
    for year, (country, currency) in product(
        (2024, 2025), (("US", "USD"), ("GB", "GBP"), ("GB", "USD"))
    ):
        pay = {"country": country, "currency": currency, "year": year}
        make_percentiles(occupation=occupation, **pay)
        for city, experience in (("", "any"), ("", "senior"), ("London", "any")):
            place = {"city": city, "experience": experience, **pay}
            make_band(occupation=occupation, **place)
            make_band(role=role, **place)
        make_salary(role, passage_en="=1+1", period="month", **pay)
        make_salary(role, kind="median", period="month", **pay)


def make_conversions(bank):
    for year, (code, rate) in product(
        (2024, 2025), (("USD", 1), ("GBP", "0.8"), ("EUR", "0.9"))
    ):
        ExchangeRate.objects.create(
            currency=code, kind="average", period=str(year), per_usd=rate, source=bank
        )
    PriceLevel.objects.create(country="GB", year=2024, factor="0.7", source=bank)
    for year, value in ((2024, 100), (2025, 110)):
        PriceIndex.objects.create(
            country="US", period=str(year), measure="index", value=value, source=bank
        )


CHOICES = {
    "role": ["any", "machine-learning-engineer"],
    "country": ["", "US", "GB"],
    "experience": ["", "any", "senior"],
    "year": ["", "2024", "2025"],
    "evidence": ["", "official", "advertised", "published"],
    "currency": ["", "USD", "EUR"],
    "prices": ["", "power", "inflation"],
}


@example_settings(max_examples=scaled_count(25))
@given(
    query=st.fixed_dictionaries(
        {name: st.sampled_from(values) for name, values in CHOICES.items()}
    )
)
def test_no_combination_mixes_figures_and_page_and_files_agree(client, market, query):
    wish = DisplayUnits(query["currency"], query["prices"])
    choice = FigureChoice(
        "" if query["role"] == "any" else query["role"], "", query["country"], query["experience"],
        int(query["year"] or 0) or None, query["evidence"],
    )  # fmt: skip
    [figures] = figures_of(wish, choice)
    pages = paginate_figures(figures)
    sections = [
        section
        for page in range(1, page_count(pages) + 1)
        for section in page_sections(pages, page)
    ]

    for section in sections:
        see_nothing_mixed(section)
    on_page = sorted(
        figure.salary.slug for section in sections for figure in section.figures
    )
    table = body(client.get("/salaries.csv", query)).removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(table)))
    entries = json.loads(body(client.get("/salaries.json", query)))["figures"]
    assert (
        on_page
        == sorted(row["slug"] for row in rows)
        == sorted(entry["slug"] for entry in entries)
    )
    shown = {
        figure.salary.slug: {n: float(v) for n, v in figure.amounts.items()}
        for figure in figures
    }
    assert shown == {entry["slug"]: entry["shown"] for entry in entries}
    assert not [
        value
        for row in rows
        for value in row.values()
        if value.startswith(("=", "+", "-", "@"))
    ]
    total = re.search(r"<b>(\d+) figure", client.get("/salaries/all/", query).text)
    assert int(total[1]) == len(entries)


@example_settings(max_examples=scaled_count(20))
@given(
    query=st.fixed_dictionaries(
        {name: st.sampled_from(values) for name, values in CHOICES.items()}
    )
)
def test_a_page_draws_folds_or_leaves_out_each_figure_once_and_mixes_no_units(
    market, query
):
    choice = FigureChoice(
        "" if query["role"] == "any" else query["role"], "", query["country"], query["experience"],
        int(query["year"] or 0) or None, query["evidence"],
    )  # fmt: skip
    [figures] = figures_of(DisplayUnits(query["currency"], query["prices"]), choice)

    rows = rows_of_page(choice, figures, answer_of_choice(choice, figures))

    places = [rows.drawn, rows.few, rows.aged, rows.more]
    seen = sorted(figure.salary.slug for place in places for figure in place)
    assert seen == sorted(figure.salary.slug for figure in figures)
    for picture in pay_pictures(rows.drawn):
        units = {(figure.unit, figure.salary.period) for figure in picture.figures}
        assert len(units) == 1
        assert len(picture.axis.ticks) <= 5
        assert [row.sum for row in picture.rows] == [
            figure.short_pay for figure in picture.figures
        ]


def what_may_not_mix(figure):
    salary = figure.salary
    return salary.kind, figure.unit, salary.period, salary.place_level, salary.year


def axes_of(section):
    """The figures that share an axis: of tables of bars, and of steps."""
    yield from (bars.figures for bars in section.latest_bars)
    for block in section.blocks:
        if isinstance(block, Advertised):
            yield block.figures
        if isinstance(block, Quoted):
            yield from (
                [stair.figure for stair in steps.stairs]
                for _first, steps in block.steps
            )


def lines_of(section):
    """The figures of a picture whose axis the years are."""
    lines = [block.line for block in section.blocks if isinstance(block, Series)]
    return [[point.figure for point in line.points] for line in lines if line]


@example_settings(max_examples=scaled_count(20))
@given(
    countries=st.sampled_from([("US", "GB"), ("GB", "US"), ("US", ""), ("", "GB")]),
    experience=st.sampled_from(["any", "senior"]),
    currency=st.sampled_from(["", "USD", "EUR"]),
    prices=st.sampled_from(["", "power", "inflation"]),
)
def test_no_comparison_mixes_figures(market, countries, experience, currency, prices):
    role = "machine-learning-engineer"
    sides = [
        FigureChoice(role=role, country=country, experience=experience)
        for country in countries
    ]

    compared = side_by_side(DisplayUnits(currency, prices), sides)
    for pair in (*compared.pairs, *compared.aged):
        assert (
            len(
                {
                    (figure.salary.evidence, what_may_not_mix(figure))
                    for figure in pair.figures
                }
            )
            == 1
        )
        assert {figure.salary.experience for figure in pair.figures} == {experience}


@pytest.fixture
def market(db):
    make_market()


@pytest.mark.parametrize(
    "address",
    [
        "/salaries/",
        "/salaries/united-kingdom/",
        "/salaries/?role=any&currency=EUR&prices=inflation",
        "/salaries/compare/?role=machine-learning-engineer&country=US&other_country=GB&currency=EUR&prices=inflation",
    ],
)
def test_no_view_costs_more_than_six_queries_even_cold(
    client, market, settings, address
):
    settings.CONTENT_VERSION_SECONDS = 60  # as a server reads it: at most once a second
    with CaptureQueriesContext(connection) as captured:
        client.get(address)

    assert len(captured) <= 6, "\n".join(query["sql"] for query in captured)


def test_the_files_are_linked_with_the_choice_of_the_page(client, market):
    page = document(client.get("/salaries/?country=GB&currency=EUR"))

    query = "role=machine-learning-engineer&country=GB&currency=EUR"
    assert links(page.find(".//p[@class='files soft']")) == [
        f"/salaries.{kind}?{query}" for kind in ("csv", "json")
    ]


def see_nothing_mixed(section):
    for drawn in axes_of(section):
        assert {figure.salary.evidence for figure in drawn} == {section.evidence}
        assert len({what_may_not_mix(figure) for figure in drawn}) == 1
    for line in lines_of(section):
        assert {figure.salary.evidence for figure in line} == {section.evidence}
        assert len({what_may_not_mix(figure)[:-1] for figure in line}) == 1
