"""One picture of pay on one axis: a row for each figure, whose ink says how well it is proven.

The rows share unit and period; kinds stand side by side, each in its own ink, and are never blended.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from guide import formats
from guide.models import Salary
from guide.salaries.blocks import figures_by_key
from guide.salaries.charts import Axis, MixedAxisError, drawn_amounts, nice_step
from guide.salaries.figure import Figure
from guide.salaries.formats import unit_name

STEPS = 4
NameOf = Callable[[Figure], tuple[str, str]]
# Kinds whose ends are far percentiles or single answers: a thin line, not the bar of what is usual.
SPREAD = {Salary.Kind.MEDIAN, Salary.Kind.AVERAGE}


@dataclass(frozen=True)
class PayMarks:
    """Positions in per cent of the axis; None where the source has no value."""

    bar: tuple[float, float] | None = None
    line: tuple[float, float] | None = None
    dot: float | None = None

    @property
    def bar_width(self) -> float:
        return round(self.bar[1] - self.bar[0], 2) if self.bar else 0


@dataclass
class PayRow:
    figure: Figure
    name: str
    # What the name leaves open, such as the place.
    details: str
    marks: PayMarks
    # The numbers of the footnotes.
    notes: list[int]

    @property
    def sum(self) -> str:
        return self.figure.short_pay


class FootNotes(list[str]):
    """What limits the figures of a page, each sentence once; the number is its place."""

    def number_of(self, note: str) -> int:
        if note not in self:
            self.append(note)
        return self.index(note) + 1


@dataclass
class PayPicture:
    """Rows on one axis, at most five ticks, and the middle of all jobs as an upright line."""

    figures: list[Figure]
    all_jobs: Figure | None = None
    name_of: NameOf | None = None
    # Shared by the pictures of a page.
    notes: FootNotes = field(default_factory=FootNotes)

    @cached_property
    def axis(self) -> Axis:
        units = {(figure.unit, figure.salary.period) for figure in self.figures}
        if len(units) != 1:
            raise MixedAxisError(f"{len(units)} units on one axis")
        highest = max(value for one in self.figures for value in drawn_amounts(one))
        step = nice_step(float(highest) / STEPS)
        return Axis(step * max(1, -(-int(highest) // step)), step, self.figures[0].unit)

    @cached_property
    def rows(self) -> list[PayRow]:
        named = self.name_of or job_and_place
        return [
            PayRow(
                figure,
                *named(figure),
                marks_on_axis(figure, self.axis),
                [self.notes.number_of(note) for note in notes_of(figure)],
            )
            for figure in self.figures
        ]

    @property
    def caption(self) -> str:
        values = {
            "unit": capfirst(unit_name(self.axis.unit)),
            "period": self.figures[0].period,
        }
        return _("%(unit)s %(period)s, before tax") % values

    @property
    def all_jobs_mark(self) -> float | None:
        """The position of what all jobs pay in the middle; None where it cannot stand on this axis."""
        line = self.all_jobs
        if line is None or line.middle is None or line in self.figures:
            return None
        if (line.unit, line.salary.period) != (
            self.axis.unit,
            self.figures[0].salary.period,
        ):
            return None
        return self.axis.position(line.middle)


def notes_of(figure: Figure) -> list[str]:
    """What the source adds, and what limits the figure; figures of one survey share the latter."""
    limits = formats.join_sentences(figure.remarks)
    return [note for note in (str(figure.salary.passage), limits) if note]


def job_and_place(figure: Figure) -> tuple[str, str]:
    """The occupation where it is another one than the role, else the level; and the place within the country."""
    is_own = figure.relation in ("", "same")
    level = figure.experience if figure.is_level else ""
    if is_own:
        return capfirst(level) or _("All levels"), figure.place_in_country
    return str(figure.salary.occupation.name), _(", ").join(
        part for part in (figure.place_in_country, level) if part
    )


def marks_on_axis(figure: Figure, axis: Axis) -> PayMarks:
    """Ends that are open reach on as a thin line: to the top of the axis, or down to nothing."""
    at = axis.position
    amounts = figure.amounts
    dot = None if figure.middle is None else at(figure.middle)
    if figure.salary.kind == Salary.Kind.PERCENTILES:
        return PayMarks(
            both_ends(axis, *figure.box), both_ends(axis, *figure.whisker), dot
        )
    low, high = amounts.get("low"), amounts.get("high")
    if low is not None and high is not None:
        ends = (at(low), at(high))
        is_spread = figure.salary.kind in SPREAD and dot is not None
        return PayMarks(line=ends, dot=dot) if is_spread else PayMarks(ends, dot=dot)
    if high is not None:
        return PayMarks(line=(0, at(high)), dot=at(high))
    if low is not None:
        return PayMarks(line=(at(low), 100), dot=at(low))
    return PayMarks(dot=dot)


def both_ends(
    axis: Axis, low: Decimal | None, high: Decimal | None
) -> tuple[float, float] | None:
    if low is None or high is None:
        return None
    return axis.position(low), axis.position(high)


def pay_pictures(
    figures: Sequence[Figure],
    all_jobs: Figure | None = None,
    name_of: NameOf | None = None,
    notes: FootNotes | None = None,
) -> list[PayPicture]:
    """One for each unit and period, in the order of the figures."""
    groups = figures_by_key(figures, lambda figure: (figure.unit, figure.salary.period))
    kept = FootNotes() if notes is None else notes
    return [PayPicture(own, all_jobs, name_of, kept) for own in groups.values()]
