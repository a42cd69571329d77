"""For views that cost much: so many presses a minute of an account and an address, so many at once in a process."""

import time
from functools import wraps

from web.access import is_signed_in
from web.rate_limit import WINDOW, client_network, is_allowed
from web.refusals import ask_to_wait, too_busy
from web.turns import Turns

PER_ADDRESS = 3  # a school or an office shares one address
PATIENCE = 3.0  # seconds


def bounded_work(purpose: str, a_minute: int, at_once: Turns):
    """Decorator, below the gate. `at_once` may be shared: then several purposes are bounded together."""

    def bound(view):
        @wraps(view)
        def bounded(request, *args, **kwargs):
            if request.method != "POST":
                return view(request, *args, **kwargs)
            if seconds := seconds_too_early(request, purpose, a_minute):
                return ask_to_wait(request, seconds)
            if not at_once.take():
                return too_busy(request)
            try:
                return view(request, *args, **kwargs)
            finally:
                at_once.give_back()

        return bounded

    return bound


def seconds_too_early(request, purpose: str, a_minute: int) -> int:
    """Counts this press. Returns 0 where it may go on."""
    limits = [(f"{purpose}-address-{client_network(request)}", a_minute * PER_ADDRESS)]
    if is_signed_in(request):
        limits.append((f"{purpose}-account-{request.user.pk}", a_minute))
    window, spent = divmod(int(time.time()), WINDOW)
    allowed = [is_allowed(key, window, most) for key, most in limits]
    return 0 if all(allowed) else WINDOW - spent


# Reading an advert or a file, and placing somebody: together they never take all threads of a process.
READING = Turns(2, PATIENCE)
