"""Fields, validators and constraints for partial dates, currencies, countries, amounts and levels."""

import re
from datetime import date
from decimal import Decimal

from babel.core import get_global
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from web.typed_address import validate_address

UNDATED = "undated"
PARTIAL_DATE = re.compile(
    r"(1[89]|20|21)\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII
)
# Every currency in which a figure of the guide is given; a database constraint names the same list.
CURRENCIES = (
    "AED", "ARS", "AUD", "BGN", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CZK", "DKK",
    "EGP", "EUR", "GBP", "HKD", "HRK", "HUF", "IDR", "ILS", "INR", "ISK", "JPY", "KRW",
    "MAD", "MXN", "MYR", "NGN", "NOK", "NZD", "PHP", "PKR", "PLN", "RON", "RUB", "SAR",
    "SEK", "SGD", "THB", "TRY", "TWD", "UAH", "USD", "VND", "ZAR",
)  # fmt: skip
# Countries of today: a code that was given up, or one of everyday speech such as UK, stands for another one.
COUNTRIES = frozenset(
    code for code in get_global("territory_currencies") if len(code) == 2
) - frozenset(get_global("territory_aliases"))


def is_partial_date(value):
    """Whether it is a year, a month or a day that exists. Pages show with this what the forms accept with it."""
    return bool(PARTIAL_DATE.fullmatch(value)) and is_calendar_day(value)


def validate_partial_date(value):
    if value != UNDATED and not is_partial_date(value):
        raise ValidationError(
            _(
                "“%(value)s” is not a date. Write 2026, 2026-08 or 2026-08-30, or “undated”."
            ),
            params={"value": value},
        )


def is_calendar_day(value):
    """False for days that do not exist, such as 30 February."""
    try:
        return bool(date.fromisoformat(f"{value}-01-01"[:10]))
    except ValueError:
        return False


def validate_currency(value):
    if value not in CURRENCIES:
        raise ValidationError(
            _("“%(value)s” is not a currency of the guide. Known are: %(known)s."),
            params={"value": value, "known": ", ".join(CURRENCIES)},
        )


def validate_country(value):
    if value not in COUNTRIES:
        raise ValidationError(
            _("“%(value)s” is no country. Write its two capital letters, such as GB."),
            params={"value": value},
        )


class PartialDateField(models.CharField):
    """YYYY, YYYY-MM, YYYY-MM-DD, or "undated" where a source says nothing: shown as it is known."""

    default_validators = [validate_partial_date]

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 10)
        super().__init__(*args, **kwargs)


class CurrencyField(models.CharField):
    """An ISO 4217 code of CURRENCIES, or empty where there is no amount."""

    default_validators = [validate_currency]

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 3)
        super().__init__(*args, **kwargs)


class CountryField(models.CharField):
    """An ISO 3166 code, or empty for the whole world."""

    default_validators = [validate_country]

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 2)
        super().__init__(*args, **kwargs)


class AddressField(models.URLField):
    """An address of another site, with https:// or http://. Django's own field knows no underscore in a host."""

    default_validators = [validate_address]

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs


class AmountField(models.DecimalField):
    """An amount of money: positive, two decimals, empty where it is unknown (which is not zero)."""

    default_validators = [MinValueValidator(Decimal("0"))]

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_digits", 14)
        kwargs.setdefault("decimal_places", 2)
        super().__init__(*args, **kwargs)


# The largest number of a column on every database; SQLite alone would take more.
LARGEST_NUMBERS = {
    models.PositiveSmallIntegerField: 2**15 - 1,
    models.PositiveIntegerField: 2**31 - 1,
}


def level_field():
    """A level of skill: 1 aware, 2 working, 3 proficient, 4 expert."""
    return models.PositiveSmallIntegerField(
        _("level"),
        choices=Level,
        validators=[MinValueValidator(1), MaxValueValidator(4)],
    )


class Level(models.IntegerChoices):
    AWARE = 1, _("aware")
    WORKING = 2, _("working")
    PROFICIENT = 3, _("proficient")
    EXPERT = 4, _("expert")


class ExplainedCheck(models.CheckConstraint):
    """A check with a sentence for editors, which they read beside `error_field`.

    Migrations hold the check alone: a sentence is no part of a table, so it counts neither there nor in a comparison.
    """

    def __init__(self, *, error_field="", **kwargs):
        super().__init__(**kwargs)
        self.error_field = error_field

    def deconstruct(self):
        _path, args, kwargs = super().deconstruct()
        kwargs.pop("violation_error_message", None)
        return "django.db.models.CheckConstraint", args, kwargs

    def __eq__(self, other):
        if not isinstance(other, models.CheckConstraint):
            return NotImplemented
        return (self.name, self.condition) == (other.name, other.condition)

    __hash__ = None

    def clone(self):
        """Every model has a clone of what its Meta says; the sentence comes along."""
        explained = {
            "error_field": self.error_field,
            "violation_error_message": self.violation_error_message,
        }
        _path, args, kwargs = self.deconstruct()
        return type(self)(*args, **kwargs, **explained)


def level_is_known(name):
    return models.CheckConstraint(condition=models.Q(level__in=[1, 2, 3, 4]), name=name)


def currency_is_known(field, name):
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__in": ("", *CURRENCIES)}), name=name
    )


def in_rising_order(*fields, name, error_field, message):
    """The constraint that each amount is at most the next one; NULL amounts are skipped."""
    pairs = [(a, b) for i, a in enumerate(fields) for b in fields[i + 1 :]]
    condition = models.Q()
    for a, b in pairs:
        condition &= models.Q(**{f"{a}__lte": models.F(b)})
    return ExplainedCheck(
        condition=condition,
        name=name,
        error_field=error_field,
        violation_error_message=message,
    )


def not_negative(*fields, name):
    condition = models.Q()
    for field in fields:
        condition &= models.Q(**{f"{field}__gte": 0})
    return models.CheckConstraint(condition=condition, name=name)


def not_empty(field, name):
    return models.CheckConstraint(condition=~models.Q(**{field: ""}), name=name)
