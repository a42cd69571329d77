"""How two records of the same learner become one: step by step the further state wins, so nothing goes back."""

from collections.abc import Hashable, Iterable, Mapping, Sequence, Set
from typing import TypeVar

from accounts.models import State

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

RANK = {state: rank for rank, state in enumerate(State)}


def further(one: State, other: State) -> State:
    return max(one, other, key=RANK.__getitem__)


def merged(one: Mapping[Key, State], other: Mapping[Key, State]) -> dict[Key, State]:
    """Doing it twice changes nothing, and the order of the two does not matter."""
    return {step: further(state_of(one, step), state_of(other, step)) for step in {**one, **other}}


def news(kept: Mapping[Key, State], brought: Mapping[Key, State]) -> dict[Key, State]:
    """What a merge of `brought` would change in `kept`."""
    return {step: state for step, state in brought.items() if RANK[state] > RANK[state_of(kept, step)]}


def carried_over(
    states: Mapping[Key, Value], made_of: Mapping[Key, Iterable[Key]], order: Sequence[Value]
) -> dict[Key, Value]:
    """The states with those of old things read under the new ones that were `made_of` them, the furthest in `order`.

    What a learner said about the new thing itself holds. A ring of things that became each other is no harm.
    """

    def found(key: Key, seen: frozenset[Key]) -> Value:
        if key in states:
            return states[key]
        older = (found(old, seen | {key}) for old in made_of.get(key, ()) if old not in seen)
        return max(older, key=order.index, default=order[0])

    return {**{key: found(key, frozenset()) for key in made_of}, **states}


def part_states(
    said: Set[Key],
    shown: Mapping[Key, State],
    part_of: Mapping[Key, Iterable[Key]],
    made_of: Mapping[Key, Iterable[Key]],
) -> dict[Key, tuple[Key, State]]:
    """For each part that nothing was said about: the step that was split, and the furthest state that it had.

    A part may have been split again, or have become another step; what was said in between holds.
    """

    def found(step: Key, seen: frozenset[Key]) -> list[tuple[Key, State]]:
        if step in said or step in seen:
            return []
        olds = [*part_of.get(step, ()), *made_of.get(step, ())]
        told = [(old, shown[old]) for old in olds if state_of(shown, old) != State.NOT_STARTED]
        return told or [each for old in olds for each in found(old, seen | {step})]

    parts = {step: found(step, frozenset()) for step in {**part_of, **made_of}}
    best = {step: max(olds, key=lambda each: RANK[each[1]]) for step, olds in parts.items() if olds}
    return {step: was for step, was in best.items() if state_of(shown, step) == State.NOT_STARTED}


def state_of(states: Mapping[Key, State], step: Key) -> State:
    return states.get(step, State.NOT_STARTED)
