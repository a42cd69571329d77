"""Two roles or two countries at equal experience: only where both have a figure that may stand on one axis."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from guide.models import Salary
from guide.salaries.blocks import Bars, group_figures
from guide.salaries.catalogue import FigureChoice, figures_of
from guide.salaries.conversion import DisplayUnits
from guide.salaries.figure import Figure

MOST_FIGURES = 80
FARTHEST = 99


@dataclass
class SalaryComparison:
    pairs: list[Bars] = field(default_factory=list)
    # Figures equally related to both sides, such as an official class that covers both jobs.
    shared: int = 0
    # Figures without one of the same kind, currency, place and year on the other side.
    unpaired: int = 0


def side_by_side(
    units: DisplayUnits, sides: Sequence[FigureChoice]
) -> SalaryComparison:
    """Figures of both sides by axis, the closest occupations first; two countries of one role by occupation."""
    first, second = figures_of(units, *sides)
    one, other = (
        {figure.salary.pk: figure.relation_order for figure in side}
        for side in (first, second)
    )
    shared = sum(one[pk] == other[pk] for pk in one.keys() & other.keys())
    comparison = pair_figures(
        closer_to_one_side(first, other), closer_to_one_side(second, one), shared
    )
    same_role = len({side.role for side in sides}) == 1
    for bars in comparison.pairs:
        bars.figures.sort(
            key=lambda figure: (
                figure.relation_order,
                figure.salary.occupation.slug * same_role,
            )
        )
    return comparison


def closer_to_one_side(figures: list[Figure], other: dict[int, int]) -> list[Figure]:
    """Figures related more closely to this side than to the other, so that none is counted on both."""
    return [
        figure
        for figure in figures
        if figure.relation_order < other.get(figure.salary.pk, FARTHEST)
    ]


def pair_figures(
    first: list[Figure], second: list[Figure], shared: int
) -> SalaryComparison:
    common = {figure.axis_key for figure in first} & {
        figure.axis_key for figure in second
    }
    fitting = [figure for figure in [*first, *second] if figure.axis_key in common]
    order = list(Salary.Evidence.values)
    groups = group_figures(fitting, key=lambda figure: figure.axis_key)
    groups.sort(
        key=lambda group: (
            order.index(group[0].salary.evidence),
            -(group[0].salary.year or 0),
        )
    )
    comparison = SalaryComparison(
        shared=shared, unpaired=len(first) + len(second) - len(fitting)
    )
    room = MOST_FIGURES
    for group in groups:
        if len(group) <= room:
            comparison.pairs.append(Bars(group))
            room -= len(group)
    return comparison
