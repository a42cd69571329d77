"""Geometry of the pictures: axes with round ticks, bars, lines over the years, steps. Positions are per cent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from guide.salaries.figure import Figure
from guide.salaries.figure_amounts import PERCENTILES
from guide.salaries.formats import short_money

NICE = (1, 2, 5, 10)
TICKS = 4


class MixedAxisError(ValueError):
    """Raised for figures that may not share an axis."""


@dataclass(frozen=True)
class Tick:
    position: float
    label: str

    @property
    def from_top(self) -> float:
        return round(100 - self.position, 2)


@dataclass(frozen=True)
class Axis:
    """Begins at zero and ends at a round amount, so that lengths are in proportion to pay."""

    top: int
    step: int
    unit: str

    def position(self, amount: Decimal | int) -> float:
        return round(float(amount) / self.top * 100, 2)

    @property
    def ticks(self) -> list[Tick]:
        return [
            Tick(self.position(amount), short_money(amount, self.unit))
            for amount in range(0, self.top + 1, self.step)
        ]


def axis_for(figures: Sequence[Figure], over_years: bool = False) -> Axis:
    """One axis for figures of one kind, unit, period and level of place; of one year unless the years are its x."""
    keys = {
        figure.axis_key[:-1] if over_years else figure.axis_key for figure in figures
    }
    if len(keys) != 1:
        raise MixedAxisError(f"{len(keys)} kinds of figure on one axis")
    highest = max(value for figure in figures for value in drawn_amounts(figure))
    step = nice_step(float(highest) / TICKS)
    return Axis(step * max(1, -(-int(highest) // step)), step, figures[0].unit)


def drawn_amounts(figure: Figure) -> Iterable[Decimal]:
    return [
        value
        for value in (*figure.whisker, *figure.box, figure.middle)
        if value is not None
    ]


def nice_step(rough: float) -> int:
    power = 1
    while power * 10 <= rough:
        power *= 10
    return (
        next(power * nice for nice in NICE if power * nice >= rough) if rough > 1 else 1
    )


@dataclass(frozen=True)
class FigureBar:
    """Positions of a whisker (p10 to p90), a box (p25 to p75, or a band) and a dot; None if the source has no value."""

    whisker: tuple[float, float] | None
    box: tuple[float, float] | None
    dot: float | None

    @property
    def box_width(self) -> float:
        return round(self.box[1] - self.box[0], 2) if self.box else 0


def bar_for(figure: Figure, axis: Axis) -> FigureBar:
    dot = None if figure.middle is None else axis.position(figure.middle)
    return FigureBar(
        axis_range(figure.whisker, axis), axis_range(figure.box, axis), dot
    )


def axis_range(ends, axis: Axis) -> tuple[float, float] | None:
    low, high = ends
    return (
        None
        if low is None or high is None
        else (axis.position(low), axis.position(high))
    )


@dataclass
class Point:
    figure: Figure
    x: float
    y: dict[str, float]


@dataclass
class Line:
    """Official figures over the years. A line breaks where a class changes or a year is missing."""

    axis: Axis
    years: list[Tick]
    segments: list[list[Point]] = field(default_factory=list)

    @property
    def points(self) -> list[Point]:
        return [point for segment in self.segments for point in segment]

    @property
    def single_points(self) -> list[Point]:
        """Single years, which are drawn as dots because there is no line to a neighbour."""
        return [segment[0] for segment in self.segments if len(segment) == 1]

    @property
    def median_paths(self) -> list[str]:
        return [
            svg_path((point.x, point.y["p50"]) for point in segment)
            for segment in self.segments
            if len(segment) > 1
        ]

    @property
    def outer_bands(self) -> list[str]:
        return [
            shape
            for segment in self.segments
            for shape in band_shapes(segment, "p10", "p90")
        ]

    @property
    def inner_bands(self) -> list[str]:
        return [
            shape
            for segment in self.segments
            for shape in band_shapes(segment, "p25", "p75")
        ]


def line_over_years(figures: Sequence[Figure]) -> Line | None:
    """From percentiles of two years or more; None where there are fewer."""
    drawable = [figure for figure in figures if "p50" in figure.amounts and figure.year]
    years = sorted({figure.year for figure in drawable})
    if len(years) < 2:
        return None
    axis = axis_for(drawable, over_years=True)
    place = {
        year: round((number + 0.5) / (years[-1] - years[0] + 1) * 100, 2)
        for number, year in years_from_zero(years)
    }
    line = Line(axis, [Tick(place[year], str(year)) for year in years])
    by_class: dict[str, list[Point]] = {}
    for figure in sorted(
        drawable, key=lambda figure: (figure.year, figure.salary.slug)
    ):
        y = {
            name: round(100 - axis.position(figure.amounts[name]), 2)
            for name in PERCENTILES
            if name in figure.amounts
        }
        by_class.setdefault(figure.salary.passage_en, []).append(
            Point(figure, place[figure.year], y)
        )
    line.segments = [
        segment for points in by_class.values() for segment in without_gaps(points)
    ]
    return line


def years_from_zero(years: list[int]) -> list[tuple[int, int]]:
    return [(year - years[0], year) for year in years]


def without_gaps(points: list[Point]) -> list[list[Point]]:
    segments = [points[:1]]
    for before, after in pairwise(points):
        if after.figure.year - before.figure.year == 1:
            segments[-1].append(after)
        else:
            segments.append([after])
    return segments


def band_shapes(segment: list[Point], low: str, high: str) -> list[str]:
    """Closed shapes between two percentiles, over runs of points that have both: a capped year leaves a gap."""
    shapes, run = [], []
    for point in [*segment, None]:
        if point and low in point.y and high in point.y:
            run.append(point)
            continue
        if len(run) > 1:
            there = [(one.x, one.y[high]) for one in run]
            back = [(one.x, one.y[low]) for one in reversed(run)]
            shapes.append(svg_path([*there, *back]) + "Z")
        run = []
    return shapes


def svg_path(points: Iterable[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points)


@dataclass
class Stair:
    """One level of experience: its box as a step that begins where the one before ended."""

    figure: Figure
    x: float
    width: float
    top: float
    bottom: float
    middle: float | None

    @property
    def end_labels(self) -> list[str]:
        """The lower and the upper amount, short."""
        return [
            short_money(int(amount), self.figure.unit) for amount in self.figure.box
        ]

    @property
    def centre(self) -> float:
        return round(self.x + self.width / 2, 2)

    @property
    def height(self) -> float:
        return round(max(0.5, self.bottom - self.top), 2)


@dataclass
class Steps:
    axis: Axis
    stairs: list[Stair]


def experience_steps(figures: Sequence[Figure]) -> Steps | None:
    """Levels of experience as stairs, for figures of one source and place; None for fewer than two levels."""
    levels = [
        figure
        for figure in figures
        if figure.salary.experience != "any" and None not in figure.box
    ]
    if len(levels) < 2:
        return None
    axis = axis_for(levels)
    width = round(100 / len(levels), 2)
    stairs = []
    for number, figure in enumerate(levels):
        low, high = (round(100 - axis.position(amount), 2) for amount in figure.box)
        middle = (
            None
            if figure.middle is None
            else round(100 - axis.position(figure.middle), 2)
        )
        stairs.append(Stair(figure, round(number * width, 2), width, high, low, middle))
    return Steps(axis, stairs)
