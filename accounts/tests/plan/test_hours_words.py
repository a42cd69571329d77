"""How the plan says hours."""

import pytest
from django.utils.translation import override

from accounts.plan.course_rows import hours_words
from accounts.plan.shown_plan import hours_range


@pytest.mark.parametrize(
    ("minutes", "english", "chinese"),
    [
        (450, "7.5 h", "7.5小时"),
        (440, "7.5 h", "7.5小时"),
        (60, "1 h", "1小时"),
        (59, "1 h", "1小时"),
        (30, "0.5 h", "0.5小时"),
        (6, "0.1 h", "0.1小时"),
        (5.5, "6 min", "6分钟"),
        (1, "1 min", "1分钟"),
        (0.25, "1 min", "1分钟"),
        (0, "0 h", "0小时"),
    ],
)
def test_hours_are_rounded_and_never_to_nothing(minutes, english, chinese):
    assert hours_words(minutes) == english
    with override("zh-hans"):
        assert hours_words(minutes) == chinese


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(0, 0, "0"), (1, 2, "0.1"), (0, 1, "0–0.1"), (30, 59, "0.5–1"), (60, 450, "1–8")],
)
def test_a_range_of_hours_is_never_nothing_where_there_is_some(low, high, words):
    assert hours_range(low, high).replace("\u2060", "") == words
