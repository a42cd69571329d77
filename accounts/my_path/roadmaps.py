"""All routes with what somebody has done on each, without a query a route; and what a change of route carries over."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from accounts.models import State
from accounts.progress.counting import Count, Leg, count
from accounts.progress.visitor import Progress, legs
from guide.cache import cached_per_version
from guide.models import Roadmap, Step, StepPrerequisite, Stop


class Route(NamedTuple):
    roadmap: Roadmap
    legs: tuple[Leg, ...]

    @property
    def steps(self) -> set[int]:
        return {leg.step for leg in self.legs}

    def count(self, progress: Progress) -> Count:
        return count(self.legs, progress.states)

    def begun(self, progress: Progress) -> dict[int, State]:
        """The steps of this route of which something was said, with their states as pages show them."""
        states = {leg.step: progress.of(leg.step) for leg in self.legs}
        return {
            step: state for step, state in states.items() if state != State.NOT_STARTED
        }


@cached_per_version(most=1)
def routes() -> dict[str, Route]:
    """The published ones by slug, in order. Three queries, once for each content version."""
    needs: dict[int, set[int]] = {}
    for step, needed in StepPrerequisite.objects.values_list(
        "step_id", "prerequisite_id"
    ):
        needs.setdefault(step, set()).add(needed)
    stops: dict[int, list[Stop]] = {}
    published = (
        Stop.objects.filter(roadmap__published=True, step__published=True)
        .select_related("step")
        .in_order()
    )
    for stop in published.only(
        "roadmap", "need", "step__retired_on", "step__hours_low", "step__hours_high"
    ):
        stops.setdefault(stop.roadmap_id, []).append(stop)
    roadmaps = Roadmap.objects.published().in_order()
    return {
        roadmap.slug: Route(roadmap, legs(stops.get(roadmap.pk, ()), needs))
        for roadmap in roadmaps
    }


class RouteTotal(NamedTuple):
    roadmap: Roadmap
    count: Count
    is_in_hand: bool


def totals(progress: Progress, in_hand: str) -> list[RouteTotal]:
    """Every route with somebody's own total, the one in hand first."""
    found = [
        RouteTotal(route.roadmap, route.count(progress), slug == in_hand)
        for slug, route in routes().items()
    ]
    return sorted(found, key=lambda total: not total.is_in_hand)


class Told(NamedTuple):
    """A step with its state."""

    step: Step
    state: State


@dataclass(frozen=True)
class RouteChange:
    """What changing to a route would mean for somebody."""

    to: RouteTotal
    left: RouteTotal | None  # the route in hand, where that is another one
    there: list[Told]  # what was done on steps of the new route already
    beside: list[
        Told
    ]  # what was done on the present route and is not on the new one: it stays kept


def change_to(route: Route, progress: Progress, in_hand: str) -> RouteChange:
    present = routes().get(in_hand) if in_hand != route.roadmap.slug else None
    there = route.begun(progress)
    beside = (
        {
            step: state
            for step, state in present.begun(progress).items()
            if step not in route.steps
        }
        if present
        else {}
    )
    names = Step.objects.in_bulk([*there, *beside])
    return RouteChange(
        RouteTotal(route.roadmap, route.count(progress), in_hand == route.roadmap.slug),
        RouteTotal(present.roadmap, present.count(progress), True) if present else None,
        told(there, names),
        told(beside, names),
    )


def told(states: dict[int, State], steps: dict[int, Step]) -> list[Told]:
    """In the order of the route; a step that was deleted in this very moment is left out."""
    return [Told(steps[step], state) for step, state in states.items() if step in steps]


def other_routes(route: Route, steps: Iterable[int]) -> dict[int, list[Roadmap]]:
    """On which other routes each of the steps counts too."""
    others = [
        other for other in routes().values() if other.roadmap.pk != route.roadmap.pk
    ]
    return {
        step: [other.roadmap for other in others if step in other.steps]
        for step in steps
    }
