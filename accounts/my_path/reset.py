"""What a reset of a roadmap would take back, shown before it happens."""

import hashlib
from dataclasses import dataclass
from typing import NamedTuple

from accounts.models import CriterionTick, State, Sweep
from accounts.my_path.roadmaps import RoadmapStops, other_roadmaps
from accounts.progress.content_index import content_index
from accounts.progress.criterion_successors import criterion_succession, ticked_criteria
from accounts.progress.visitor import Progress
from guide.models import Criterion, Roadmap, Step


class ResetStep(NamedTuple):
    step: Step
    state: State
    others: list[Roadmap]  # the other roadmaps on which it counts


@dataclass(frozen=True)
class RoadmapReset:
    roadmap: Roadmap
    # Of its steps, as pages show them.
    states: dict[int, State]
    # By criterion: its step. Ticks that came from a replaced criterion are among them.
    ticks: dict[int, int]

    @property
    def seen(self) -> str:
        """A digest of what a page shows of it; a press on a page that is out of date is asked once more."""
        shown = repr((sorted(self.states.items()), sorted(self.ticks)))
        return hashlib.sha256(shown.encode()).hexdigest()[:20]

    @property
    def is_nothing(self) -> bool:
        return not (self.states or self.ticks)

    def steps(self) -> list[ResetStep]:
        steps = Step.objects.in_bulk(list(self.states))
        others = other_roadmaps(self.roadmap, self.states)
        return [
            ResetStep(steps[step], state, others[step])
            for step, state in self.states.items()
            if step in steps
        ]

    def do(self, user) -> Sweep | None:
        older = content_index().older_steps(self.states)
        return Sweep.objects.reset(user, self.roadmap, self.states, self.ticks, older)


def roadmap_reset(user, stops: RoadmapStops, progress: Progress) -> RoadmapReset:
    said = dict(CriterionTick.objects.for_user(user).values_list("criterion", "state"))
    ticked = ticked_criteria(said, criterion_succession().before)
    ticks = Criterion.objects.filter(pk__in=ticked, step__in=stops.steps)
    return RoadmapReset(
        roadmap=stops.roadmap,
        states=stops.begun_states(progress),
        ticks=dict(ticks.values_list("pk", "step_id")),
    )
