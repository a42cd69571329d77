"""Ticks follow a criterion to the one that holds today, as states follow a step."""

from collections.abc import Mapping
from typing import NamedTuple

from accounts.models import CriterionTick
from accounts.progress.merge import all_before
from guide.cache import cached_per_version
from guide.models import Criterion

TICKED = CriterionTick.State.TICKED


class Replaced(NamedTuple):
    before: Mapping[int, list[int]]  # the criteria that one has replaced
    on_step: Mapping[
        int, set[int]
    ]  # all those before the criteria of a step, wherever they stood


@cached_per_version(most=1)
def replaced() -> Replaced:
    before: dict[int, list[int]] = {}
    steps: dict[int, int] = {}
    rows = Criterion.objects.exclude(replaced_by=None).values_list(
        "pk", "replaced_by_id", "replaced_by__step_id"
    )
    for old, new, step in rows:
        before.setdefault(new, []).append(old)
        steps[new] = step
    on_step: dict[int, set[int]] = {}
    for new, step in steps.items():
        on_step.setdefault(step, set()).update(all_before(new, before))
    return Replaced(before, on_step)


def ticked(said: Mapping[int, str], before: Mapping[int, list[int]]) -> frozenset[int]:
    """What a learner said of a criterion itself holds. A ring of criteria that replaced each other is no harm."""

    def is_ticked(criterion: int, seen: frozenset[int]) -> bool:
        if criterion in said:
            return said[criterion] == TICKED
        return any(
            is_ticked(old, seen | {criterion})
            for old in before.get(criterion, ())
            if old not in seen
        )

    return frozenset(
        criterion for criterion in {*said, *before} if is_ticked(criterion, frozenset())
    )
