"""Names of days in the language of the page. Kept, as Babel takes its time and a map has 371 days."""

from datetime import date
from functools import lru_cache

from babel.dates import format_date

from guide.formats import locale


def whole(day: date) -> str:
    """ "Saturday, 28 November 2026" or "2026年11月28日星期六"."""
    return named(day, "EEEE, d MMMM y", "full")


def dated(day: date) -> str:
    """ "28 November 2026" or "2026年11月28日"."""
    return named(day, "d MMMM y", "long")


def short(day: date) -> str:
    """ "28 Nov 2026" or "2026年11月28日"."""
    return named(day, "d MMM y", "long")


def month(day: date) -> str:
    return named(day, "LLL", "LLL")


def weekday(day: date) -> tuple[str, str]:
    """In short, and as a whole."""
    return named(day, "EEE", "EEE"), named(day, "EEEE", "EEEE")


def named(day: date, english: str, chinese: str) -> str:
    language = locale()
    return in_locale(day, chinese if language.startswith("zh") else english, language)


@lru_cache(maxsize=4000)
def in_locale(day: date, pattern: str, language: str) -> str:
    return format_date(day, pattern, locale=language)
