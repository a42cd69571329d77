"""How two records of the same learner become one: step by step the further state wins, so nothing goes back."""

from collections.abc import Container, Hashable, Iterable, Mapping, Sequence, Set
from typing import TypeVar

from accounts.models import State

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

RANK = {state: rank for rank, state in enumerate(State)}


def further(one: State, other: State) -> State:
    return max(one, other, key=RANK.__getitem__)


def merged(one: Mapping[Key, State], other: Mapping[Key, State]) -> dict[Key, State]:
    """Doing it twice changes nothing, and the order of the two does not matter."""
    return {
        step: further(state_of(one, step), state_of(other, step))
        for step in {**one, **other}
    }


def news(kept: Mapping[Key, State], brought: Mapping[Key, State]) -> dict[Key, State]:
    """What a merge of `brought` would change in `kept`."""
    return {
        step: state
        for step, state in brought.items()
        if RANK[state] > RANK[state_of(kept, step)]
    }


def carried_over(
    states: Mapping[Key, Value],
    made_of: Mapping[Key, Iterable[Key]],
    order: Sequence[Value],
    settled: Container[Key] = frozenset(),
) -> dict[Key, Value]:
    """The states with those of old things read under the new ones that were `made_of` them.

    Whatever was said of the two while they were two, the furthest in `order` counts. Once a learner says something of
    the new one as what it is now, that alone holds: the old ones are `settled`. The order in time is no matter, and
    what an old one says is kept. A ring of things that became each other is no harm.
    """

    def found(key: Key, seen: frozenset[Key], is_said: bool) -> Value:
        own = (
            [states[key]] if key in states and not (is_said and key in settled) else []
        )
        is_said = is_said or key in states
        older = [
            found(old, seen | {key}, is_said)
            for old in made_of.get(key, ())
            if old not in seen
        ]
        return max(own + older, key=order.index, default=order[0])

    return {**states, **{key: found(key, frozenset(), False) for key in made_of}}


def all_before(key: Key, made_of: Mapping[Key, Iterable[Key]]) -> set[Key]:
    """All old things that became one, and those before them."""
    found: set[Key] = set()
    ahead = [key]
    while ahead:
        older = set(made_of.get(ahead.pop(), ())) - found
        found |= older
        ahead += older
    return found


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
        told = [
            (old, shown[old])
            for old in olds
            if state_of(shown, old) != State.NOT_STARTED
        ]
        return told or [each for old in olds for each in found(old, seen | {step})]

    parts = {step: found(step, frozenset()) for step in {**part_of, **made_of}}
    best = {
        step: max(olds, key=lambda each: RANK[each[1]])
        for step, olds in parts.items()
        if olds
    }
    return {
        step: was
        for step, was in best.items()
        if state_of(shown, step) == State.NOT_STARTED
    }


def state_of(states: Mapping[Key, State], step: Key) -> State:
    return states.get(step, State.NOT_STARTED)
