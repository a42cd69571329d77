"""A visitor's totals on every roadmap, without a query for each; and what changing to another roadmap means."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from accounts.models import State
from accounts.preferences.learner_settings import followed_roadmap
from accounts.progress.counting import CountedStop, ProgressCount, count_progress
from accounts.progress.roadmap_progress import counted_stops
from accounts.progress.visitor import Progress, progress_of
from guide.cache import cached_per_version
from guide.models import Roadmap, Step, StepPrerequisite, Stop


class RoadmapStops(NamedTuple):
    roadmap: Roadmap
    stops: tuple[CountedStop, ...]

    @property
    def steps(self) -> set[int]:
        return {stop.step for stop in self.stops}

    def total(self, progress: Progress, is_in_hand: bool) -> "RoadmapTotal":
        count = count_progress(self.stops, progress.states)
        return RoadmapTotal(self.roadmap, count, is_in_hand)

    def begun_states(self, progress: Progress) -> dict[int, State]:
        """The steps of this roadmap that are begun, with their states as pages show them."""
        states = {stop.step: progress.of(stop.step) for stop in self.stops}
        return {
            step: state for step, state in states.items() if state != State.NOT_STARTED
        }


class RoadmapTotal(NamedTuple):
    roadmap: Roadmap
    count: ProgressCount
    is_in_hand: bool


@cached_per_version(most=1)
def roadmaps_by_slug() -> dict[str, RoadmapStops]:
    """The published ones, in order. Three queries, once for each content version."""
    stops, needs = stops_by_roadmap(), needed_steps()
    return {
        roadmap.slug: RoadmapStops(
            roadmap, counted_stops(stops.get(roadmap.pk, ()), needs)
        )
        for roadmap in Roadmap.objects.published().with_size().in_order()
    }


def stops_by_roadmap() -> dict[int, list[Stop]]:
    stops: dict[int, list[Stop]] = {}
    published = (
        Stop.objects.filter(roadmap__published=True, step__published=True)
        .select_related("step")
        .only(
            "roadmap",
            "need",
            "required_since",
            "step__retired_on",
            "step__hours_low",
            "step__hours_high",
        )
        .in_order()
    )
    for stop in published:
        stops.setdefault(stop.roadmap_id, []).append(stop)
    return stops


def needed_steps() -> dict[int, set[int]]:
    """By step: those on which it builds."""
    needs: dict[int, set[int]] = {}
    pairs = StepPrerequisite.objects.values_list("step_id", "prerequisite_id")
    for step, needed in pairs:
        needs.setdefault(step, set()).add(needed)
    return needs


def roadmap_totals(progress: Progress, in_hand: str) -> list[RoadmapTotal]:
    """Every roadmap with the visitor's total; the one in hand, named by its slug, comes first."""
    found = [
        stops.total(progress, slug == in_hand)
        for slug, stops in roadmaps_by_slug().items()
    ]
    return sorted(found, key=lambda total: not total.is_in_hand)


def roadmap_at_hand(request) -> str:
    """The slug of the roadmap that the visitor follows, else of the one with most of what they began.

    Empty for somebody who has begun nothing. Nothing is read for visitors without cookies.
    """
    progress = progress_of(request)
    if not any(state != State.NOT_STARTED for state in progress.states.values()):
        return ""
    return followed_roadmap(request) or most_begun(progress)


def most_begun(progress: Progress) -> str:
    """Of two with as much the first in order; empty where nothing of today's roadmaps is begun."""
    begun = {
        slug: len(stops.begun_states(progress))
        for slug, stops in roadmaps_by_slug().items()
    }
    slug = max(begun, key=lambda slug: begun[slug], default="")
    return slug if begun.get(slug) else ""


class StepState(NamedTuple):
    step: Step
    state: State


@dataclass(frozen=True)
class RoadmapSwitch:
    """What changing to another roadmap would mean for a visitor."""

    target: RoadmapTotal
    # The roadmap in hand, where that is another one.
    current: RoadmapTotal | None
    # What is begun already on steps of the target.
    shared: list[StepState]
    # What is begun on the roadmap in hand and is not on the target; it keeps its state.
    left_out: list[StepState]


def switch_to(target: RoadmapStops, progress: Progress, in_hand: str) -> RoadmapSwitch:
    stays = in_hand == target.roadmap.slug
    current = None if stays else roadmaps_by_slug().get(in_hand)
    shared = target.begun_states(progress)
    begun = current.begun_states(progress) if current else {}
    left_out = {step: begun[step] for step in begun if step not in target.steps}
    steps = Step.objects.in_bulk([*shared, *left_out])
    return RoadmapSwitch(
        target=target.total(progress, stays),
        current=current and current.total(progress, True),
        shared=steps_with_state(shared, steps),
        left_out=steps_with_state(left_out, steps),
    )


def steps_with_state(
    states: dict[int, State], steps: dict[int, Step]
) -> list[StepState]:
    """In the order of `states`; a step that was deleted in this very moment is left out."""
    return [
        StepState(steps[step], state) for step, state in states.items() if step in steps
    ]


def other_roadmaps(roadmap: Roadmap, steps: Iterable[int]) -> dict[int, list[Roadmap]]:
    """By step: the other roadmaps on which it counts too."""
    others = [
        other for other in roadmaps_by_slug().values() if other.roadmap.pk != roadmap.pk
    ]
    return {
        step: [other.roadmap for other in others if step in other.steps]
        for step in steps
    }
