"""How long the roadmaps are, on one scale."""

from typing import NamedTuple

from guide.cache import cached_per_version
from guide.roadmaps.roadmap_map import LineMap, line_maps


class RoadmapLength(NamedTuple):
    map: LineMap
    # In percent of the longest: where it begins, and how wide it is.
    start: str
    width: str


@cached_per_version(most=1)
def roadmap_lengths() -> tuple[RoadmapLength, ...]:
    """The shortest first."""
    drawn = sorted(line_maps().values(), key=lambda each: each.size.hours_high)
    longest = drawn[-1].size.hours_high if drawn else 0
    return tuple(
        RoadmapLength(
            each,
            f"{each.size.hours_low / longest:.1%}",
            f"{(each.size.hours_high - each.size.hours_low) / longest:.1%}",
        )
        for each in drawn
        if each.size.hours_high
    )
