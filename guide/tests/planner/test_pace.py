"""Somebody's own pace is the median of three finished steps or more, and bounded."""

from fractions import Fraction
from random import Random

import pytest

from guide.planner.pace import at_pace, own_pace


@pytest.mark.parametrize(
    ("finished", "pace"),
    [
        ([], 1),
        ([(300, 100), (300, 100)], 1),
        ([(150, 100), (100, 100), (300, 100)], Fraction(3, 2)),
        ([(900, 100)] * 3, 2),
        ([(1, 100)] * 3, Fraction(1, 2)),
        ([(0, 100), (150, 0), (150, 100), (150, 100)], 1),
    ],
)
def test_pace(finished, pace):
    assert own_pace(finished) == pace


def test_minutes_are_rounded_up():
    assert at_pace(101, Fraction(3, 2)) == 152


def test_the_true_finish_lies_within_nine_windows_of_ten():
    """A learner has a pace of his own between 0.5 and 2; each step takes some part of its range at it."""
    random, inside, learners = Random(1), 0, 1000  # noqa: S311  no secret
    for _ in range(learners):
        true_pace = random.uniform(0.6, 1.8)
        steps = [
            (low, low * 2) for low in (random.randint(300, 3000) for _ in range(30))
        ]
        took = [true_pace * random.uniform(low, high) for low, high in steps]
        done = 8
        pace = own_pace(
            [
                (round(real), (low + high) // 2)
                for real, (low, high) in zip(took[:done], steps[:done], strict=True)
            ]
        )
        low, high = (
            at_pace(sum(step[end] for step in steps[done:]), pace) for end in (0, 1)
        )
        inside += low <= sum(took[done:]) <= high
    assert inside >= learners * 9 // 10
