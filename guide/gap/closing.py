"""Which steps close a gap: few hours, and nothing that teaches what is there already."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple


class Teaching(NamedTuple):
    """What a step teaches: the level reached of each skill."""

    step: int
    hours_low: int
    hours_high: int
    levels: Mapping[int, int]

    @property
    def hours(self) -> float:
        """In the middle, for comparisons; never 0."""
        return max(0.5, (self.hours_low + self.hours_high) / 2)


class Closing(NamedTuple):
    teaching: Teaching
    # By skill, the level to which it leads; no more than is asked for.
    closes: Mapping[int, int]


class Closed(NamedTuple):
    steps: list[Closing]
    # By skill, the level that the steps lead to at best, less than is asked for.
    open: dict[int, int]

    @property
    def hours_low(self) -> int:
        return sum(closing.teaching.hours_low for closing in self.steps)

    @property
    def hours_high(self) -> int:
        return sum(closing.teaching.hours_high for closing in self.steps)

    def of_skill(self, skill: int) -> list[Teaching]:
        return [each.teaching for each in self.steps if skill in each.closes]


def levels_gained(
    teaching: Teaching, wanted: Mapping[int, int], levels: Mapping[int, int]
) -> dict[int, int]:
    """By skill, the level that the step leads to, of skills where that is more than before and wanted."""
    return {
        skill: min(level, wanted[skill])
        for skill, level in teaching.levels.items()
        if skill in wanted and min(level, wanted[skill]) > levels.get(skill, 0)
    }


def count_levels(gained: Mapping[int, int], levels: Mapping[int, int]) -> int:
    return sum(level - levels.get(skill, 0) for skill, level in gained.items())


def best_steps(
    wanted: Mapping[int, int],
    levels: Mapping[int, int],
    steps: Iterable[Teaching],
    most: int,
) -> list[Closing]:
    """The steps that close the most levels for an hour, each looked at alone."""
    found = [
        Closing(teaching, gained)
        for teaching in steps
        if (gained := levels_gained(teaching, wanted, levels))
    ]
    found.sort(
        key=lambda one: (
            -count_levels(one.closes, levels) / one.teaching.hours,
            one.teaching.step,
        )
    )
    return found[:most]


def close_gaps(
    wanted: Mapping[int, int], levels: Mapping[int, int], steps: Sequence[Teaching]
) -> Closed:
    """The steps that lead from the levels to what is wanted, as far as steps lead there.

    Each time the step that closes the most for an hour; then those go that the others make needless.
    """
    chosen: list[Teaching] = []
    reached = dict(levels)
    while best := best_steps(wanted, reached, steps, most=1):
        chosen.append(best[0].teaching)
        reached |= best[0].closes
    closings = keep_needed(wanted, levels, chosen)
    return Closed(
        closings,
        {
            skill: reached.get(skill, 0)
            for skill, level in wanted.items()
            if reached.get(skill, 0) < level
        },
    )


def keep_needed(
    wanted: Mapping[int, int], levels: Mapping[int, int], chosen: Sequence[Teaching]
) -> list[Closing]:
    """Those without which something would stay open, each with what it closes that the ones before it do not."""
    kept = list(chosen)
    for teaching in sorted(chosen, key=lambda each: (-each.hours, each.step)):
        others = [each for each in kept if each != teaching]
        if all_gained(wanted, levels, others) == all_gained(wanted, levels, kept):
            kept = others
    closings, reached = [], dict(levels)
    for teaching in kept:
        gained = levels_gained(teaching, wanted, reached)
        closings.append(Closing(teaching, gained))
        reached |= gained
    return closings


def all_gained(
    wanted: Mapping[int, int], levels: Mapping[int, int], steps: Iterable[Teaching]
) -> dict[int, int]:
    reached: dict[int, int] = {}
    for teaching in steps:
        for skill, level in levels_gained(teaching, wanted, levels).items():
            reached[skill] = max(level, reached.get(skill, 0))
    return reached
