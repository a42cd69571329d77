"""Results that are computed once for each content version and kept in the process."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

from guide.models import ContentVersion
from guide.models.known_addresses import known_addresses_of
from web.kept_pages.memory import MEMORY

P = ParamSpec("P")
R = TypeVar("R")
CACHES: list = [
    MEMORY,
    known_addresses_of,
]  # and the lru_cache of every decorated function


def cached_per_version(most: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep the `most` results asked for last, of a function of hashable positional arguments.

    The version is read before the function runs, so a result may be newer than its version, never older.
    """

    def decorate(function: Callable) -> Callable:
        cached = lru_cache(most)(lambda version, *args: function(*args))
        CACHES.append(cached)

        @wraps(function)
        def of_this_version(*args):
            kept = ContentVersion.previewed_results()
            if kept is None:
                return cached(ContentVersion.current(), *args)
            if (function, args) not in kept:
                kept[function, args] = function(*args)
            return kept[function, args]

        of_this_version.cache_clear = cached.cache_clear
        return of_this_version

    return decorate


def clear_caches() -> None:
    """For tests, which roll back: the same version number then stands for other content."""
    for cached in CACHES:
        cached.cache_clear()
