"""A tick of a criterion counts for the criterion that replaced it, as the state of a step does."""

from collections.abc import Mapping
from typing import NamedTuple

from accounts.models import CriterionTick
from accounts.progress.merge import all_predecessors
from guide.cache import cached_per_version
from guide.models import Criterion

TICKED = CriterionTick.State.TICKED


class CriterionSuccession(NamedTuple):
    # By criterion: those that it replaced.
    before: Mapping[int, list[int]]
    # By step: all those that its criteria replaced, on whichever step they stood.
    on_step: Mapping[int, set[int]]


@cached_per_version(most=1)
def criterion_succession() -> CriterionSuccession:
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
        on_step.setdefault(step, set()).update(all_predecessors(new, before))
    return CriterionSuccession(before, on_step)


def ticked_criteria(
    said: Mapping[int, str], before: Mapping[int, list[int]]
) -> frozenset[int]:
    """Criteria that count as ticked: by their own state (`said`), else by one that they replaced. Rings do no harm."""

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
