"""The salaries in the database, read once for each content version, and the figures that a page selects from them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from guide.cache import cached_per_version
from guide.models import (
    ExchangeRate,
    Occupation,
    OccupationRole,
    PriceIndex,
    PriceLevel,
    Role,
    Salary,
)
from guide.models.fields import is_partial_date
from guide.models.text import active_language
from guide.salaries.conversion import (
    Converted,
    DisplayUnits,
    Prices,
    Rate,
    Rates,
    convert_figure,
)
from guide.salaries.figure import Figure
from guide.shared_rows import share_related

PUBLISHER = ("source__publisher", "source__publisher_zh")

# The job that this guide leads to: pages of pay begin with it.
OPENING_ROLE = "machine-learning-engineer"


@dataclass(frozen=True)
class Market:
    """Every published salary, and the relation of its occupation to each role."""

    salaries: list[Salary]
    roles: list[Role]
    relations: dict[str, dict[int, str]]


@cached_per_version(1)
def load_market() -> Market:
    """Two queries, once for each content version."""
    salaries = share_related(Salary.objects.publicly_visible(), "occupation", "source")
    links = (
        OccupationRole.objects.filter(role__published=True)
        .select_related("role")
        .order_by("role__order", "role__slug")
    )
    roles: dict[str, Role] = {}
    relations: dict[str, dict[int, str]] = {}
    for link in links:
        roles[link.role.slug] = link.role
        relations.setdefault(link.role.slug, {})[link.occupation_id] = link.relation
    return Market(salaries, list(roles.values()), relations)


@dataclass(frozen=True)
class FigureChoice:
    """Criteria that select figures. An empty value selects all."""

    role: str = ""
    occupation: str = ""
    country: str = ""
    experience: str = ""
    year: int | None = None
    evidence: str = ""

    def matches_salary(self, salary: Salary) -> bool:
        return (
            (not self.country or salary.country == self.country)
            and (not self.experience or salary.experience == self.experience)
            and (not self.year or salary.year == self.year)
            and (not self.occupation or salary.occupation.slug == self.occupation)
            and (not self.evidence or salary.evidence == self.evidence)
        )


def select_salaries(choice: FigureChoice) -> list[tuple[Salary, str]]:
    """The salaries of a choice, each with the relation of its occupation to the role."""
    found = load_market()
    if not choice.role:
        return [
            (salary, "") for salary in found.salaries if choice.matches_salary(salary)
        ]
    near = found.relations.get(choice.role, {})
    return [
        (salary, near[salary.occupation_id])
        for salary in found.salaries
        if salary.occupation_id in near and choice.matches_salary(salary)
    ]


def is_of_opening_role(salary: Salary) -> bool:
    """Whether it speaks of the job of this guide itself."""
    near = load_market().relations.get(OPENING_ROLE, {})
    return near.get(salary.occupation_id) == OccupationRole.Relation.SAME


def occupation_sort_key(occupation: Occupation) -> tuple[str, str]:
    """The sort key that matches the order of `by_name` in the database."""
    name = (
        occupation.sort_zh
        if active_language() == "zh"
        else occupation.name_en.casefold()
    )
    return name, occupation.slug


def count_figures(choice: FigureChoice) -> int:
    return len(select_salaries(choice))


def figures_of(units: DisplayUnits, *choices: FigureChoice) -> list[list[Figure]]:
    """The figures of each choice, converted to the units of the reader. The rates are read once for all choices."""
    rows = [select_salaries(choice) for choice in choices]
    rates = rates_for(units, [salary for row in rows for salary, _relation in row])
    today = timezone.now().date()
    return [
        [make_figure(salary, units, rates, today, relation) for salary, relation in row]
        for row in rows
    ]


def make_figure(
    salary: Salary, units: DisplayUnits, rates: Rates, today: date, relation: str = ""
) -> Figure:
    return Figure(salary, convert_figure(salary, units, rates), today, relation)


def one_figure(salary: Salary, units: DisplayUnits) -> Figure:
    return make_figure(salary, units, rates_for(units, [salary]), timezone.now().date())


def rates_for(units: DisplayUnits, salaries: Iterable[Salary]) -> Rates:
    """The rates that the conversion needs: two queries at most."""
    if units.prices == Prices.POWER:
        power = purchasing_power({salary.country for salary in salaries})
        return Rates(exchange=exchange_rates(), power=power)
    prices = us_price_index() if units.prices == Prices.INFLATION else {}
    if not units.currency:
        return Rates(prices=prices)
    return Rates(exchange=exchange_rates(), prices=prices)


@cached_per_version(1)
def exchange_rates() -> dict[str, dict[int, Rate]]:
    """By currency and year, the yearly average for one US dollar. A fixed peg counts as an average."""
    yearly = ExchangeRate.objects.exclude(kind=ExchangeRate.Kind.SPOT)
    found: dict[str, dict[int, Rate]] = {}
    for code, period, per_usd, *publisher in yearly.values_list(
        "currency", "period", "per_usd", *PUBLISHER
    ):
        if year := year_of(period):
            found.setdefault(code, {})[year] = Rate(per_usd, year, *publisher)
    return found


def convertible_currencies() -> list[str]:
    """Currencies that figures can be shown in: those with a rate of the newest year, so none that was abolished."""
    rates = exchange_rates()
    newest = max((year for years in rates.values() for year in years), default=0)
    return [code for code, years in rates.items() if newest in years]


def purchasing_power(countries: set[str]) -> dict[str, dict[int, Rate]]:
    levels = PriceLevel.objects.filter(country__in=countries)
    found: dict[str, dict[int, Rate]] = {}
    for code, year, factor, *publisher in levels.values_list(
        "country", "year", "factor", *PUBLISHER
    ):
        found.setdefault(code, {})[year] = Rate(factor, year, *publisher)
    return found


def us_price_index() -> dict[int, Rate]:
    """The US price index by year; rows of single months are left out."""
    index = PriceIndex.objects.filter(
        country="US", measure=PriceIndex.Measure.INDEX
    ).exclude(period__contains="-")
    rows = index.values_list("period", "value", *PUBLISHER)
    return {
        year: Rate(value, year, *publisher)
        for period, value, *publisher in rows
        if (year := year_of(period))
    }


def year_of(period: str) -> int | None:
    """The year of a partial date; None where it names none, so that its rate serves no conversion."""
    return int(period[:4]) if is_partial_date(period) else None


def figures_as_given(salaries: Iterable[Salary]) -> list[Figure]:
    """In the money of their source; nothing is converted."""
    today = timezone.now().date()
    return [Figure(salary, Converted(salary.currency), today) for salary in salaries]
