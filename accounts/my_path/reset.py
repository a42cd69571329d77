"""What a reset of a roadmap would take back, said before it happens."""

import hashlib
from dataclasses import dataclass
from typing import NamedTuple

from accounts.models import CriterionTick, State, Sweep
from accounts.my_path.roadmaps import Route, other_routes
from accounts.progress.content_index import outline
from accounts.progress.criterion_successors import replaced, ticked
from accounts.progress.visitor import Progress
from guide.models import Criterion, Roadmap, Step


class GoesBack(NamedTuple):
    step: Step
    state: State
    others: list[Roadmap]  # the other routes on which it counts


@dataclass(frozen=True)
class Reset:
    route: Route
    states: dict[int, State]  # of its steps, as pages show them
    ticks: dict[
        int, int
    ]  # criterion → step; those too that a criterion took over from an older one

    @property
    def seen(self) -> str:
        """What a page shows of it, in short: a page that is out of date is asked once more."""
        told = repr((sorted(self.states.items()), sorted(self.ticks)))
        return hashlib.sha256(told.encode()).hexdigest()[:20]

    @property
    def is_nothing(self) -> bool:
        return not (self.states or self.ticks)

    def steps(self) -> list[GoesBack]:
        steps, others = (
            Step.objects.in_bulk(list(self.states)),
            other_routes(self.route, self.states),
        )
        return [
            GoesBack(steps[step], state, others[step])
            for step, state in self.states.items()
            if step in steps
        ]

    def do(self, user) -> Sweep:
        older = outline().before(self.states)
        return Sweep.objects.reset(
            user, self.route.roadmap, self.states, self.ticks, older
        )


def reset_of(user, route: Route, progress: Progress) -> Reset:
    said = dict(CriterionTick.objects.for_user(user).values_list("criterion", "state"))
    shown = Criterion.objects.filter(
        pk__in=ticked(said, replaced().before), step__in=route.steps
    )
    return Reset(route, route.begun(progress), dict(shown.values_list("pk", "step_id")))
