from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from guide.models import Occupation, Salary, Source
from guide.salaries.charts import (
    MixedAxisError,
    axis_for,
    bar_for,
    experience_steps,
    line_over_years,
    nice_step,
)
from guide.salaries.conversion import Converted
from guide.salaries.figure import Figure
from guide.salaries.formats import headline_money, short_money
from guide.salaries.placement import find_placement, place_in_words

PERCENTILES = {
    "p10": 10_000,
    "p25": 20_000,
    "p50": 30_000,
    "p75": 40_000,
    "p90": 50_000,
}


def figure(kind="percentiles", relation="", unit="USD", **fields):
    """A figure that never saw a database."""
    if kind == "percentiles" and not fields.keys() & PERCENTILES.keys():
        fields |= PERCENTILES
    amounts = {
        name: Decimal(value)
        for name, value in fields.items()
        if name in {*PERCENTILES, "low", "mid", "high"}
    }
    plain = {
        "country": "US",
        "currency": unit,
        "year": 2025,
        "as_of": "2025-05",
        "passage_en": "Class A",
    }
    source = Source(pk=1, slug="s", title="S", publisher="P", kind="official")
    occupation = Occupation(pk=1, slug="o", name_en="Engineer")
    salary = Salary(
        kind=kind,
        source=source,
        occupation=occupation,
        **{**plain, **fields, **amounts},
    )
    return Figure(salary, Converted(unit), date(2026, 11, 21), relation)


@pytest.mark.parametrize(
    "other",
    [
        {"kind": "median", "mid": 5},
        {"unit": "EUR"},
        {"period": "hour"},
        {"city": "Boston"},
        {"region": "Texas"},
        {"year": 2024},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_figures_that_differ_in_kind_currency_period_place_or_year_share_no_axis(other):
    with pytest.raises(MixedAxisError):
        axis_for([figure(), figure(**other)])


@given(st.integers(1, 10**9))
def test_an_axis_begins_at_nothing_and_ends_above_the_highest_in_few_round_steps(
    highest,
):
    axis = axis_for([figure(kind="median", mid=highest)])

    assert axis.top >= highest
    assert 2 <= len(axis.ticks) <= 7
    assert str(axis.step)[0] in "125"
    assert set(str(axis.step)[1:]) <= {"0"}
    assert (axis.ticks[0].position, axis.ticks[-1].position) == (0, 100)


@given(st.floats(0, 1e9))
def test_steps_are_never_smaller_than_needed(rough):
    assert nice_step(rough) >= min(rough, 1)


def test_a_bar_has_whisker_middle_half_and_median():
    drawn = bar_for(figure(), axis_for([figure()]))

    assert (drawn.whisker, drawn.box, drawn.box_width, drawn.dot) == (
        (16.67, 83.33),
        (33.33, 66.67),
        33.34,
        50,
    )


def test_what_a_source_caps_is_not_drawn():
    capped = figure(p10=10_000, p25=20_000, p50=30_000, p75=40_000)

    assert bar_for(capped, axis_for([capped])).whisker is None


def test_a_line_breaks_where_the_class_changes_or_a_year_is_missing():
    years = [(2018, "A"), (2019, "B"), (2020, "B"), (2022, "B"), (2023, "B")]
    line = line_over_years([figure(year=year, passage_en=name) for year, name in years])

    assert [
        [point.figure.salary.year for point in segment] for segment in line.segments
    ] == [
        [2018],
        [2019, 2020],
        [2022, 2023],
    ]
    assert len(line.median_paths) == 2


def test_a_year_that_stands_alone_is_drawn_by_itself():
    line = line_over_years(
        [
            figure(year=year, passage_en=name)
            for year, name in [(2018, "A"), (2019, "B"), (2020, "B")]
        ]
    )

    assert [point.figure.year for point in line.single_points] == [2018]


def test_a_band_has_a_gap_where_a_year_is_capped():
    capped = {"p10": 10_000, "p25": 20_000, "p50": 30_000, "p75": 40_000}
    line = line_over_years(
        [
            figure(year=year, **(capped if year == 2021 else {}))
            for year in range(2018, 2025)
        ]
    )

    assert (len(line.inner_bands), len(line.outer_bands)) == (1, 2)


def test_one_year_is_no_line():
    assert line_over_years([figure()]) is None


def test_steps_rise_from_entry_to_senior_on_one_axis():
    levels = ("entry", "mid", "senior")
    steps = experience_steps(
        [
            figure(kind="advertised", experience=level, low=n * 1000, high=n * 2000)
            for n, level in enumerate(levels, 1)
        ]
    )

    assert [stair.figure.salary.experience for stair in steps.stairs] == [
        "entry",
        "mid",
        "senior",
    ]
    assert all(left.top > right.top for left, right in pairwise(steps.stairs))


def test_a_single_level_is_no_staircase():
    assert (
        experience_steps([figure(kind="advertised", experience="entry", low=1, high=2)])
        is None
    )


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (5_000, "below the 10th percentile of the official figures of 2025"),
        (20_000, "exactly at the 25th percentile of the official figures of 2025"),
        (
            25_000,
            "between the 25th and the 50th percentile of the official figures of 2025",
        ),
        (30_000, "exactly at the median of the official figures of 2025"),
        (
            60_000,
            "above the 90th percentile of the official figures of 2025, the highest that is known",
        ),
    ],
)
def test_an_amount_is_placed_among_percentiles(amount, words):
    assert place_in_words(Decimal(amount), figure()) == words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (5, "below the range of the pay advertised in 2025"),
        (10, "within the range of the pay advertised in 2025"),
        (15, "within the range of the pay advertised in 2025"),
        (21, "above the range of the pay advertised in 2025"),
    ],
)
def test_an_amount_is_placed_beside_an_advertised_band(amount, words):
    assert (
        place_in_words(Decimal(amount), figure(kind="advertised", low=10, high=20))
        == words
    )


@given(st.integers(0, 100_000))
def test_an_amount_lies_above_what_it_is_said_to_be_above_and_below_what_it_is_below(
    amount,
):
    found = find_placement(Decimal(amount), figure())

    assert found.below is None or PERCENTILES[found.below] < amount
    assert found.above is None or PERCENTILES[found.above] > amount
    assert found.exactly is None or PERCENTILES[found.exactly] == amount


def test_a_chinese_sum_below_ten_thousand_keeps_its_comma():
    with override("zh-hans"):
        headline = headline_money(Decimal(5100), "EUR")

        assert headline == "5,100欧元"
        assert short_money(5000, "EUR") == "5,000"
        assert short_money(50_000, "EUR") == "5万"
