"""Figures in another currency, at local prices, or in the dollars of the newest year. Nothing is converted in silence.

Each conversion says in words what it did, at which rate of which year and source; where it may not be done, why.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache, partial

from babel.numbers import get_territory_currencies
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from guide import formats
from guide.models.text import active_language, title_in_language
from guide.salaries.formats import INTERNATIONAL, unit_name

Words = Callable[[], str]
AMOUNTS = (
    "low",
    "mid",
    "high",
    "p10",
    "p25",
    "p50",
    "p75",
    "p90",
    "bonus",
    "profit_share",
)
DOLLAR = "USD"
SINCE, UNTIL = date(2010, 1, 1), date(2100, 1, 1)


class Prices(TextChoices):
    POWER = "power", gettext_lazy("what it buys (purchasing power)")
    INFLATION = (
        "inflation",
        gettext_lazy("US pay in dollars of the newest year (inflation)"),
    )


@dataclass(frozen=True)
class DisplayUnits:
    """The currency and the price adjustment that a reader chose; empty for pay as published."""

    currency: str = ""
    prices: str = ""


@dataclass(frozen=True)
class Rate:
    """A rate, a factor or an index of one year, and who gives it."""

    value: Decimal
    year: int
    publisher: str
    publisher_zh: str = ""

    @property
    def publisher_name(self) -> str:
        return title_in_language(self.publisher, self.publisher_zh)


@dataclass(frozen=True)
class Rates:
    exchange: Mapping[str, Mapping[int, Rate]] = field(default_factory=dict)
    power: Mapping[str, Mapping[int, Rate]] = field(default_factory=dict)
    prices: Mapping[int, Rate] = field(default_factory=dict)


@dataclass(frozen=True)
class Converted:
    """How to show a figure: its unit, its factor, and sentences on what was converted or why it was not."""

    unit: str
    factor: Decimal = Decimal(1)
    steps: tuple[Words, ...] = ()
    refusal: Words | None = None
    # The year of the money that a price index turned it into; None where it is of the figure's own year.
    money_year: int | None = None

    @property
    def sentences(self) -> list[str]:
        """The sentences. Built on demand, because most figures of a choice are on pages that nobody opens."""
        return [words() for words in (*self.steps, self.refusal) if words]


def convert_figure(figure, units: DisplayUnits, rates: Rates) -> Converted:
    """`figure` is a Salary, or any object with its country, currency and year."""
    if units.prices == Prices.POWER:
        return at_local_prices(figure, rates)
    if units.prices == Prices.INFLATION:
        return in_newest_dollars(figure, units.currency, rates)
    if units.currency and units.currency != figure.currency:
        return exchange_figure(figure, units.currency, rates)
    return Converted(figure.currency)


def shown_amounts(figure, converted: Converted) -> dict[str, Decimal]:
    """The known amounts by name. Converted ones are rounded: to whole units from 1000 on, else to hundredths."""
    known = {
        name: value for name in AMOUNTS if (value := getattr(figure, name)) is not None
    }
    if converted.factor == 1:
        return known
    return {
        name: round_amount(value * converted.factor) for name, value in known.items()
    }


def round_amount(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1) if value >= 1000 else Decimal("0.01"))


def exchange_figure(
    figure, currency: str, rates: Rates, year: int | None = None
) -> Converted:
    found = rates_of_one_year(figure.currency, currency, year or figure.year, rates)
    if not found:
        return Converted(figure.currency, refusal=partial(no_rate, figure, currency))
    own, other = found
    return Converted(
        currency,
        other.value / own.value,
        (partial(exchange_words, figure, currency, own, other, year),),
    )


def no_rate(figure, currency: str) -> str:
    words = _("Not converted: no rate between %(one)s and %(other)s is known here.")
    return words % {"one": figure.currency, "other": currency}


def rates_of_one_year(
    own: str, other: str, year: int | None, rates: Rates
) -> tuple[Rate, Rate] | None:
    """Both rates of the figure's year, or else of the nearest year that has both; of the newest where it names none."""
    mine, theirs = rates.exchange.get(own, {}), rates.exchange.get(other, {})
    both = mine.keys() & theirs.keys()
    if not both:
        return None
    chosen = max(both, key=lambda known: (-abs(known - (year or known)), known))
    return mine[chosen], theirs[chosen]


def exchange_words(
    figure, currency: str, own: Rate, other: Rate, year: int | None
) -> str:
    return rate_in_words(figure.currency, currency, (own, other), year or figure.year)


def rate_in_words(
    given: str, currency: str, rates: tuple[Rate, Rate], year: int | None
) -> str:
    """At which rate money was converted. `year` is that of the figure, which the rates need not be of."""
    own, other = rates
    values = {
        "year": own.year,
        "rate": equation(given, four_digits(other.value / own.value), currency),
        "source": publisher_names(own, other),
        "own": year,
    }
    if own.year == year:
        return (
            _("Converted at the average of %(year)s: %(rate)s (%(source)s).") % values
        )
    if year:
        words = _(
            "Converted at the average of %(year)s, the nearest known (none for %(own)s): %(rate)s (%(source)s)."
        )
        return words % values
    words = _(
        "Converted at the average of %(year)s, the newest known (the figure names no year): %(rate)s (%(source)s)."
    )
    return words % values


def at_local_prices(figure, rates: Rates) -> Converted:
    known = rates.power.get(figure.country)
    if not known:
        return Converted(figure.currency, refusal=partial(no_local_prices, figure))
    factor = known[figure.year if figure.year in known else max(known)]
    words = partial(local_prices_words, figure, factor)
    if is_local_money(figure):
        return Converted(INTERNATIONAL, 1 / factor.value, (words,))
    local = exchange_figure(figure, local_currency(figure.country), rates)
    if local.refusal:
        return local
    return Converted(INTERNATIONAL, local.factor / factor.value, (*local.steps, words))


def local_prices_words(figure, factor: Rate) -> str:
    values = {
        "country": formats.country_name(figure.country),
        "factor": f"{four_digits(factor.value)} {local_currency(figure.country)}",
        "year": factor.year,
        "source": factor.publisher_name,
    }
    words = _(
        "By purchasing power: in %(country)s %(factor)s bought one international dollar in %(year)s (%(source)s)."
    )
    sentences = [words % values]
    if factor.year != figure.year:
        sentences.append(_("That is the newest factor known for this figure."))
    if figure.city or figure.region:
        sentences.append(
            _("The factor is of the whole country; prices in this place may differ.")
        )
    return formats.join_sentences(sentences)


def no_local_prices(figure) -> str:
    if not figure.country:
        return _("Not adjusted: the figure names no country.")
    country = {"country": formats.country_name(figure.country)}
    return (
        _("Not adjusted: no purchasing power is known here for %(country)s.") % country
    )


def in_newest_dollars(figure, currency: str, rates: Rates) -> Converted:
    newest = max(rates.prices, default=0)
    is_american = figure.country == "US" and figure.currency == DOLLAR
    if not is_american or figure.year not in rates.prices:
        return Converted(figure.currency, refusal=partial(no_inflation, figure, newest))
    then, now = rates.prices[figure.year], rates.prices[newest]
    inflated = Converted(
        DOLLAR,
        now.value / then.value,
        (partial(inflation_words, then, now),),
        money_year=newest,
    )
    return (
        inflated
        if currency in ("", DOLLAR)
        else exchange_inflated(figure, currency, inflated, newest, rates)
    )


def inflation_words(then: Rate, now: Rate) -> str:
    values = {
        "then": then.year,
        "now": now.year,
        "source": now.publisher_name,
        "factor": four_digits(now.value / then.value),
    }
    if then.year == now.year:
        return (
            _(
                "Already in dollars of %(now)s, the newest year of the US price index (%(source)s)."
            )
            % values
        )
    words = _(
        "In dollars of %(now)s: US consumer prices rose %(factor)s times since %(then)s (%(source)s)."
    )
    return words % values


def no_inflation(figure, newest: int) -> str:
    if figure.country != "US" or figure.currency != DOLLAR:
        return _(
            "Not adjusted: US inflation says nothing about pay outside the United States."
        )
    if not figure.year:
        return _("Not adjusted: the figure does not say of which year it is.")
    if figure.year > newest:
        words = _(
            "Not adjusted: the figure is newer than the newest year of the price index, %(year)s."
        )
        return words % {"year": newest}
    return _("Not adjusted: the price index here has no value for %(year)s.") % {
        "year": figure.year
    }


def exchange_inflated(
    figure, currency: str, inflated: Converted, newest: int, rates: Rates
) -> Converted:
    """Convert inflated dollars to another currency, at the rate of the newest year."""
    then = exchange_figure(figure, currency, rates, newest)
    if then.refusal:
        return replace(inflated, refusal=then.refusal)
    return Converted(
        then.unit,
        inflated.factor * then.factor,
        inflated.steps + then.steps,
        money_year=newest,
    )


@cache
def currencies_of(country: str) -> frozenset[str]:
    """Currencies in use since 2010, so that kunas of 2019 count as Croatian."""
    return frozenset(
        get_territory_currencies(country, start_date=SINCE, end_date=UNTIL)
    )


@cache
def local_currency(country: str) -> str:
    """The money of a country today."""
    return get_territory_currencies(country)[0]


def is_local_money(figure) -> bool:
    """False where the source itself converted, for example pounds to dollars, at a rate that nobody knows."""
    return not figure.country or figure.currency in currencies_of(figure.country)


def publisher_names(*rates: Rate) -> str:
    """Who gives the rates. That a dollar is a dollar needs nobody to say it, where another rate is named."""
    told = [rate for rate in rates if rate.value != 1] or rates
    names = dict.fromkeys(rate.publisher_name for rate in told)
    return pgettext("list", ", ").join(names)


def equation(given: str, amount: str, currency: str) -> str:
    """ "1 GBP = 1.25 USD"; in Chinese by the names of the currencies, 1英镑=1.25美元."""
    if active_language() == "zh":
        return f"1{unit_name(given)}={amount}{unit_name(currency)}"
    return f"1 {given} = {amount} {currency}"


def four_digits(value: Decimal) -> str:
    """Rounded to four significant digits, in the notation of the active language."""
    digits = max(0, 3 - value.adjusted())
    return formats.format_decimal(
        round(value, digits), format="#,##0.######", locale=formats.active_locale()
    )
