"""A knowledge space: steps of which some build on others, and in how many ways somebody can know a part of them.

Who can do a step can do what it builds on: what one person knows is a set of steps that holds, with each, all below it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

# Sums kept of each space; then all are forgotten.
MOST_SUMS = 50_000


@dataclass(frozen=True)
class KnowledgeSpace:
    # By step, those on which it builds directly; a step that is not in the space counts through.
    builds_on: Mapping[int, Collection[int]]
    # The steps of the space: by step, its track.
    tracks: Mapping[int, int]

    @cached_property
    def below(self) -> dict[int, frozenset[int]]:
        """By step, itself and all that it builds on."""
        return {step: reach_of(step, self.builds_on) & set(self.tracks) for step in self.tracks}  # fmt: skip

    @cached_property
    def above(self) -> dict[int, frozenset[int]]:
        """By step, itself and all that builds on it."""
        found: dict[int, set[int]] = {step: set() for step in self.tracks}
        for step, below in self.below.items():
            for lower in below:
                found[lower].add(step)
        return {step: frozenset(above) for step, above in found.items()}

    def of_track(self, track: int) -> frozenset[int]:
        return frozenset(step for step, own in self.tracks.items() if own == track)

    @cached_property
    def order(self) -> dict[int, int]:
        """The place of each step among all, which is its bit in a mask."""
        return {step: place for place, step in enumerate(sorted(self.tracks))}

    def mask_of(self, steps: Iterable[int]) -> int:
        return sum(1 << self.order[step] for step in steps)

    @cached_property
    def masks_below(self) -> list[int]:
        return [self.mask_of(self.below[step]) for step in self.order]

    @cached_property
    def masks_above(self) -> list[int]:
        return [self.mask_of(self.above[step]) for step in self.order]

    @cached_property
    def sums(self) -> dict[float, "StateSums"]:
        return {}

    def sum_of_states(self, mask: int, weight: float) -> float:
        """Over all that somebody can know of the steps of a mask: the weight to the power of how many steps that is."""
        if weight not in self.sums:
            self.sums[weight] = StateSums(self.masks_below, self.masks_above, weight)
        return self.sums[weight].of_mask(mask)


def reach_of(step: int, edges: Mapping[int, Collection[int]]) -> frozenset[int]:
    """Itself and all that edges lead to."""
    seen, waiting = {step}, [step]
    while waiting:
        for other in edges.get(waiting.pop(), ()):
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    return frozenset(seen)


@dataclass
class StateSums:
    below: Sequence[int]  # masks, by place
    above: Sequence[int]
    weight: float
    found: dict[int, float] = field(default_factory=dict)

    def of_mask(self, mask: int) -> float:
        """Steps that nothing joins are summed apart; else with and without the step that settles the most."""
        if not mask:
            return 1.0
        if mask in self.found:
            return self.found[mask]
        part = self.joined_part(mask)
        if part != mask:
            result = self.of_mask(part) * self.of_mask(mask & ~part)
        else:
            place = max(
                places_of(mask),
                key=lambda each: ((self.below[each] | self.above[each]) & mask).bit_count(),
            )  # fmt: skip
            with_it = self.weight ** (self.below[place] & mask).bit_count()
            result = with_it * self.of_mask(mask & ~self.below[place])
            result += self.of_mask(mask & ~self.above[place])
        if len(self.found) >= MOST_SUMS:
            self.found.clear()
        self.found[mask] = result
        return result

    def joined_part(self, mask: int) -> int:
        """The steps of the mask that are joined with its first one."""
        part = fresh = mask & -mask
        while fresh:
            place = fresh.bit_length() - 1
            fresh ^= 1 << place
            more = (self.below[place] | self.above[place]) & mask & ~part
            part |= more
            fresh |= more
        return part


def places_of(mask: int) -> Iterator[int]:
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
