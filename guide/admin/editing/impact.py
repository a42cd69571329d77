"""What apps above the guide know of a step and an editor should see: the guide itself knows no learners."""

from collections.abc import Callable, Iterable, Sequence

from guide.models import Step

Teller = Callable[[Sequence[Step]], Iterable[str]]
tellers: list[Teller] = []


def tells(teller: Teller) -> Teller:
    """Decorates a function that says in sentences who is touched when these steps change."""
    tellers.append(teller)
    return teller


def touched_by(steps: Sequence[Step]) -> list[str]:
    return [sentence for teller in tellers for sentence in teller(steps)]
