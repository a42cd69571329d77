"""Where newcomers start: the roadmap for each background, and what of it such a person can do already."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from guide.cache import cached_per_version
from guide.models import Background, Roadmap
from guide.roadmaps.roadmap_map import LineMap, line_map, line_maps
from guide.roadmaps.strip import Strip, draw_strip

# The roadmap whose first stops are ticked on the first page; without it the first one.
BEGIN_WITH = "weekend-route"


class Start(NamedTuple):
    background: Background
    map: LineMap
    # All on one scale; what such a person brings is travelled already.
    strip: Strip
    # How many steps of the roadmap such a person can probably do already.
    brought: int


@cached_per_version(most=1)
def starts() -> tuple[Start, ...]:
    """One for each published background, in order."""
    rows = Background.objects.published().with_roadmaps().in_order()
    drawn = [(background, line_map(background.roadmap.slug)) for background in rows]
    longest = max((draw_strip(line_map).width for _, line_map in drawn), default=0)
    return tuple(
        draw_start(background, line_map, longest) for background, line_map in drawn
    )


def draw_start(background: Background, line_map: LineMap, width: int) -> Start:
    brought = set(steps_brought(line_map, background.levels))
    strip = draw_strip(line_map, dict.fromkeys(brought, "known"), width=width)
    return Start(background, line_map, strip, len(brought))


def steps_brought(line_map: LineMap, levels: Mapping[int, int]) -> Iterator[int]:
    """The steps that teach no skill above its level in `levels`; one that teaches none is no skill to bring."""
    for stop in line_map.stops:
        taught = line_map.links.get(stop.step_id, [])
        if taught and all(
            levels.get(link.skill_id, 0) >= link.level for link in taught
        ):
            yield stop.step_id


def first_map() -> LineMap | None:
    """None where no roadmap is published."""
    maps = line_maps()
    return maps.get(BEGIN_WITH) or next(iter(maps.values()), None)


def other_roadmaps() -> list[Roadmap]:
    """The published ones that no background suggests, in order."""
    suggested = {start.map.roadmap.pk for start in starts()}
    return [
        line_map.roadmap
        for line_map in line_maps().values()
        if line_map.roadmap.pk not in suggested
    ]
