"""Where else the first page offers to look up what the work pays."""

from urllib.parse import urlencode

from django.urls import reverse

from guide.formats import country_name

OFFERED_COUNTRIES = ("US", "GB", "DE", "IN", "CN")


def pay_elsewhere(role: str, country: str) -> list[tuple[str, str]]:
    """Name and address of the offered countries without the one at hand."""
    return [
        (
            country_name(code),
            f"{reverse('guide:salaries')}?{urlencode({'role': role, 'country': code})}",
        )
        for code in OFFERED_COUNTRIES
        if code != country
    ]
