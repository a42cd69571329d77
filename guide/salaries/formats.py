"""How pay is written: amounts with their unit, amounts on an axis, and how old a figure is. Plain functions."""

import re
import unicodedata
from calendar import monthrange
from datetime import date
from decimal import Decimal
from functools import lru_cache

from babel.numbers import (
    format_compact_currency,
    format_compact_decimal,
    get_currency_name,
)
from django.db.models import Choices
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guide import formats
from guide.models.fields import is_partial_date
from guide.models.text import active_language
from guide.salaries.chinese_order import pinyin_of_name

# A unit beside the currencies: what one US dollar buys in the United States.
INTERNATIONAL = "INT"
LAKH = 100_000
OLD_MONTHS = 24


def format_pay(amount: Decimal | None, unit: str) -> str:
    return format_pay_in(amount, unit, get_language())


@lru_cache(maxsize=20_000)
def format_pay_in(amount: Decimal | None, unit: str, language: str) -> str:
    """Cached, because Babel is slow and a page shows hundreds of amounts."""
    if amount is not None and unit == INTERNATIONAL:
        return _("%(amount)s international dollars") % {
            "amount": formats.format_number(amount)
        }
    return formats.format_money(amount, unit)


def format_pay_range(low: Decimal | None, high: Decimal | None, unit: str) -> str:
    return format_pay_range_in(low, high, unit, get_language())


@lru_cache(maxsize=20_000)
def format_pay_range_in(
    low: Decimal | None, high: Decimal | None, unit: str, language: str
) -> str:
    """A range, or "up to" and "or more" where an end is unknown; rupees in lakh, with the full amount in brackets."""
    if low is None and high is not None:
        return _("up to %(amount)s") % {"amount": format_pay(high, unit)}
    if high is None and low is not None:
        return _("%(amount)s or more") % {"amount": format_pay(low, unit)}
    if low is None or high is None or low == high:
        return with_lakh(low, high, unit, format_pay(low, unit))
    if unit == INTERNATIONAL:
        full = _("%(amount)s international dollars") % {
            "amount": formats.format_range(low, high)
        }
    else:
        full = formats.format_money_range(low, high, unit)
    return with_lakh(low, high, unit, full)


def with_lakh(low: Decimal | None, high: Decimal | None, unit: str, full: str) -> str:
    if unit != "INR" or low is None or high is None or low < LAKH:
        return full
    span = formats.format_range(
        *(round(amount / LAKH, 2).normalize() for amount in (low, high))
    )
    return _("₹%(lakh)s lakh (%(full)s)") % {"lakh": span, "full": full}


def short_money(amount: int, unit: str) -> str:
    """An amount as it stands on an axis: $100K, 10万."""
    return short_money_in(amount, unit, get_language())


@lru_cache(maxsize=5000)
def short_money_in(amount: int, unit: str, language: str) -> str:
    digits = 0 if amount == int(amount) and amount < 1000 else 1
    if active_language() == "zh" and amount < 10_000:
        return formats.format_number(amount)
    if active_language() == "zh" or unit == INTERNATIONAL:
        return format_compact_decimal(
            amount, locale=formats.active_locale(), fraction_digits=digits
        )
    if unit == "INR":
        lakh = _("₹%(lakh)s lakh") % {
            "lakh": formats.format_number(round(Decimal(amount) / LAKH, 2))
        }
        return lakh if amount >= LAKH else formats.format_money(amount, unit)
    return format_compact_currency(
        amount, unit, locale=formats.active_locale(), fraction_digits=digits
    )


def short_range(low: Decimal, high: Decimal, unit: str) -> str:
    """A range as it stands in a headline: £34–48K, 3.4万～4.8万英镑."""
    ends = [headline_money(amount, unit) for amount in (low, high)]
    if ends[0] == ends[1]:
        return ends[0]
    if active_language() == "zh":
        return f"{compact_number(low)}{formats.WAVE}{ends[1]}"
    first, last = (HEADLINE.fullmatch(end) for end in ends)
    if not first or not last or first[3] != last[3]:
        return f"{ends[0]} – {ends[1]}"
    return f"{first[1]}{first[2]}–{last[2]}{last[3]}"


# What stands before, in and after the digits of an amount.
HEADLINE = re.compile(r"(\D*)([\d.,]+)(\D*)")


def headline_money(amount: Decimal, unit: str) -> str:
    """An amount with as many digits as say something: $120K, 31.3万元, £570."""
    if amount < 1000:
        return format_pay(amount, unit)
    if active_language() == "zh":
        name = _("international dollars") if unit == INTERNATIONAL else unit_name(unit)
        return f"{compact_number(amount)}{name}"
    if unit in (INTERNATIONAL, "INR"):
        return short_money(int(three_digits(amount)), unit)
    digits = 1 if amount < 10_000 or amount >= 10**6 else 0
    return format_compact_currency(
        amount, unit, locale=formats.active_locale(), fraction_digits=digits
    ).replace(".0", "")


def three_digits(amount: Decimal) -> Decimal:
    return Decimal(f"{amount:.3g}")


def compact_number(amount: Decimal) -> str:
    shown = three_digits(amount)
    if shown < 10_000:
        return formats.format_number(shown)
    digits = 0 if shown % 10_000 == 0 else 1
    return format_compact_decimal(
        shown, locale=formats.active_locale(), fraction_digits=digits
    )


def choice_label(label) -> str:
    """The label of a member of a TextChoices class, cached for each language."""
    return choice_label_in(type(label), str(label.value), get_language())


@lru_cache(maxsize=1000)
def choice_label_in(choices: type[Choices], value: str, language: str) -> str:
    """By class and value: members of two classes with the same value are equal, and their labels are not."""
    return str(choices(value).label)


def stored_choice_label(choices: type[Choices], value: str) -> str:
    """The label of a value as a row holds it; the value itself where a later release has dropped it."""
    return choice_label(choices(value)) if value in choices.values else value


def cached_country_name(code: str) -> str:
    return cached_country_name_in(code, get_language())


@lru_cache(maxsize=1000)
def cached_country_name_in(code: str, language: str) -> str:
    return formats.country_name(code)


def name_sort_key(text: str) -> str:
    """The sort key of the name of a country or a currency: pinyin in Chinese, else letters without accents."""
    return name_sort_key_in(text, get_language())


@lru_cache(maxsize=2000)
def name_sort_key_in(text: str, language: str) -> str:
    if active_language() == "zh":
        return pinyin_of_name(text)
    return "".join(
        sign
        for sign in unicodedata.normalize("NFKD", text)
        if not unicodedata.combining(sign)
    ).casefold()


def unit_name(unit: str) -> str:
    """The name of a currency for captions: US dollars."""
    return unit_name_in(unit, get_language())


@lru_cache(maxsize=200)
def unit_name_in(unit: str, language: str) -> str:
    if unit == INTERNATIONAL:
        return _("international dollars")
    if active_language() == "zh":
        return formats.CHINESE_CURRENCIES.get(unit) or get_currency_name(
            unit, locale=formats.active_locale()
        )
    return get_currency_name(unit, count=2, locale=formats.active_locale())


def currency_name(code: str) -> str:
    """Where it stands alone. In Chinese nobody looks for the yuan under 元, which is also the end of other names."""
    if code == "CNY" and active_language() == "zh":
        return "人民币"
    return unit_name(code)


def last_day(value: str) -> date | None:
    """The last day of a partial date: 31 December 2024 for "2024"; None for "undated" and for what is no date."""
    if not is_partial_date(value):
        return None
    year, month, day = (*(int(part) for part in value.split("-")), 0, 0)[:3]
    month = month or 12
    return date(year, month, min(day or 31, monthrange(year, month)[1]))


def is_old(as_of: str, year: int | None, today: date) -> bool:
    """Older than 24 months, counted from the figure's year or its date, whichever is earlier."""
    days = [day for day in (last_day(as_of), last_day(str(year or ""))) if day]
    if not days:
        return False
    then = min(days)
    months = (today.year - then.year) * 12 + today.month - then.month
    return months > OLD_MONTHS or (months == OLD_MONTHS and today.day > then.day)
