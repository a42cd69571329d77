"""How much of something there may be in a day (UTC), counted by all processes together.

As in rate_limit a process counts in its memory and shares its count in the cache, here at every twentieth of a limit.
So most amounts cost no query, and all processes together let through a few twentieths more than the limit.
"""

import time
from collections import OrderedDict
from threading import Lock

from web.rate_limit import MOST_KEYS, share

DAY = 24 * 3600  # seconds
SHARES = 20
COUNTED_SECONDS = 2 * DAY  # how long the shared count of a day is kept

# By key and day: what all processes had shared when this one last did, and what it has counted since.
amounts: OrderedDict[tuple[str, int], tuple[int, int]] = OrderedDict()
lock = Lock()


def seconds_to_tomorrow() -> int:
    return DAY - int(time.time()) % DAY


def take_room(key: str, amount: int, most: int) -> bool:
    """Whether the amount still fits into the day; only then it is counted."""
    day = int(time.time()) // DAY
    with lock:
        shared, mine = amounts.pop((key, day), (0, 0))
        fits = shared + mine + amount <= most
        mine += amount if fits else 0
        is_due = mine >= most // SHARES
        amounts[key, day] = (shared + mine, 0) if is_due else (shared, mine)
        while len(amounts) > MOST_KEYS:
            amounts.popitem(last=False)
    if is_due and mine:
        total = share(f"{key}-{day}", mine, COUNTED_SECONDS)
        with lock:
            shared, since = amounts.get((key, day), (0, 0))
            amounts[key, day] = (max(total, shared), since)
    return fits
