"""How many presses a minute an account and an address may make, counted by all processes together.

A process counts in its memory and shares its count in the cache at every half of a limit: a press costs no query,
and all processes together let through a few times the limit at most.
"""

import time
from collections import OrderedDict
from functools import lru_cache
from ipaddress import ip_address, ip_network
from threading import Lock

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache

WINDOW = 60  # seconds
MOST_KEYS = 20_000  # counted in memory at a time; the oldest are forgotten
PER_ADDRESS = 10  # a school or an office shares one address
IPV6_NETWORK = 64  # bits; one visitor may use every address below

counts: OrderedDict[tuple[str, int], int] = OrderedDict()
lock = Lock()


def client_network(request) -> str:
    """The address that tries are counted by: the whole of an IPv4 address, the network of an IPv6 address."""
    return network_of(get_adapter().get_client_ip(request))


@lru_cache(1000)
def network_of(text: str) -> str:
    address = ip_address(text)
    if address.version == 4:
        return str(address)
    network = ip_network((address, IPV6_NETWORK), strict=False)
    return str(network.network_address)


def seconds_to_wait(request, signed_in: bool) -> int:
    """Counts this press. Returns 0 where it may go on."""
    most = settings.PRESSES_A_MINUTE
    limits = [(f"press-address-{client_network(request)}", most * PER_ADDRESS)]
    if signed_in:
        limits.append((f"press-account-{request.user.pk}", most))
    window, spent = divmod(int(time.time()), WINDOW)
    allowed = [is_allowed(key, window, limit) for key, limit in limits]
    return 0 if all(allowed) else WINDOW - spent


def seconds_until_allowed(request, purpose: str, most: int) -> int:
    """Counts this request of an address, of which so many a minute are allowed. Returns 0 where it may go on."""
    window, spent = divmod(int(time.time()), WINDOW)
    key = f"{purpose}-{client_network(request)}"
    return 0 if is_allowed(key, window, most) else WINDOW - spent


def is_allowed(key: str, window: int, limit: int) -> bool:
    share_at = max(1, limit // 2)
    with lock:
        count = counts[key, window] = counts.pop((key, window), 0) + 1
        while len(counts) > MOST_KEYS:
            counts.popitem(last=False)
    if count <= limit and count % share_at == 0:
        total = share(f"{key}-{window}", share_at)
        if total > count:
            with lock:
                counts[key, window] = count = max(total, counts.get((key, window), 0))
    return count <= limit


def share(key: str, more: int, seconds: int = WINDOW * 2) -> int:
    """What all processes have counted so far. It is kept for that many seconds after the first of them."""
    if cache.add(key, more, seconds):
        return more
    try:
        return cache.incr(key, more)
    except ValueError:  # thrown away in between
        cache.set(key, more, seconds)
        return more
