"""The blocks of a salaries section: figures that stand in one table, with what a template draws of them.

A block never holds two kinds of evidence, and its figures share an axis wherever one is drawn.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import cached_property

from guide.models import Salary
from guide.salaries.charts import (
    Axis,
    FigureBar,
    Line,
    Steps,
    axis_for,
    bar_for,
    experience_steps,
    line_over_years,
)
from guide.salaries.figure import Figure, old_remark
from guide.salaries.figure_amounts import experience_rank
from guide.salaries.formats import unit_name

UNKNOWN_YEAR = 0


@dataclass
class BarRow:
    """One country, level or occupation, with its bar."""

    figure: Figure
    bar: FigureBar
    own_remarks: list[str]
    # The place, level or number of adverts that the name of the row does not give.
    row_details: str


@dataclass
class Bars:
    """Figures on one axis, in a table."""

    figures: list[Figure]

    @property
    def unfolded(self) -> list[Figure]:
        return self.figures

    @cached_property
    def axis(self) -> Axis:
        return axis_for(self.figures)

    @cached_property
    def common_remarks(self) -> list[str]:
        """Remarks that hold for every row, shown once above the table."""
        return common_remarks_of(self.figures)

    @cached_property
    def rows(self) -> list[BarRow]:
        common = set(self.common_remarks)
        return [
            BarRow(
                figure,
                bar_for(figure, self.axis),
                [one for one in figure.remarks if one not in common],
                self.row_details(figure),
            )
            for figure in self.figures
        ]

    def row_details(self, figure: Figure) -> str:
        place = figure.place_label if figure.is_level or not self.one_occupation else ""
        level = figure.experience if figure.is_level != self.one_occupation else ""
        parts = [
            "" if self.one_place and not self.one_occupation else place,
            level,
            figure.count,
        ]
        return " · ".join(part for part in parts if part)

    @property
    def first_figure(self) -> Figure:
        return self.figures[0]

    @property
    def unit(self) -> str:
        return unit_name(self.first_figure.unit)

    @property
    def has_percentiles(self) -> bool:
        return self.first_figure.salary.kind == Salary.Kind.PERCENTILES

    @cached_property
    def one_place(self) -> bool:
        return len({figure.place_label for figure in self.figures}) == 1

    @cached_property
    def one_source(self) -> bool:
        return len({figure.salary.source_id for figure in self.figures}) == 1

    @cached_property
    def one_occupation(self) -> bool:
        return len({figure.salary.occupation_id for figure in self.figures}) == 1


@dataclass
class Advertised(Bars):
    """Bands of one occupation and year; with the levels of its best-known country as steps."""

    @cached_property
    def steps(self) -> Steps | None:
        by_country: dict[str, list[Figure]] = {}
        for figure in self.figures:
            by_country.setdefault(figure.salary.country, []).append(figure)
        return experience_steps(max(by_country.values(), key=len))


@dataclass
class YearRow:
    """The percentiles and the average of one year, class and source, or another figure of it."""

    figure: Figure
    common: list[str]
    average: Figure | None = None

    @property
    def own_remarks(self) -> list[str]:
        """Its remarks without those of all rows, and without its age, which the year column shows."""
        return [
            remark
            for remark in self.figure.remarks
            if remark not in (*self.common, old_remark())
        ]

    @property
    def is_old(self) -> bool:
        return self.figure.is_old and old_remark() not in self.common

    @property
    def is_percentiles(self) -> bool:
        return self.figure.salary.kind == Salary.Kind.PERCENTILES


@dataclass
class Series:
    """The official figures of one occupation and place, year by year."""

    figures: list[Figure]

    @property
    def unfolded(self) -> list[Figure]:
        return self.figures

    @property
    def first_figure(self) -> Figure:
        return self.figures[0]

    @property
    def unit(self) -> str:
        return unit_name(self.first_figure.unit)

    @cached_property
    def line(self) -> Line | None:
        percentiles = [
            figure
            for figure in self.figures
            if figure.salary.kind == Salary.Kind.PERCENTILES
        ]
        return line_over_years(percentiles)

    @cached_property
    def common_remarks(self) -> list[str]:
        return common_remarks_of(self.figures)

    @cached_property
    def publishers(self) -> list[str]:
        return list(
            dict.fromkeys(figure.salary.source.credit for figure in self.figures)
        )

    @cached_property
    def has_percentiles(self) -> bool:
        return any(
            figure.salary.kind == Salary.Kind.PERCENTILES for figure in self.figures
        )

    @cached_property
    def rows(self) -> list[YearRow]:
        """A row for each figure; an average beside percentiles of the same year, class and source."""
        keyed: dict[tuple, YearRow] = {}
        for figure in sorted(
            self.figures,
            key=lambda figure: figure.salary.kind != Salary.Kind.PERCENTILES,
        ):
            salary = figure.salary
            key = (salary.year, salary.source_id, salary.passage_en)
            row = keyed.get(key)
            if (
                row
                and row.is_percentiles
                and salary.kind == Salary.Kind.AVERAGE
                and not row.average
            ):
                row.average = figure
            else:
                keyed[key if row is None else (*key, salary.pk)] = YearRow(
                    figure, self.common_remarks
                )
        newest = sorted(keyed.values(), key=lambda row: row.figure.salary.slug)
        return sorted(
            newest, key=lambda row: row.figure.salary.year or UNKNOWN_YEAR, reverse=True
        )

    @cached_property
    def latest(self) -> Figure | None:
        """The newest percentiles, for the overview of several occupations."""
        percentiles = [
            figure
            for figure in self.figures
            if figure.salary.kind == Salary.Kind.PERCENTILES
        ]
        return max(
            percentiles,
            key=lambda figure: figure.salary.year or UNKNOWN_YEAR,
            default=None,
        )


@dataclass
class QuotedGroup:
    """Figures of today, or older and undated ones, one line each. What limits them all is said once."""

    figures: list[Figure]

    @cached_property
    def common_remarks(self) -> list[str]:
        return common_remarks_of(self.figures) if len(self.figures) > 1 else []

    @property
    def lines(self) -> list[tuple[Figure, list[str]]]:
        """Each figure with the remarks that are its own."""
        common = set(self.common_remarks)
        return [
            (figure, [one for one in figure.remarks if one not in common])
            for figure in self.figures
        ]


@dataclass
class Quoted:
    """The figures that published sources give for one country."""

    figures: list[Figure]

    @property
    def unfolded(self) -> list[Figure]:
        """Without those of a fold of their own."""
        return self.of_today.figures if self.of_today else self.figures

    @cached_property
    def of_today(self) -> QuotedGroup | None:
        figures = [figure for figure in self.figures if figure.is_of_today]
        return QuotedGroup(figures) if figures else None

    @cached_property
    def aged(self) -> QuotedGroup | None:
        figures = [figure for figure in self.figures if not figure.is_of_today]
        return QuotedGroup(figures) if figures else None

    @property
    def first_figure(self) -> Figure:
        return self.figures[0]

    @cached_property
    def steps(self) -> list[tuple[Figure, Steps]]:
        """The levels of one source that names three or more."""
        found = []
        for levels in group_figures(
            sorted(self.figures, key=experience_sort_key), key=statement_key
        ):
            if len(levels) > 2 and (steps := experience_steps(levels)):
                found.append((levels[0], steps))
        return found


Block = Series | Advertised | Quoted


def group_figures(figures: Iterable[Figure], key) -> list[list[Figure]]:
    return list(figures_by_key(figures, key).values())


def figures_by_key(figures: Iterable[Figure], key) -> dict[Any, list[Figure]]:
    groups: dict[Any, list[Figure]] = {}
    for figure in figures:
        groups.setdefault(key(figure), []).append(figure)
    return groups


def common_remarks_of(figures: list[Figure]) -> list[str]:
    shared = set.intersection(*(set(figure.remarks) for figure in figures))
    return [remark for remark in figures[0].remarks if remark in shared]


def statement_key(figure: Figure):
    """Equal for figures of one source, job and place, which then differ in experience alone."""
    salary = figure.salary
    return (
        salary.source_id,
        salary.occupation_id,
        salary.country,
        salary.region,
        salary.city,
        figure.axis_key,
    )


def experience_sort_key(figure: Figure):
    return experience_rank(figure.salary.experience)
