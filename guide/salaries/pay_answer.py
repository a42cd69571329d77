"""What a role pays in a country: the best-proven figure first, then the levels with their own marks.

Kinds of evidence are never blended: each figure stands as its source gives it, with its strength, date and source.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from guide.models import OccupationRole, Salary
from guide.salaries.blocks import figures_by_key, statement_key
from guide.salaries.catalogue import FigureChoice, convertible_currencies, figures_of
from guide.salaries.conversion import DisplayUnits, is_local_money, local_currency
from guide.salaries.figure import Figure
from guide.salaries.figure_amounts import experience_rank
from guide.salaries.strength import is_well_counted

Experience = Salary.Experience
Relation = OccupationRole.Relation
MOST_NEIGHBOURS = 3
# How a figure is chosen that could be given in several ways: by its middle rather than by a range.
KINDS = list(
    map(str, ("percentiles", "median", "average", "advertised", "range", "typical"))
)
PLACES = ["country", "region", "city", "world"]


@dataclass(frozen=True)
class PayAnswer:
    """An answer for one role and country. Everything in it speaks of this country alone."""

    country: str
    # The best-proven figure; of the nearest occupation where no good one speaks of the role itself; None without any.
    best: Figure | None = None
    # From entry to senior, of one source and place; empty where the best figure has them beside it already.
    levels: list[Figure] = field(default_factory=list)
    # What all jobs of the country pay in the middle.
    all_jobs: Figure | None = None

    @property
    def is_nearest(self) -> bool:
        """The best figure speaks of another occupation."""
        return self.best is not None and self.best.relation not in ("", Relation.SAME)

    @property
    def unit_words(self) -> str:
        """For the big figure: a year, before tax."""
        period = self.best.period if self.best else ""
        return _("%(period)s, before tax") % {"period": period}

    @property
    def has_own_levels(self) -> bool:
        """The levels are of the same source as the best figure."""
        return bool(
            self.best
            and self.levels
            and self.best.salary.source_id == self.levels[0].salary.source_id
        )

    @property
    def figures(self) -> list[Figure]:
        shown = [self.best] if self.best else []
        return [*shown, *self.levels]


def answer_pay(
    role: str, country: str, units: DisplayUnits, experience: str = ""
) -> PayAnswer:
    """From the figures in the database, read once for each content version, in the money of the country or as asked."""
    choice = FigureChoice(role=role, country=country)
    [figures] = figures_of(local_units(units, country), choice)
    return answer_from_figures(country, figures, experience)


def local_units(units: DisplayUnits, country: str) -> DisplayUnits:
    """As the reader chose; else the money of the country, where there is a rate for it."""
    if units.currency or units.prices or not country:
        return units
    local = local_currency(country)
    return (
        replace(units, currency=local) if local in convertible_currencies() else units
    )


def answer_from_figures(
    country: str, figures: Sequence[Figure], experience: str = ""
) -> PayAnswer:
    own = [figure for figure in figures if figure.relation in ("", Relation.SAME)]
    near = [
        figure
        for figure in figures
        if figure.relation in (Relation.PROXY, Relation.NEIGHBOUR)
    ]
    wanted = experience or Experience.ANY
    best = (
        best_proven(good_figures(own, wanted))
        or best_proven(good_figures(near, wanted))
        or best_proven(filter(may_stand_in, of_level(own, wanted)))
    )
    levels = [] if experience else best_levels(one for one in own if one.is_of_today)
    return PayAnswer(country, best, levels, all_jobs_figure(figures))


def good_figures(figures: Iterable[Figure], experience: str) -> list[Figure]:
    """Those that may lead: of today, and not counted from a handful of adverts."""
    return [
        figure
        for figure in of_level(figures, experience)
        if figure.is_of_today and is_well_counted(figure.salary)
    ]


def may_stand_in(figure: Figure) -> bool:
    """Where no good one is left: an old one may lead, but no band of few adverts, and nothing undated of one place."""
    salary = figure.salary
    is_anywhere = salary.place_level in ("country", "world")
    return is_well_counted(salary) and (salary.year is not None or is_anywhere)


def of_level(figures: Iterable[Figure], experience: str) -> list[Figure]:
    return [figure for figure in figures if figure.salary.experience == experience]


def best_proven(figures: Iterable[Figure]) -> Figure | None:
    return min(figures, key=proof_key, default=None)


def proof_key(figure: Figure):
    """The best-proven first: by strength, the nearest occupation, pay a year, in the money that the country pays in,
    many adverts, the whole country, new."""
    salary = figure.salary
    kind = KINDS.index(salary.kind) if salary.kind in KINDS else len(KINDS)
    return (
        figure.strength.rank,
        figure.relation_order,
        salary.period != Salary.Period.YEAR,
        not is_local_money(salary),
        is_thin(salary),
        PLACES.index(salary.place_level),
        -figure.year,
        kind,
        -(salary.sample_size or 0),
        salary.slug,
    )


FEW_ADVERTS = 30


def is_thin(salary: Salary) -> bool:
    """Few adverts for a whole country say less than many for its capital."""
    return salary.sample_size is not None and salary.sample_size < FEW_ADVERTS


def best_levels(figures: Iterable[Figure]) -> list[Figure]:
    """Two levels or more of one source, place and kind: the best-proven set, the fullest of equals."""
    graded = [figure for figure in figures if figure.is_level]
    sets = [
        sorted(levels, key=lambda figure: experience_rank(figure.salary.experience))
        for levels in figures_by_key(graded, key=statement_key).values()
        if len({figure.salary.experience for figure in levels}) > 1
    ]
    return min(sets, key=levels_key, default=[])


def levels_key(levels: list[Figure]):
    first = levels[0].salary
    return (
        any(not is_well_counted(figure.salary) for figure in levels),
        not is_local_money(first),
        levels[0].strength.rank,
        first.period != Salary.Period.YEAR,
        -len(levels),
        PLACES.index(first.place_level),
        -levels[0].year,
        first.slug,
    )


def all_jobs_figure(figures: Iterable[Figure]) -> Figure | None:
    benchmarks = [
        figure
        for figure in figures
        if figure.relation == Relation.BENCHMARK
        and figure.middle is not None
        and figure.is_of_today
        and figure.salary.kind in (Salary.Kind.PERCENTILES, Salary.Kind.MEDIAN)
    ]
    return best_proven(benchmarks)


def neighbours_in_pay(role: str, country: str, units: DisplayUnits) -> list[Figure]:
    """At most three jobs near a role and all jobs together: official figures of one country, kind, place and year."""
    choice = FigureChoice(role=role, country=country, evidence=Salary.Evidence.OFFICIAL)
    [figures] = figures_of(local_units(units, country), choice)
    return nearest_of_one_kind(figures)


def nearest_of_one_kind(figures: Iterable[Figure]) -> list[Figure]:
    """The newest set that may share an axis, all jobs first and the others by pay."""
    fresh = [
        figure
        for figure in figures
        if figure.is_of_today and figure.middle is not None and not figure.is_level
    ]
    sets = figures_by_key(
        fresh, key=lambda figure: (figure.axis_key, figure.salary.city)
    )
    best = max(sets.values(), key=set_key, default=[])
    nearest = sorted(
        best, key=lambda figure: (figure.relation_order, figure.salary.slug)
    )
    jobs = [one for one in nearest if one.relation != Relation.BENCHMARK]
    every = [one for one in nearest if one.relation == Relation.BENCHMARK]
    return every[:1] + sorted(
        jobs[:MOST_NEIGHBOURS], key=lambda figure: figure.middle or 0
    )


def set_key(figures: list[Figure]):
    first = figures[0].salary
    return (
        first.period == Salary.Period.YEAR,
        first.kind != Salary.Kind.AVERAGE,
        min(len(figures), MOST_NEIGHBOURS + 1),
        first.year or 0,
    )
