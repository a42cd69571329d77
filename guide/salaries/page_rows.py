"""Which figures a page of pay draws, and which it folds: few adverts, old ones, and what there is no room for."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from guide.models import Salary
from guide.salaries.blocks import figures_by_key
from guide.salaries.catalogue import FigureChoice, is_of_opening_role
from guide.salaries.figure import Figure
from guide.salaries.figure_amounts import experience_rank
from guide.salaries.pay_answer import PayAnswer, proof_key
from guide.salaries.strength import Strength, is_well_counted

MOST_ROWS = 10
MOST_COUNTRIES = 12
Experience = Salary.Experience


@dataclass(frozen=True)
class PageRows:
    drawn: list[Figure]
    # Of today, but counted from a handful of adverts.
    few: list[Figure]
    # Older than 24 months, undated, or followed by a newer figure of the same source.
    aged: list[Figure]
    # Good ones that the picture has no room for.
    more: list[Figure]


def rows_of_page(
    choice: FigureChoice, figures: Sequence[Figure], answer: PayAnswer | None
) -> PageRows:
    jobs = [figure for figure in figures if figure.relation != "benchmark"]
    newest = newest_of_series(one for one in jobs if one.is_of_today)
    good = [figure for figure in newest if is_well_counted(figure.salary)]
    drawn = drawn_rows(choice, good, answer)
    few = [figure for figure in newest if not is_well_counted(figure.salary)]
    taken = {figure.salary.pk for figure in (*drawn, *few)}
    more = [figure for figure in good if figure.salary.pk not in taken]
    seen = {figure.salary.pk for figure in newest}
    aged = [
        figure
        for figure in jobs
        if figure.salary.pk not in seen and figure.salary.pk not in taken
    ]
    return PageRows(drawn, few, sorted(aged, key=newest_first_key), more)


def newest_of_series(figures: Iterable[Figure]) -> list[Figure]:
    """Of what one source says of one job, place and level by one kind of figure, the newest."""
    newest: dict[tuple, Figure] = {}
    for figure in sorted(figures, key=lambda one: (one.year, one.salary.as_of)):
        newest[series_key_of(figure)] = figure
    return sorted(newest.values(), key=proof_key)


def series_key_of(figure: Figure) -> tuple:
    """The publisher stands for the source: yearly editions are sources of their own."""
    salary = figure.salary
    place = (salary.country, salary.region, salary.city)
    return (
        salary.source.credit,
        salary.occupation_id,
        place,
        salary.experience,
        salary.kind,
        salary.period,
        salary.currency,
    )


def drawn_rows(
    choice: FigureChoice, good: Sequence[Figure], answer: PayAnswer | None
) -> list[Figure]:
    if answer is not None:
        return rows_of_answer(answer, good)
    if not choice.country and (choice.role or choice.occupation):
        return one_of_each(good, lambda figure: figure.salary.country, MOST_COUNTRIES)
    return one_of_each(good, lambda figure: figure.salary.occupation_id, MOST_COUNTRIES)


def rows_of_answer(answer: PayAnswer, good: Sequence[Figure]) -> list[Figure]:
    """The best figure and the levels; then official ones of near jobs, the others of the role, and all else.

    One row for what a source says of a job, place and level, though it says it in several ways."""
    of_all_levels = [
        figure for figure in good if figure.relation_order == 0 or not figure.is_level
    ]
    rest = sorted(of_all_levels, key=rest_key)
    unique: dict[tuple, Figure] = {}
    for figure in (*answer.figures, *rest):
        unique.setdefault(statement_of(figure), figure)
    return list(unique.values())[:MOST_ROWS]


def rest_key(figure: Figure):
    is_other_job = figure.relation_order > 0 and figure.strength != Strength.OFFICIAL
    return is_other_job, figure.strength.rank, proof_key(figure)


def statement_of(figure: Figure) -> tuple:
    """What is said, whatever the kind of figure or the money it was said in."""
    credit, occupation, place, experience, _kind, period, _money = series_key_of(figure)
    return credit, occupation, place, experience, period


def one_of_each(
    good: Sequence[Figure], key: Callable[[Figure], object], most: int
) -> list[Figure]:
    """The best-proven figure of each country or job: that of the guide first, then those with more behind them."""
    fitting = [
        figure for figure in good if not figure.is_level and figure.relation_order == 0
    ]
    best = [
        min(group, key=proof_key) for group in figures_by_key(fitting, key).values()
    ]
    return sorted(best, key=evidence_key)[:most]


def evidence_key(figure: Figure):
    salary = figure.salary
    return (
        not is_of_opening_role(salary),
        figure.strength.rank,
        salary.period != Salary.Period.YEAR,
        -(salary.employed or salary.sample_size or 0),
        salary.slug,
    )


def newest_first_key(figure: Figure):
    return (
        figure.relation_order,
        -figure.year,
        experience_rank(figure.salary.experience),
        figure.salary.slug,
    )
