"""How many reports may come: from one address within a minute and a day, and from all together in a day."""

from django.utils.translation import gettext as _

from web.daily_limit import seconds_to_tomorrow, take_room
from web.rate_limit import WINDOW, client_network, seconds_until_allowed

MOST_A_MINUTE = 5  # of one address
MOST_OF_ADDRESS = 30  # in a day; a school shares one address
MOST_A_DAY = 500  # of all together: what editors can read has a bound


def seconds_until_room(request) -> int:
    """Counts this report. Returns 0 where it may come."""
    if seconds := seconds_until_allowed(request, "report", MOST_A_MINUTE):
        return seconds
    of_address = f"report-{client_network(request)}"
    if take_room(of_address, 1, MOST_OF_ADDRESS) and take_room("report", 1, MOST_A_DAY):
        return 0
    return seconds_to_tomorrow()


def words_of_limit(seconds: int) -> str:
    if seconds <= WINDOW:
        return _(
            "Many reports came from your network just now. Nothing is lost: send it again in a minute."
        )
    return _(
        "As many reports came today as editors can read. It was not sent: keep your text and send it tomorrow."
    )
