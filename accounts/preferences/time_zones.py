"""Time zones as people look for them: cities by region, in the language of the page."""

from functools import lru_cache
from zoneinfo import available_timezones

from babel.core import get_global
from babel.dates import get_timezone_location
from django.utils.translation import gettext_lazy as _

from guide.formats import active_locale

REGIONS = {
    "Africa": _("Africa"),
    "America": _("America"),
    "Antarctica": _("Antarctica"),
    "Asia": _("Asia"),
    "Atlantic": _("Atlantic"),
    "Australia": _("Australia"),
    "Europe": _("Europe"),
    "Indian": _("Indian Ocean"),
    "Pacific": _("Pacific"),
}


def zones_by_region() -> list[tuple[str, list[tuple[str, str]]]]:
    """The choices of a select. Other names of the same zone are left out; a form takes them all the same."""
    return [
        ("", [("UTC", "UTC")]),
        *((REGIONS[region], cities) for region, cities in cities_in(active_locale())),
    ]


@lru_cache(maxsize=4)
def cities_in(language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    names = sorted(available_timezones() - get_global("zone_aliases").keys())
    cities = [(name, city(name, language)) for name in names]
    return [
        (
            region,
            sorted(
                (pair for pair in cities if pair[0].startswith(f"{region}/")),
                key=lambda pair: pair[1],
            ),
        )
        for region in REGIONS
    ]


def city(name: str, language: str) -> str:
    return get_timezone_location(name, locale=language, return_city=True)
