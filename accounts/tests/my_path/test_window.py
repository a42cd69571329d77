"""How long the rest may take is a window of weeks, or of months where it is longer than a year."""

import pytest

from accounts.my_path.finish_window import finish_window
from accounts.progress.counting import ProgressCount


@pytest.mark.parametrize(
    ("total", "done", "hours", "words"),
    [
        ((100, 160), (16, 28), 6, "about 14 to 22 weeks at 6 h a week"),
        ((100, 160), (0, 0), 80, "about 2 weeks at 80 h a week"),
        ((3, 5), (0, 0), 6, "about 1 week at 6 h a week"),
        ((3, 7), (0, 0), 6, "about 1 to 2 weeks at 6 h a week"),
        ((300, 312), (0, 0), 6, "about 50 to 52 weeks at 6 h a week"),
        ((300, 600), (0, 0), 6, "about 12 to 23 months at 6 h a week"),
        ((318, 324), (0, 0), 6, "about 53 to 54 weeks at 6 h a week"),
        ((3, 5), (3, 5), 6, ""),
        ((3, 5), (0, 0), None, ""),
    ],
)
def test_weeks_begun_at_least_and_at_most(total, done, hours, words):
    assert (
        finish_window(ProgressCount(hours_total=total, hours_done=done), hours) == words
    )
