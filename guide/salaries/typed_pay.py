"""Pay as people type it: £52k, 52.000 €, 3万元, US$ 1.2m, 9 lakh. What the sign says counts, and nothing is guessed.

The text is read in three parts: the amount, a sign or name of money, and the time that it is paid for.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from guide.salaries.conversion import currencies_of
from guide.salaries.money_names import currencies_by_name

LONGEST = 60
TIMES = {
    "": 1,
    **dict.fromkeys(("k", "tsd", "thousand", "千"), 10**3),
    **dict.fromkeys(("w", "万", "萬"), 10**4),
    **dict.fromkeys(("lakh", "lakhs", "lac", "lacs", "l"), 10**5),
    **dict.fromkeys(("m", "mn", "mio", "million", "millions", "百万"), 10**6),
    **dict.fromkeys(("cr", "crore", "crores"), 10**7),
    **dict.fromkeys(("亿", "億"), 10**8),
}
PERIODS = {
    "year": "ayear peryear perannum annually yearly p.a. pa /year /yr /y 每年 一年 年薪 /年 年",
    "month": "amonth permonth monthly p.m. pm /month /mo /m 每月 一个月 月薪 /月 月",
    "week": "aweek perweek weekly p.w. pw /week /wk /w 每周 一周 周薪 /周 周",
    "day": "aday perday daily /day /d 每天 每日 一天 日薪 /天 /日 天",
    "hour": "anhour perhour hourly /hour /hr /h 每小时 时薪 /小时 /时 小时",
}
# A point before the first digit belongs to it, but for that of a name: Rs.500 is no half.
NUMBER = re.compile(r"[+-]?(?:(?<!\w)\.)?\d[\d.,]*")
# Groups of three digits, or of two before the last three as in India.
GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*|\d{1,2}(?:,\d{2})+,\d{3}")
ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"))


@dataclass(frozen=True)
class TypedPay:
    """What was typed: an amount, the currencies that its sign may mean (none without a sign), and the period."""

    amount: Decimal
    currencies: tuple[str, ...] = ()
    period: str = ""

    def currency_within(self, chosen: str, country: str) -> str:
        """The currency meant; `chosen` is that of the field beside it, `country` the one of the figures."""
        if not self.currencies or chosen in self.currencies:
            return chosen
        if len(self.currencies) == 1:
            return self.currencies[0]
        local = [code for code in self.currencies if code in currencies_of(country)]
        if len(local) == 1:
            return local[0]
        usual = self.currencies[0]
        if usual in USUAL:
            return usual
        words = _("That sign can mean %(currencies)s. Choose the currency beside it.")
        raise ValidationError(words % {"currencies": _(" or ").join(self.currencies)})


# Signs of several currencies that mean this one where nothing else is said. ¥ and kr mean none by themselves.
USUAL = {"USD", "GBP", "INR"}


def read_typed_pay(text: str) -> TypedPay:
    """Raises ValidationError in words that name what is wrong and what can be written."""
    plain = plain_text(text)
    if not plain:
        raise ValidationError(_("Write the amount in digits, such as 52000."))
    numbers = NUMBER.findall(plain)
    if len(numbers) != 1:
        raise ValidationError(
            _("Write one amount, such as 52000; ranges are not placed.")
            if numbers
            else _("Write the amount in digits, such as 52000.")
        )
    before, after = plain.split(numbers[0], 1)
    period, before, after = take_period(before, after)
    times, currencies = read_words(before, after)
    return TypedPay(
        read_number(numbers[0], bool(times)) * TIMES[times], currencies, period
    )


def plain_text(text: str) -> str:
    """In small letters and half width, without blanks and without marks between thousands."""
    narrow = unicodedata.normalize("NFKC", str(text)[:LONGEST]).casefold()
    narrow = (
        narrow.translate(ZERO_WIDTH)
        .replace("−", "-")
        .replace("。", ".")
        .replace("、", ",")
    )
    return re.sub(r"[\s'’`´]", "", narrow)


def take_period(before: str, after: str) -> tuple[str, str, str]:
    """The period that is named, and the text before and after the number without its name."""
    for period, names in PERIODS.items():
        for name in names.split():
            if after.endswith(name):
                return period, before, after.removesuffix(name)
            if before.startswith(name) and len(name) > 1:
                return period, before.removeprefix(name), after
    return "", before, after


def read_words(before: str, after: str) -> tuple[str, tuple[str, ...]]:
    """The multiplier and the currencies of the words around a number; one sign or name before it, one after."""
    named = currencies_by_name()
    times = multiplier_of(after)
    signs = [sign for sign in (before, after.removeprefix(times)) if sign]
    for sign in signs:
        if sign not in named:
            raise ValidationError(
                _(
                    "“%(word)s” is not a currency or unit we know. Write £, €, US$, ¥, a code such as GBP, k or 万."
                )
                % {"word": sign}
            )
    if not signs:
        return times, ()
    common = [
        code for code in named[signs[0]] if all(code in named[sign] for sign in signs)
    ]
    if not common:
        raise ValidationError(_("The amount names two currencies. Write one of them."))
    return times, tuple(common)


def multiplier_of(after: str) -> str:
    """The longest multiplier that the text begins with, if only a currency follows: the k of kr is none."""
    found = [
        word
        for word in TIMES
        if after.startswith(word)
        and (after == word or after.removeprefix(word) in currencies_by_name())
    ]
    return max(found, key=len, default="")


def read_number(digits: str, is_multiplied: bool) -> Decimal:
    """The value of digits with points and commas; the last of them begins a fraction unless it parts thousands."""
    if digits.startswith("-"):
        raise ValidationError(
            _("Write an amount of 0 or more: pay cannot be negative.")
        )
    digits = digits.removeprefix("+").rstrip(".,")
    if digits.isdecimal():
        return Decimal(digits)
    place = max(digits.rfind("."), digits.rfind(","))
    whole, mark, fraction = digits[:place] or "0", digits[place], digits[place + 1 :]
    parts_thousands = GROUPED.fullmatch(digits) and not digits.startswith("0")
    if parts_thousands and (not is_multiplied or mark in whole):
        return Decimal(re.sub("[.,]", "", digits))
    if not is_fraction(whole, mark, fraction):
        raise ValidationError(ambiguous_number(digits))
    return Decimal(f"{re.sub('[.,]', '', whole)}.{fraction}")


def is_fraction(whole: str, mark: str, fraction: str) -> bool:
    """What follows the last mark; 30,0000 and 3,125k are neither surely a fraction nor surely thousands."""
    is_sure = mark == "." or len(fraction) < 3 or whole == "0" or not whole.isdecimal()
    return (
        mark not in whole
        and is_sure
        and bool(whole.isdecimal() or GROUPED.fullmatch(whole))
    )


def ambiguous_number(digits: str) -> str:
    words = _(
        "“%(number)s” can be read in more than one way. Write it in digits alone, such as 52000."
    )
    return words % {"number": digits}
