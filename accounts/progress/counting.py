"""How far a learner is on a roadmap, and what comes next. Plain values in, plain values out."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from accounts.models import State
from accounts.progress.merge import state_of

FINISHED = {State.DONE, State.KNOWN}


class Leg(NamedTuple):
    """A stop of a roadmap, as far as counting needs it. Steps are known by their primary key."""

    step: int
    required: bool = True
    retired: bool = False
    hours_low: int = 0
    hours_high: int = 0
    builds_on: frozenset[int] = frozenset()


class Count(NamedTuple):
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


def count(legs: Sequence[Leg], states: Mapping[int, State]) -> Count:
    counted = [leg for leg in legs if counts(leg, state_of(states, leg.step))]
    finished = [leg for leg in counted if state_of(states, leg.step) in FINISHED]
    return Count(
        done=len(finished),
        total=len(counted),
        hours_done=hours(finished),
        hours_total=hours(counted),
        next=next_step(counted, states),
        doing=tuple(
            leg.step for leg in legs if state_of(states, leg.step) == State.DOING
        ),
    )


def counts(leg: Leg, state: State) -> bool:
    """Skipped, retired and untaken not-required stops leave the total; such a stop enters it when it is started."""
    if leg.retired or state == State.SKIPPED:
        return False
    return leg.required or state != State.NOT_STARTED


def next_step(counted: Iterable[Leg], states: Mapping[int, State]) -> int | None:
    """The first that is not begun and builds on nothing unfinished; what does not count does not block."""
    unfinished = {
        leg.step: leg for leg in counted if state_of(states, leg.step) not in FINISHED
    }
    open_steps = (
        leg
        for leg in unfinished.values()
        if state_of(states, leg.step) == State.NOT_STARTED
    )
    return next(
        (leg.step for leg in open_steps if leg.builds_on.isdisjoint(unfinished)), None
    )


def hours(legs: Iterable[Leg]) -> tuple[int, int]:
    legs = list(legs)
    return sum(leg.hours_low for leg in legs), sum(leg.hours_high for leg in legs)
