"""A whole roadmap as a miniature: its stops across, its lines one below the other. Plain values, no queries.

The drawing is stretched to the width of its place and keeps its height in pixels; stops stay round, since they are
dots of a pen that does not scale. Across the unit is a stop.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from guide.roadmaps.line_map import TrackRow, line_spans
from guide.roadmaps.roadmap_map import LineMap

BEFORE_STAGE = 1  # more between two stages
TOP = 9  # pixels above the first and below the last line
BETWEEN_LINES = 11  # pixels
NUMBERS = 15  # pixels below the lines, for the numbers of stages
LINES = 7
FINISHED = {"done", "known"}
PASSED = {"done", "known", "skipped"}


class StripPath(NamedTuple):
    """Strokes of one kind and colour: line, gone, bridge, here, ring, hole."""

    kind: str
    column: int
    d: str


class StripStage(NamedTuple):
    number: int
    name: str
    percent: str  # across


class StripStop(NamedTuple):
    x: int
    row: TrackRow
    step: int
    state: str
    is_counted: bool

    @property
    def y(self) -> int:
        return height_of_line(self.row.column)


@dataclass(frozen=True)
class Strip:
    paths: tuple[StripPath, ...]
    stages: tuple[StripStage, ...]
    width: int
    height: int = TOP * 2 + BETWEEN_LINES * (LINES - 1)

    @property
    def height_with_numbers(self) -> int:
        return self.height + NUMBERS


def height_of_line(column: int) -> int:
    return TOP + (column - 1) * BETWEEN_LINES


def draw_strip(
    line_map: LineMap,
    states: Mapping[int, str] | None = None,
    here: int | None = None,
    width: int = 0,
) -> Strip:
    """`states`: by step, as pages show them; `here`: the step where the visitor stands.

    `width`: of the longest strip beside this one, for one scale.
    """
    stops, stages, end = place_stops(line_map, states or {})
    paths = (
        *track_lines(stops),
        *draw_bridges(stops),
        *(StripPath("here", s.row.column, dots([s])) for s in stops if s.step == here),
        *draw_dots(stops),
    )
    whole = max(width, end)
    named = tuple(
        StripStage(number, name, f"{x / whole:.2%}")
        for number, (x, name) in enumerate(stages, 1)
    )
    return Strip(paths, named, whole)


def place_stops(
    line_map: LineMap, states: Mapping[int, str]
) -> tuple[list[StripStop], list[tuple[int, str]], int]:
    """The stops, where each stage begins, and the width of all."""
    stops: list[StripStop] = []
    stages: list[tuple[int, str]] = []
    x = 1 - BEFORE_STAGE
    for row in line_map.rows:
        if row.stop is None:
            x += BEFORE_STAGE
            stages.append((x, row.stage.name))
            continue
        step = row.stop.step_id
        stops.append(
            StripStop(
                x,
                TrackRow(
                    row.stop.step.track.order,
                    frozenset(row.gutter.joins if row.gutter else ()),
                ),
                step,
                states.get(step, ""),
                row.stop.need == "required",
            )
        )
        x += 1
    return stops, stages, x


def track_lines(stops: list[StripStop]) -> Iterator[StripPath]:
    """Every line from its first to its last stop, and as far as it is travelled without a gap."""
    for column, (first, last) in sorted(line_spans(s.row for s in stops).items()):
        y, start = height_of_line(column), stops[first].x
        yield StripPath("line", column, f"M{start} {y}H{stops[last].x}")
        gone = travelled_to([s for s in stops if s.row.column == column])
        if gone is not None:
            yield StripPath("gone", column, f"M{start} {y}H{gone}")


def travelled_to(stops: list[StripStop]) -> int | None:
    """Where the first stop is missing that counts; the last finished one before it."""
    found = None
    for stop in stops:
        if stop.state in FINISHED:
            found = stop.x
        elif stop.is_counted and stop.state not in PASSED:
            break
    return found


def draw_bridges(stops: list[StripStop]) -> Iterator[StripPath]:
    joined = [
        (stop.x, sorted(map(height_of_line, {stop.row.column, *stop.row.joins})))
        for stop in stops
        if stop.row.joins
    ]
    if joined:
        d = "".join(f"M{x} {heights[0]}V{heights[-1]}" for x, heights in joined)
        yield StripPath("bridge", 0, d)


def draw_dots(stops: list[StripStop]) -> Iterator[StripPath]:
    """All stops of a line by two strokes: a coloured dot, and a hole where it is not finished."""
    for column in sorted({stop.row.column for stop in stops}):
        mine = [stop for stop in stops if stop.row.column == column]
        yield StripPath("ring", column, dots(mine))
        for kind, is_such in (("hole", is_open), ("half", is_under_way)):
            if drawn := dots([stop for stop in mine if is_such(stop)]):
                yield StripPath(kind, column, drawn)


def dots(stops: list[StripStop]) -> str:
    """Stops of one line as a path, each a stroke of no length; relative, which packs better."""
    if not stops:
        return ""
    steps = (f"m{after.x - stop.x} 0h0" for stop, after in pairwise(stops))
    return f"M{stops[0].x} {stops[0].y}h0{''.join(steps)}"


def is_open(stop: StripStop) -> bool:
    return stop.state not in FINISHED and not is_under_way(stop)


def is_under_way(stop: StripStop) -> bool:
    return stop.state == "doing"
