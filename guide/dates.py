"""Names of days in the language of the page. Kept, as Babel takes its time and a map has 371 days."""

from datetime import date
from functools import lru_cache

from babel.dates import format_date

from guide.formats import active_locale


def long_date_with_weekday(day: date) -> str:
    """ "Saturday, 28 November 2026" or "2026年11月28日星期六"."""
    return format_date_as(day, "EEEE, d MMMM y", "full")


def long_date(day: date) -> str:
    """ "28 November 2026" or "2026年11月28日"."""
    return format_date_as(day, "d MMMM y", "long")


def short_date(day: date) -> str:
    """ "28 Nov 2026" or "2026年11月28日"."""
    return format_date_as(day, "d MMM y", "long")


def day_and_month(day: date) -> str:
    """ "28 Nov" or "11月28日"."""
    return format_date_as(day, "d MMM", "M月d日")


def month_name(day: date) -> str:
    return format_date_as(day, "LLL", "LLL")


def weekday_names(day: date) -> tuple[str, str]:
    """In short, and as a whole."""
    return format_date_as(day, "EEE", "EEE"), format_date_as(day, "EEEE", "EEEE")


def format_date_as(day: date, english: str, chinese: str) -> str:
    language = active_locale()
    return in_locale(day, chinese if language.startswith("zh") else english, language)


@lru_cache(maxsize=4000)
def in_locale(day: date, pattern: str, language: str) -> str:
    return format_date(day, pattern, locale=language)
