"""Who finished a route has finished it: what came to the route since then is new, and is named beside that."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from accounts.models import State
from accounts.progress.counting import (
    DONE,
    KNOWN,
    NOT_STARTED,
    SKIPPED,
    CountedStop,
)

OVER = {DONE, KNOWN, SKIPPED}


class FinishedRoute(NamedTuple):
    """A route that a visitor finished as it was then."""

    # The day of the last step of it; None for a guest, whose browser keeps no days.
    on: date | None
    # What everybody takes since then and the visitor has not finished, in the order of the route.
    new: tuple[int, ...] = ()
    # The day on which the first of these came.
    since: date | None = None


def finished_route(
    stops: Sequence[CountedStop],
    states: Mapping[int, State],
    days: Mapping[int, date],
) -> FinishedRoute | None:
    """None for somebody who never had finished all that the route asked of everybody.

    `days`: by step, when it was finished or skipped.
    """
    today = [stop for stop in stops if stop.required and not stop.retired]
    then = [stop for stop in today if stop.since is None]
    if not then or not all_over(then, states):
        return None
    on = None
    while all(stop.step in days for stop in then):
        on = max(days[stop.step] for stop in then)
        as_it_was = [stop for stop in today if stop.since is None or stop.since <= on]
        if not all_over(as_it_was, states):
            return None
        if len(as_it_was) == len(then):
            break
        then = as_it_was
    new = [stop for stop in today if stop not in then and not all_over([stop], states)]
    came = [stop.since for stop in new if stop.since]
    return FinishedRoute(on, tuple(stop.step for stop in new), min(came, default=None))


def was_finished(stops: Iterable[CountedStop], states: Mapping[int, State]) -> bool:
    """Whether what the route asked of everybody on its first day is over; false of a route that asked nothing."""
    then = [s for s in stops if s.required and not s.retired and s.since is None]
    return bool(then) and all_over(then, states)


def all_over(stops: Iterable[CountedStop], states: Mapping[int, State]) -> bool:
    return all(states.get(stop.step, NOT_STARTED) in OVER for stop in stops)
