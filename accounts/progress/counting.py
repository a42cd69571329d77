"""How far a learner is on a roadmap and which step comes next, computed from plain values."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from accounts.models import State

# Attributes of an enumeration are slow to look up.
NOT_STARTED, DOING, DONE, KNOWN, SKIPPED = (
    State.NOT_STARTED,
    State.DOING,
    State.DONE,
    State.KNOWN,
    State.SKIPPED,
)
FINISHED = {DONE, KNOWN}


class CountedStop(NamedTuple):
    """A stop of a roadmap, as far as counting needs it. Steps are known by their primary key."""

    step: int
    required: bool = True
    retired: bool = False
    hours_low: int = 0
    hours_high: int = 0
    builds_on: frozenset[int] = frozenset()
    since: date | None = None  # when it became required; None from the first day


class ProgressCount(NamedTuple):
    """The total is what everybody takes, whatever a visitor has done; the rest is named beside it."""

    # Steps that everybody takes: done or known already, of all, and those that the visitor skips.
    done: int = 0
    total: int = 0
    skipped: int = 0
    # The other steps of the roadmap that the visitor has taken: finished, and under way.
    more_done: int = 0
    more_begun: int = 0
    # Low and high, of what everybody takes, and of what this visitor has left.
    hours_total: tuple[int, int] = (0, 0)
    hours_left: tuple[int, int] = (0, 0)
    # The step to begin next, and those under way in the order of the roadmap.
    next: int | None = None
    doing: tuple[int, ...] = ()

    @property
    def left(self) -> int:
        """Steps that are neither finished nor skipped, with what was begun beside them."""
        return self.total - self.done - self.skipped + self.more_begun

    @property
    def is_untouched(self) -> bool:
        """No step of it is begun, finished or skipped."""
        taken = self.done, self.skipped, self.more_done, self.more_begun, self.doing
        return not any(taken)

    @property
    def is_over(self) -> bool:
        """Nothing is left, and there was something."""
        return self.total > 0 and self.left == 0


def count_progress(
    stops: Sequence[CountedStop], states: Mapping[int, State]
) -> ProgressCount:
    """In one pass: it is counted on every page of somebody who has begun."""
    everybody: list[CountedStop] = []
    left: list[CountedStop] = []
    doing: list[int] = []
    done = skipped = more_done = more_begun = 0
    for stop in stops:
        state = states.get(stop.step, NOT_STARTED)
        if state == DOING:
            doing.append(stop.step)
        if stop.retired:
            continue
        is_finished = state in (DONE, KNOWN)
        if stop.required:
            everybody.append(stop)
            done += is_finished
            skipped += state == SKIPPED
        else:
            more_done += is_finished
            more_begun += state == DOING
        if is_left(stop.required, state):
            left.append(stop)
    return ProgressCount(
        done=done,
        total=len(everybody),
        skipped=skipped,
        more_done=more_done,
        more_begun=more_begun,
        hours_total=sum_hours(everybody),
        hours_left=sum_hours(left),
        next=next_step(left, states),
        doing=tuple(doing),
    )


def is_left(required: bool, state: State) -> bool:
    """What everybody takes and they neither finished nor skip, and what they are at beside that."""
    return state == DOING or (required and state == NOT_STARTED)


def next_step(left: Iterable[CountedStop], states: Mapping[int, State]) -> int | None:
    """The first that is not begun and builds on nothing unfinished; what is not taken does not block."""
    unfinished = {stop.step: stop for stop in left}
    return next(
        (
            step
            for step, stop in unfinished.items()
            if states.get(step, NOT_STARTED) == NOT_STARTED
            and stop.builds_on.isdisjoint(unfinished)
        ),
        None,
    )


def sum_hours(stops: Sequence[CountedStop]) -> tuple[int, int]:
    return sum(stop.hours_low for stop in stops), sum(stop.hours_high for stop in stops)
