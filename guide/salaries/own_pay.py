"""A reader's own pay in the unit of the figure that it is placed in: converted in words, or refused in words."""

from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from guide.formats import join_sentences
from guide.models import Salary
from guide.salaries.catalogue import exchange_rates
from guide.salaries.conversion import (
    Rates,
    rate_in_words,
    rates_of_one_year,
    round_amount,
)
from guide.salaries.figure import Figure
from guide.salaries.formats import INTERNATIONAL, stored_choice_label
from guide.salaries.typed_pay import TypedPay


@dataclass(frozen=True)
class OwnPay:
    """An amount as its reader gave it, the same in the unit of a figure, and what was done in words."""

    given: Decimal
    currency: str
    amount: Decimal
    words: str = ""


def pay_beside_figure(typed: TypedPay, chosen: str, figure: Figure) -> OwnPay:
    """Raises ValidationError where the pay has another period or no rate. Two queries at most, kept per version."""
    salary = figure.salary
    if typed.period and typed.period != salary.period:
        raise ValidationError(other_period(typed.period, figure))
    own = typed.currency_within(chosen, salary.country) or figure.unit
    if own == figure.unit:
        return OwnPay(typed.amount, own, typed.amount)
    is_by_power = figure.unit == INTERNATIONAL
    target = salary.currency if is_by_power else figure.unit
    amount, words = exchange_pay(
        typed.amount, own, target, figure.converted.money_year or salary.year
    )
    if is_by_power:
        amount = round_amount(amount * figure.converted.factor)
        words = join_sentences([words, *figure.converted.sentences])
    return OwnPay(typed.amount, own, amount, words)


def exchange_pay(
    amount: Decimal, own: str, target: str, year: int | None
) -> tuple[Decimal, str]:
    """The amount in another currency at the average of a year, and a sentence that names the rate."""
    if own == target:
        return amount, ""
    rates = Rates(exchange=exchange_rates())
    found = rates_of_one_year(own, target, year, rates)
    if not found:
        values = {"one": own, "other": target}
        words = _(
            "No rate between %(one)s and %(other)s is known here, so your pay cannot be placed. Write it in %(other)s."
        )
        raise ValidationError(words % values)
    mine, theirs = found
    return (
        round_amount(amount * theirs.value / mine.value),
        rate_in_words(own, target, found, year),
    )


def other_period(period: str, figure: Figure) -> str:
    values = {
        "typed": stored_choice_label(Salary.Period, period),
        "figure": figure.period,
    }
    return (
        _(
            "You entered pay for %(typed)s, but the figures are for %(figure)s. Enter it for %(figure)s."
        )
        % values
    )
