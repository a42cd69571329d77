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
    done: int = 0  # steps that are done or known already
    total: int = 0  # steps that count
    hours_done: tuple[int, int] = (0, 0)  # low, high
    hours_total: tuple[int, int] = (0, 0)
    next: int | None = None  # the step to begin next
    doing: tuple[int, ...] = ()  # steps under way, in the order of the roadmap

    @property
    def percent(self) -> int:
        """By hours, or by steps where no step has hours; 100 only when everything is done."""
        if self.done == self.total:
            return 100 if self.total else 0
        part, whole = (
            (sum(self.hours_done), sum(self.hours_total))
            if any(self.hours_total)
            else self[:2]
        )
        return min(99, part * 100 // whole)


def count_progress(
    stops: Sequence[CountedStop], states: Mapping[int, State]
) -> ProgressCount:
    counted = [stop for stop in stops if is_counted(stop, state_of(states, stop.step))]
    finished = [stop for stop in counted if state_of(states, stop.step) in FINISHED]
    return ProgressCount(
        done=len(finished),
        total=len(counted),
        hours_done=sum_hours(finished),
        hours_total=sum_hours(counted),
        next=next_step(counted, states),
        doing=tuple(
            stop.step for stop in stops if state_of(states, stop.step) == State.DOING
        ),
    )


def is_counted(stop: CountedStop, state: State) -> bool:
    """Skipped, retired and untaken not-required stops leave the total; such a stop enters it when it is started."""
    if stop.retired or state == State.SKIPPED:
        return False
    return stop.required or state != State.NOT_STARTED


def next_step(
    counted: Iterable[CountedStop], states: Mapping[int, State]
) -> int | None:
    """The first that is not begun and builds on nothing unfinished; what does not count does not block."""
    unfinished = {
        stop.step: stop
        for stop in counted
        if state_of(states, stop.step) not in FINISHED
    }
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
