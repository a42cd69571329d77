"""What a visitor has chosen for the whole site: country, currency, and hours a week for study.

Without an account it is held by one cookie, which nothing but a choice sets. A value that nobody can have chosen
counts as not chosen.
"""

import re
from dataclasses import asdict, dataclass
from datetime import timedelta
from functools import cache

from babel.core import Locale
from babel.numbers import list_currencies
from django.conf import settings

COOKIE_NAME = "choices"
COOKIE_AGE = timedelta(days=400)
MOST_HOURS = 80  # a week
# Unions, test data and “unknown” among the territories of CLDR.
NO_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}
# “GB.GBP.8”: each part may be empty.
COOKIE = re.compile(r"([A-Z]{2})?\.([A-Z]{3})?\.([1-9][0-9]?)?")


@dataclass(frozen=True)
class Choices:
    """Each is None where the visitor has not chosen."""

    # The code of ISO 3166, two letters.
    country: str | None = None
    # The code of ISO 4217, three letters.
    currency: str | None = None
    # For study, from 1 to MOST_HOURS.
    hours_a_week: int | None = None

    @property
    def cookie_value(self) -> str:
        return ".".join(str(value or "") for value in asdict(self).values())


@cache
def known_countries() -> frozenset[str]:
    codes = map(str, Locale("en").territories)
    return frozenset(code for code in codes if len(code) == 2) - NO_COUNTRIES


@cache
def known_currencies() -> frozenset[str]:
    return frozenset(map(str, list_currencies("en")))


def valid_choices(country: str, currency: str, hours: int | None) -> Choices:
    """The values that somebody can have chosen; the others count as not chosen."""
    return Choices(
        country if country in known_countries() else None,
        currency if currency in known_currencies() else None,
        hours if hours and 1 <= hours <= MOST_HOURS else None,
    )


def choices_of_browser(request) -> Choices:
    found = COOKIE.fullmatch(request.COOKIES.get(COOKIE_NAME, ""))
    if not found:
        return Choices()
    country, currency, hours = found.groups("")
    return valid_choices(country, currency, int(hours or 0))


def keep_in_browser(response, choices: Choices) -> None:
    """Set the cookie for another 400 days; nothing chosen needs none."""
    if choices == Choices():
        response.delete_cookie(COOKIE_NAME, samesite="Lax")
        return
    response.set_cookie(
        COOKIE_NAME,
        choices.cookie_value,
        max_age=COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
