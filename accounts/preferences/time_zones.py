"""Time zones as people look for them: cities by region, in the language of the page."""

from functools import lru_cache
from zoneinfo import available_timezones

from babel.core import Locale, get_global
from django.utils.translation import gettext_lazy as _

from guide.formats import active_locale, place_name
from guide.models.text import active_language
from guide.salaries.formats import name_sort_key

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
# The former names of a zone, by its name of today.
FORMER: dict[str, list[str]] = {}
for former, today in get_global("zone_aliases").items():
    FORMER.setdefault(today, []).append(former)


# That of a new account where the browser names none: most who read Chinese pages live in this one.
HOME_ZONES = {"zh": "Asia/Shanghai"}


def zone_at_hand() -> str:
    return HOME_ZONES.get(active_language(), "UTC")


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
                key=lambda pair: name_sort_key(pair[1]),
            ),
        )
        for region in REGIONS
    ]


def city(name: str, language: str) -> str:
    """Translations know some cities by the former name of their zone: Calcutta for Kolkata."""
    zones = Locale.parse(language).time_zones
    translated = (
        zones.get(key, {}).get("city") for key in (name, *FORMER.get(name, []))
    )
    last = name.rpartition("/")[2].replace("_", " ")
    return next(filter(None, translated), "") or place_name(last)
