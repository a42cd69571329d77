"""How fast somebody really is: what finished steps took, beside what they were said to take."""

from collections.abc import Sequence
from fractions import Fraction
from statistics import median

FEWEST_STEPS = 3
SLOWEST, FASTEST = Fraction(2), Fraction(1, 2)
USUAL = Fraction(1)


def own_pace(finished: Sequence[tuple[int, int]]) -> Fraction:
    """The median of logged to expected minutes of finished steps, between a half and two; 1 for fewer than three.

    `finished` holds (logged, expected) for each step; a step without either tells nothing.
    """
    ratios = [Fraction(logged, said) for logged, said in finished if logged and said]
    if len(ratios) < FEWEST_STEPS:
        return USUAL
    return min(SLOWEST, max(FASTEST, median(ratios)))


def at_pace(minutes: int, pace: Fraction) -> int:
    """Minutes at somebody's own pace, rounded up."""
    return -(-minutes * pace.numerator // pace.denominator)
