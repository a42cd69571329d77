"""How long hours of study take is a window of weeks, or of months where it is longer than thirteen weeks."""

from datetime import date

import pytest
from django.utils import translation

from guide.roadmaps.pace import study_window


@pytest.mark.parametrize(
    ("low", "high", "hours_a_week", "words"),
    [
        (84, 132, 6, "4–6 months"),
        (70, 147, 12, "6–13 weeks"),
        (3, 5, 6, "1 week"),
        (0, 7, 6, "1–2 weeks"),
        (780, 1685, 6, "30–65 months"),
        (100, 100, 80, "2 weeks"),
    ],
)
def test_weeks_or_months_begun(low, high, hours_a_week, words):
    assert study_window(low, high, hours_a_week).words == words


def test_nothing_left_needs_no_time():
    assert study_window(0, 0, 8) is None


@pytest.mark.parametrize(
    ("language", "words", "between"),
    [
        ("en", "26–55 months", "between January 2029 and June 2031"),
        ("zh-hans", "26\u2060～\u206055个月", "在2029年1月至2031年6月之间"),
    ],
)
def test_the_months_of_its_end_are_named(language, words, between):
    window = study_window(867, 1896, 8)

    with translation.override(language):
        assert (window.words, window.between(date(2026, 11, 30))) == (words, between)


def test_an_end_within_one_month_is_one_month():
    window = study_window(8, 16, 8)

    assert window.between(date(2026, 11, 1)) == "in November 2026"
