"""The line through the weeks of a plan: what stands under it, in room for a phone."""

from datetime import date

import pytest
from django.utils.translation import override

from accounts.plan.week_line import WeekLine
from guide.planner.weeks import Stretch

FIRST = date(2026, 11, 30)


def words_under_line(last, language):
    line = WeekLine([stretch_to(last)], {}, [], FIRST)
    with override(language):
        return [tick.words for tick in line.ticks]


def stretch_to(last):
    return Stretch(step="python", first=FIRST, last=last, minutes=60)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["2028", "2030", "2032", "2034"]),
        ("zh-hans", ["2028年", "2030年", "2032年", "2034年"]),
    ],
)
def test_many_years_are_named_by_their_numbers_alone(language, words):
    assert words_under_line(date(2035, 6, 1), language) == words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["January 2027", "Mar", "May"]),
        ("zh-hans", ["2027年1月", "3月", "5月"]),
    ],
)
def test_months_name_the_year_at_the_first_and_each_january(language, words):
    assert words_under_line(date(2027, 6, 20), language) == words
