"""Two roles or two countries at equal experience: figures of one source, kind, period, kind of place and year alone."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from guide import formats
from guide.salaries.catalogue import FigureChoice, figures_of
from guide.salaries.conversion import DisplayUnits
from guide.salaries.figure import Figure
from guide.salaries.page_rows import newest_of_series
from guide.salaries.pay_answer import proof_key

MOST_PAIRS = 6
MOST_UNPAIRED = 3
FARTHEST = 99


@dataclass(frozen=True)
class Pair:
    """Two figures that differ in nothing but what is compared."""

    one: Figure
    other: Figure

    @property
    def figures(self) -> list[Figure]:
        return [self.one, self.other]

    @property
    def ratios(self) -> list[Decimal]:
        """The greater against the smaller for each amount that both have, from the least to the greatest."""
        names = [name for name in ("p50", "mid") if self.has_both(name)]
        names = names or [name for name in ("low", "high") if self.has_both(name)]
        first, second = self.one.amounts, self.other.amounts
        found = [first[name] / second[name] for name in names if second[name]]
        if sum(found) < len(found):
            found = [1 / ratio for ratio in found if ratio]
        return sorted(found)

    def has_both(self, name: str) -> bool:
        return name in self.one.amounts and name in self.other.amounts

    @property
    def is_first_higher(self) -> bool:
        """Whether the first side pays more, in the middle of what both say."""
        return heart_of(self.one) >= heart_of(self.other)

    @property
    def times(self) -> str:
        """For example 1.3–1.4."""
        ends = [round(ratio, 1) for ratio in (self.ratios[0], self.ratios[-1])]
        return formats.format_range(*ends)

    @property
    def is_even(self) -> bool:
        return all(round(ratio, 1) == 1 for ratio in self.ratios)


def heart_of(figure: Figure) -> Decimal:
    known = list(figure.amounts.values())
    return (
        figure.middle
        if figure.middle is not None
        else sum(known, Decimal(0)) / len(known)
    )


@dataclass
class SalaryComparison:
    """The pairs of today, the best-proven first; older ones apart."""

    pairs: list[Pair] = field(default_factory=list)
    aged: list[Pair] = field(default_factory=list)
    # The best of each side that has no partner on the other.
    unpaired: list[Figure] = field(default_factory=list)
    # Figures equally related to both sides, such as an official class that covers both jobs.
    shared: int = 0

    @property
    def leading(self) -> Pair | None:
        return next((pair for pair in self.pairs if pair.ratios), None)


def side_by_side(
    units: DisplayUnits, sides: Sequence[FigureChoice]
) -> SalaryComparison:
    first, second = figures_of(units, *sides)
    one, other = (
        {figure.salary.pk: figure.relation_order for figure in side}
        for side in (first, second)
    )
    shared = sum(one[pk] == other[pk] for pk in one.keys() & other.keys())
    same_role = len({(side.role, side.occupation) for side in sides}) == 1
    comparison = pair_figures(
        closer_to_one_side(first, other), closer_to_one_side(second, one), same_role
    )
    comparison.shared = shared
    return comparison


def closer_to_one_side(figures: list[Figure], other: dict[int, int]) -> list[Figure]:
    """Figures related more closely to this side than to the other, so that none is counted on both."""
    return [
        figure
        for figure in figures
        if figure.relation_order < other.get(figure.salary.pk, FARTHEST)
        and figure.relation != "benchmark"
    ]


def pair_figures(
    first: Sequence[Figure], second: Sequence[Figure], same_role: bool
) -> SalaryComparison:
    partners = best_by_key(second, same_role)
    found = [
        Pair(figure, partners[key])
        for key, figure in best_by_key(first, same_role).items()
        if key in partners
    ]
    found.sort(key=pair_key)
    fresh = [pair for pair in found if pair.one.is_of_today and pair.other.is_of_today]
    fresh = newest_of_source(fresh)
    paired = {figure.salary.pk for pair in found for figure in pair.figures}
    unpaired = [
        figure
        for side in (first, second)
        for figure in unpaired_figures(side, paired)[:MOST_UNPAIRED]
    ]
    aged = [pair for pair in found if pair not in fresh]
    return SalaryComparison(fresh[:MOST_PAIRS], aged[:MOST_PAIRS], unpaired)


def unpaired_figures(side: Sequence[Figure], paired: set[int]) -> list[Figure]:
    """The figures of today without a partner, the best-proven first."""
    newest = newest_of_series(figure for figure in side if figure.is_of_today)
    return [figure for figure in newest if figure.salary.pk not in paired]


def best_by_key(figures: Sequence[Figure], same_role: bool) -> dict[tuple, Figure]:
    """By what a pair has to share, the figure of the nearest job."""
    ordered = sorted(figures, key=proof_key, reverse=True)
    return {pairing_key(figure, same_role): figure for figure in ordered}


def pairing_key(figure: Figure, same_role: bool) -> tuple:
    salary = figure.salary
    job = salary.occupation_id if same_role else figure.relation_order
    return figure.axis_key, salary.source.credit, salary.experience, job


def newest_of_source(pairs: Sequence[Pair]) -> list[Pair]:
    """Of what one source says of the same jobs, the newest year."""
    newest: dict[tuple, Pair] = {}
    for pair in sorted(pairs, key=lambda pair: pair.one.year):
        salary = pair.one.salary
        newest[salary.source.credit, salary.occupation_id, salary.kind] = pair
    return sorted(newest.values(), key=pair_key)


def pair_key(pair: Pair):
    """The weaker of both says how well a pair is proven."""
    return max(proof_key(pair.one), proof_key(pair.other))
