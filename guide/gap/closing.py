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
    useful = best_steps(wanted, levels, steps, most=len(steps))
    chosen: list[Closing] = []
    reached = {skill: levels.get(skill, 0) for skill in wanted}
    while useful:
        gains = [
            sum(
                level - reached[skill]
                for skill, level in closing.closes.items()
                if level > reached[skill]
            )
            / closing.teaching.hours
            for closing in useful
        ]
        best = max(gains)
        if not best:
            break
        closing = useful[gains.index(best)]
        chosen.append(closing)
        for skill, level in closing.closes.items():
            reached[skill] = max(level, reached[skill])
        useful = [one for one, gain in zip(useful, gains, strict=True) if gain]
        useful.remove(closing)
    still_open = {skill: reached[skill] for skill in wanted if reached[skill] < wanted[skill]}  # fmt: skip
    return Closed(keep_needed(levels, chosen), still_open)


def keep_needed(levels: Mapping[int, int], chosen: Sequence[Closing]) -> list[Closing]:
    """Those without which something would stay open, each with what it closes that the ones before it do not."""
    kept = list(chosen)
    for closing in sorted(chosen, key=lambda one: (-one.teaching.hours, one.teaching.step)):  # fmt: skip
        others = [one for one in kept if one is not closing]
        if all(
            any(one.closes.get(skill, 0) >= level for one in others)
            for skill, level in closing.closes.items()
        ):
            kept = others
    closings, reached = [], dict(levels)
    for closing in kept:
        gained = {
            skill: level
            for skill, level in closing.closes.items()
            if level > reached.get(skill, 0)
        }
        closings.append(Closing(closing.teaching, gained))
        reached |= gained
    return closings
