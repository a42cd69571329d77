"""Rules about the states of steps, on plain values: two records become one, and a new step takes over from old ones.

Wherever two states meet, the further one wins (State lists them in that order), so no merge takes anything back.
"""

from collections.abc import Container, Hashable, Iterable, Mapping, Sequence, Set
from typing import TypeVar

from accounts.models import State

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

RANK = {state: rank for rank, state in enumerate(State)}


def further_state(one: State, other: State) -> State:
    return max(one, other, key=RANK.__getitem__)


def merged_states(
    one: Mapping[Key, State], other: Mapping[Key, State]
) -> dict[Key, State]:
    """Doing it twice changes nothing, and the order of the two does not matter."""
    return {
        step: further_state(state_of(one, step), state_of(other, step))
        for step in {**one, **other}
    }


def gained_states(
    own: Mapping[Key, State], brought: Mapping[Key, State]
) -> dict[Key, State]:
    """The states that a merge of `brought` would change in `own`."""
    return {
        step: state
        for step, state in brought.items()
        if RANK[state] > RANK[state_of(own, step)]
    }


def gained_levels(own: Mapping[Key, int], brought: Mapping[Key, int]) -> dict[Key, int]:
    """The levels of skills that a merge of `brought` would change in `own`.

    The higher one wins; that there is none (-1) is said, and goes further than nothing said (0).
    """

    def rank_of(level: int) -> int:
        return level if level else -2

    return {
        skill: level
        for skill, level in brought.items()
        if rank_of(level) > rank_of(own.get(skill, 0))
    }


def carried_over(
    states: Mapping[Key, Value],
    made_of: Mapping[Key, Iterable[Key]],
    order: Sequence[Value],
    superseded: Container[Key] = frozenset(),
) -> dict[Key, Value]:
    """The states, with those of old things counted for the new ones that were `made_of` them.

    A new thing has the furthest state in `order` among its own and those of the old things. As soon as a learner sets
    a state of the new thing itself, the old ones are `superseded`: they keep their states, and count for the new one
    no more. When each state was set does not matter. Things that became each other in a ring do no harm.
    """

    def found(key: Key, seen: frozenset[Key], has_own: bool) -> Value:
        counts = key in states and not (has_own and key in superseded)
        own = [states[key]] if counts else []
        has_own = has_own or key in states
        older = [
            found(old, seen | {key}, has_own)
            for old in made_of.get(key, ())
            if old not in seen
        ]
        return max(own + older, key=order.index, default=order[0])

    return {**states, **{key: found(key, frozenset(), False) for key in made_of}}


def all_predecessors(key: Key, made_of: Mapping[Key, Iterable[Key]]) -> set[Key]:
    """The old things that became one, those that became these, and so on."""
    found: set[Key] = set()
    ahead = [key]
    while ahead:
        older = set(made_of.get(ahead.pop(), ())) - found
        found |= older
        ahead += older
    return found


def states_of_split_steps(
    answered: Set[Key],
    displayed: Mapping[Key, State],
    part_of: Mapping[Key, Iterable[Key]],
    made_of: Mapping[Key, Iterable[Key]],
) -> dict[Key, tuple[Key, State]]:
    """For each part of a split step: that step and the furthest state that it had.

    Parts that are `answered`, because the learner set a state of their own, and parts that are begun are left out. A
    part may have been split again or have become another step; a state that was set in between holds.
    """

    def found(step: Key, seen: frozenset[Key]) -> list[tuple[Key, State]]:
        if step in answered or step in seen:
            return []
        olds = [*part_of.get(step, ()), *made_of.get(step, ())]
        begun = [
            (old, displayed[old])
            for old in olds
            if state_of(displayed, old) != State.NOT_STARTED
        ]
        return begun or [each for old in olds for each in found(old, seen | {step})]

    origins = {step: found(step, frozenset()) for step in {**part_of, **made_of}}
    return {
        step: max(olds, key=lambda origin: RANK[origin[1]])
        for step, olds in origins.items()
        if olds and state_of(displayed, step) == State.NOT_STARTED
    }


def state_of(states: Mapping[Key, State], step: Key) -> State:
    return states.get(step, State.NOT_STARTED)
