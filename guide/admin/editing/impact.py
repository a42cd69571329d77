"""Lets the apps above the guide say who is affected by a change of steps, because the guide does not know learners."""

from collections.abc import Callable, Iterable, Sequence

from guide.models import Step

Teller = Callable[[Sequence[Step]], Iterable[str]]
tellers: list[Teller] = []


def tells(teller: Teller) -> Teller:
    """Register a function that returns sentences about who is affected when the given steps change."""
    tellers.append(teller)
    return teller


def touched_by(steps: Sequence[Step]) -> list[str]:
    return [sentence for teller in tellers for sentence in teller(steps)]
