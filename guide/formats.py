"""Figures, money, dates and names of places as a reader of the active language writes them. Plain functions."""

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache

from babel.core import Locale
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, get_currency_name
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from guide.models.fields import UNDATED, is_partial_date
from guide.models.text import active_language

LOCALES = {"en": "en", "zh": "zh_Hans_CN"}
# Where mainland readers use a shorter name than the official one.
CHINESE_CURRENCIES = {
    "CNY": "元",
    "CAD": "加元",
    "AUD": "澳元",
    "NZD": "新西兰元",
    "CHF": "瑞士法郎",
    "HKD": "港元",
}
CHINESE_PLACES = {
    "Baoding": "保定", "Beijing": "北京", "Changsha": "长沙", "Chongqing": "重庆", "Fujian": "福建", "Gansu": "甘肃",
    "Guangdong": "广东", "Guangzhou": "广州", "Guiyang": "贵阳", "Guizhou": "贵州", "Hebei": "河北",
    "Huizhou": "惠州", "Hunan": "湖南", "Jiangsu": "江苏", "Lanzhou": "兰州", "Quanzhou": "泉州", "Shaanxi": "陕西",
    "Suzhou": "苏州", "Tianjin": "天津", "Xi'an": "西安", "Xiamen": "厦门", "Xuzhou": "徐州",
    "Berlin": "柏林", "Boston": "波士顿", "British Columbia": "不列颠哥伦比亚省",
    "California": "加利福尼亚州", "Coyhaique": "科伊艾克", "District of Columbia": "哥伦比亚特区",
    "England": "英格兰", "Hamburg": "汉堡", "Ile-de-France": "法兰西岛大区",
    "London": "伦敦", "Massachusetts": "马萨诸塞州", "Munich": "慕尼黑", "New York": "纽约",
    "New York and San Francisco": "纽约和旧金山", "Paris": "巴黎", "San Francisco": "旧金山", "Seattle": "西雅图",
    "Stuttgart": "斯图加特", "Washington": "华盛顿",
}  # fmt: skip
UNKNOWN = "–"
# Between the ends of a Chinese range, with the signs that keep it on one line.
WAVE = "\u2060～\u2060"
DATE = r"[0-9]{4}(?:-[0-9][0-9]){0,2}"  # a partial date


def active_locale() -> str:
    return LOCALES[active_language()]


def format_number(value: Decimal | int | float) -> str:
    return format_decimal(value, format="#,##0.##", locale=active_locale()).replace(
        "-", "−"
    )


def format_money(
    amount: Decimal | int | None, currency: str, in_whole: bool | None = None
) -> str:
    """ "£52,000" for English readers, "52,000英镑" for Chinese ones; a dash where the amount is unknown.

    Two decimals where the amount has a fraction, or where the other end of its range has one (`in_whole` false).
    """
    if amount is None:
        return UNKNOWN
    if in_whole is None:
        in_whole = amount == int(amount)
    digits = "#,##0" if in_whole else "#,##0.00"
    if active_language() == "zh":
        name = CHINESE_CURRENCIES.get(currency) or get_currency_name(
            currency, locale=active_locale()
        )
        return f"{format_decimal(amount, format=digits, locale=active_locale())}{name}"
    return format_currency(
        amount,
        currency,
        format=f"¤{digits}",
        locale=active_locale(),
        currency_digits=False,
    )


def format_money_range(low: Decimal | None, high: Decimal | None, currency: str) -> str:
    if low is None or high is None or low == high:
        return format_money(high if low is None else low, currency)
    in_whole = low == int(low) and high == int(high)
    upper = format_money(high, currency, in_whole)
    if active_language() != "zh":
        return f"{format_money(low, currency, in_whole)} – {upper}"
    digits = "#,##0" if in_whole else "#,##0.00"
    lower = format_decimal(low, format=digits, locale=active_locale())
    return f"{lower}{WAVE}{upper}"


def format_range(low, high) -> str:
    """ "45–80", or one figure where both ends are the same."""
    return range_words(low, high, active_language())


@lru_cache(maxsize=2000)
def range_words(low, high, language: str) -> str:
    if low is None or high is None or low == high:
        return format_number(high if low is None else low)
    between = WAVE if language == "zh" else "–"
    return f"{format_number(low)}{between}{format_number(high)}"


def format_hours(low: int | None, high: int | None) -> str:
    if low is None and high is None:
        return UNKNOWN
    return _("%(hours)s h") % {"hours": format_range(low, high)}


def format_partial_date(value: str) -> str:
    """ "2026-08" as "August 2026" or "2026年8月"; an undated source says so. What is no date stands as it is."""
    if not value or value == UNDATED:
        return gettext("undated")
    return format_known_date(value) if is_partial_date(value) else value


def format_known_date(value: str) -> str:
    parts = [int(part) for part in value.split("-")]
    chinese = active_language() == "zh"
    if len(parts) == 1:
        return f"{parts[0]}年" if chinese else str(parts[0])
    if len(parts) == 2:
        return (
            f"{parts[0]}年{parts[1]}月"
            if chinese
            else format_date(
                date(parts[0], parts[1], 1), "MMMM y", locale=active_locale()
            )
        )
    return format_date(
        date(*parts), "long" if chinese else "d MMMM y", locale=active_locale()
    )


def impossible_dates(period: str) -> list[str]:
    """What stands in a period like a date and is none, such as 2025-02-29; two dates may have a hyphen between them."""
    return [
        figures
        for figures in re.findall(r"\d{4,}(?:-\d+)*", period)
        if not is_partial_date(figures)
        and not (
            (pair := re.fullmatch(f"({DATE})-({DATE})", figures))
            and all(map(is_partial_date, pair.groups()))
        )
    ]


def format_period(text: str) -> str:
    """The time that a figure speaks of: a date, two dates ("2023-01 to 2025-07"), or words around a date."""
    words = {
        "": "%(day)s",
        "since": _("since %(day)s"),
        "autumn": _("autumn %(day)s"),
        "six months to": _("six months to %(day)s"),
        "decade ending": _("ten years to %(day)s"),
    }
    dates = re.fullmatch(f"({DATE})(?:-| to )({DATE})", text)
    if dates and active_language() == "zh":
        low, high = map(format_partial_date, dates.groups())
        return f"{low.removesuffix('年') if high.endswith('年') else low}至{high}"
    if dates:
        return (
            "–".join(dates.groups())
            if text.count("-") == 1
            else " to ".join(map(format_partial_date, dates.groups()))
        )
    around = re.fullmatch(f"(.*?) ?({DATE})", text)
    if around and around[1] in words:
        return words[around[1]] % {"day": format_partial_date(around[2])}
    return {"1950s": _("the 1950s"), "coming years": _("coming years")}.get(text, text)


def country_name(code: str) -> str:
    if not code:
        return gettext("Worldwide")
    return Locale.parse(active_locale()).territories.get(code, code)


# Their English names take an article in a sentence.
WITH_ARTICLE = {"AE", "BS", "CF", "DO", "GB", "GM", "KM", "MH", "MV", "NL", "PH", "SB", "SC", "US"}  # fmt: skip


def country_in_sentence(code: str) -> str:
    """ "the United Kingdom", as after “in” or “of”."""
    name = country_name(code)
    return f"the {name}" if active_language() == "en" and code in WITH_ARTICLE else name


def place_name(name: str) -> str:
    """A city or a part of a country, which the figures name in English."""
    return CHINESE_PLACES.get(name, name) if active_language() == "zh" else name


def join_places(names: list[str]) -> str:
    """ "Berlin, Germany"; in Chinese from big to small and without a mark: 德国柏林."""
    return "".join(reversed(names)) if active_language() == "zh" else ", ".join(names)


def join_sentences(sentences: list[str]) -> str:
    """With a blank between them, which Chinese does not write."""
    return ("" if active_language() == "zh" else " ").join(filter(None, sentences))


def language_name(code: str) -> str:
    return Locale.parse(active_locale()).languages.get(code, code)


def place_in_ranking(place) -> str:
    return _("No. %(place)s") % {"place": format_number(place)}


def unit_suffix(code: str) -> str:
    """The unit of a market figure, with the space that belongs before it."""
    units = {
        "percent": "%",
        "percentage points": _(" percentage points"),
        "jobs": _(" jobs"),
        "jobs a year": _(" jobs a year"),
        "USD": _(" US dollars"),
        "count": "",
        "rank": "",
        "ratio": "",
        "year": "",
        "years": _(" years"),
        "weeks": _(" weeks"),
        "courses": _(" courses"),
        "hours per week": _(" hours a week"),
        "times": _(" times"),
        "times or more": _(" times or more"),
    }
    return units.get(code, f" {code}" if code else "")
