"""How far a learner is on a roadmap and which step comes next, computed from plain values."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from accounts.models import State
from accounts.progress.merge import state_of

FINISHED = {State.DONE, State.KNOWN}


class CountedStop(NamedTuple):
    """A stop of a roadmap, as far as counting needs it. Steps are known by their primary key."""

    step: int
    required: bool = True
    retired: bool = False
    hours_low: int = 0
    hours_high: int = 0
    builds_on: frozenset[int] = frozenset()


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
    today = [stop for stop in stops if not stop.retired]
    everybody = [stop for stop in today if stop.required]
    more = [state_of(states, stop.step) for stop in today if not stop.required]
    taken = [stop for stop in today if is_taken(stop, state_of(states, stop.step))]
    left = [stop for stop in taken if state_of(states, stop.step) not in FINISHED]
    ours = [state_of(states, stop.step) for stop in everybody]
    return ProgressCount(
        done=sum(state in FINISHED for state in ours),
        total=len(everybody),
        skipped=ours.count(State.SKIPPED),
        more_done=sum(state in FINISHED for state in more),
        more_begun=more.count(State.DOING),
        hours_total=sum_hours(everybody),
        hours_left=sum_hours(left),
        next=next_step(left, states),
        doing=tuple(
            stop.step for stop in stops if state_of(states, stop.step) == State.DOING
        ),
    )


def is_taken(stop: CountedStop, state: State) -> bool:
    """Whether the visitor takes it: what everybody takes and they do not skip, and what they began beside that."""
    if state == State.SKIPPED:
        return False
    return stop.required or state != State.NOT_STARTED


def next_step(left: Iterable[CountedStop], states: Mapping[int, State]) -> int | None:
    """The first that is not begun and builds on nothing unfinished; what is not taken does not block."""
    unfinished = {stop.step: stop for stop in left}
    open_steps = (
        stop
        for stop in unfinished.values()
        if state_of(states, stop.step) == State.NOT_STARTED
    )
    return next(
        (stop.step for stop in open_steps if stop.builds_on.isdisjoint(unfinished)),
        None,
    )


def sum_hours(stops: Iterable[CountedStop]) -> tuple[int, int]:
    stops = list(stops)
    return sum(stop.hours_low for stop in stops), sum(stop.hours_high for stop in stops)
