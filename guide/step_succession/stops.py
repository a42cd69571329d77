"""Roadmaps call at the parts where they called at the old steps, in an order in which nothing is missing."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from guide.models import Roadmap, Step, StepPrerequisite, StepSuccessor, Stop
from guide.rules import out_of_order
from guide.step_succession.changes import RowChanges, names_of
from guide.step_succession.plan import Plan

# The later one wins where several become one.
NEEDS = [Stop.Need.CHOICE, Stop.Need.IF_MISSING, Stop.Need.REQUIRED]


class StopPlace(NamedTuple):
    """A step in its place on a roadmap; without a stop it is new there."""

    stage: int
    step: int
    order: int
    need: str
    stop: Stop | None = None


def place_of(stop: Stop) -> StopPlace:
    return StopPlace(stop.stage_id, stop.step_id, stop.order, stop.need, stop)


def move_stops(plan: Plan, changes: RowChanges, roadmap: Roadmap):
    stops = Stop.objects.filter(roadmap=roadmap).select_related("stage").in_order()
    places = list(map(place_of, stops))
    is_split = plan.kind == StepSuccessor.Kind.SPLIT
    tried = list(
        split_places(plan, places) if is_split else merged_places(plan, places)
    )
    faults = [disorder(plan, {roadmap.pk: each}) for each in tried]
    if all(faults):
        raise ValidationError(faults[0])
    arranged = with_rising_orders(tried[faults.index([])])
    write_places(plan, changes, roadmap, places, arranged)


def split_places(plan: Plan, places: list[StopPlace]) -> Iterable[list[StopPlace]]:
    """The parts stand where the old step stood, in their order; one that stands elsewhere already stays there."""
    on_roadmap = {place.step for place in places}
    new = [step.pk for step in plan.steps if step.pk not in on_roadmap]
    old = next(place for place in places if place.step == plan.olds[0].pk)
    arranged = []
    for place in places:
        if place is old:
            arranged += [place._replace(step=pk, stop=None) for pk in new]
        elif place.step in {step.pk for step in plan.steps}:
            arranged.append(place._replace(need=strongest_need(place, old)))
        else:
            arranged.append(place)
    yield arranged


def merged_places(plan: Plan, places: list[StopPlace]) -> Iterable[list[StopPlace]]:
    """The merged step may take any of the old places, its own before others."""
    target = plan.steps[0].pk
    merging = {target, *(old.pk for old in plan.olds)}
    taken = [place for place in places if place.step in merging]
    own = next((place.stop for place in taken if place.step == target), None)
    for chosen in sorted(taken, key=lambda place: place.step != target):
        merged = chosen._replace(step=target, need=strongest_need(*taken), stop=own)
        yield [
            merged if place is chosen else place
            for place in places
            if place is chosen or place not in taken
        ]


def strongest_need(*places: StopPlace) -> str:
    return max((place.need for place in places), key=NEEDS.index)


def required_since(plan: Plan, before: Sequence[StopPlace]) -> date | None:
    """Parts of a step are new to those who finished it; what is the same under another address is as old as it was."""
    if plan.kind == StepSuccessor.Kind.SPLIT:
        return timezone.localdate()
    olds = {old.pk for old in plan.olds}
    days = [
        place.stop.required_since
        for place in before
        if place.stop and place.step in olds
    ]
    return None if None in days else min(days, default=None)


def with_rising_orders(places: Iterable[StopPlace]) -> list[StopPlace]:
    """Orders rise in each stage, as near as possible to those that the places have."""
    last: dict[int, int] = {}
    rising = []
    for place in places:
        last[place.stage] = order = max(place.order, last.get(place.stage, -1) + 1)
        rising.append(place._replace(order=order))
    return rising


def write_places(
    plan: Plan,
    changes: RowChanges,
    roadmap: Roadmap,
    before: Sequence[StopPlace],
    places: Sequence[StopPlace],
):
    on_roadmap = {place.step for place in before}
    gone = [old for old in plan.olds if old.pk in on_roadmap]
    Stop.objects.filter(roadmap=roadmap, step__in=gone).delete()
    since = required_since(plan, before)
    for place in places:
        stop = place.stop or Stop(
            roadmap=roadmap, step_id=place.step, required_since=since
        )
        at = place.stage, place.order, place.need
        if stop.pk is None or (stop.stage_id, stop.order, stop.need) != at:
            stop.stage_id, stop.order, stop.need = at
            stop.save()
    steps = {step.pk: step for step in plan.steps}
    parts = names_of(steps[place.step] for place in places if place.step in steps)
    words = _("Calls at %(parts)s in place of %(olds)s.")
    changes.add(roadmap, words % {"parts": parts, "olds": names_of(gone)})


def refuse_disorder(plan: Plan):
    """A roadmap that never called at an old step may call at a part, or at what builds on it now."""
    roadmaps: dict[int, list[StopPlace]] = {}
    for stop in Stop.objects.select_related("stage").in_order():
        roadmaps.setdefault(stop.roadmap_id, []).append(place_of(stop))
    if wrong := disorder(plan, roadmaps):
        raise ValidationError(wrong)


def disorder(plan: Plan, roadmaps: Mapping[int, Sequence[StopPlace]]) -> list[str]:
    """In words, wherever one of the parts stands before a step that it builds on, or after one that needs it."""
    position = {
        (pk, place.step): at
        for pk, places in roadmaps.items()
        for at, place in enumerate(places)
    }
    builds_on: dict[int, list[int]] = {}
    links = StepPrerequisite.objects.values_list("step_id", "prerequisite_id")
    for step, needed in links:
        builds_on.setdefault(step, []).append(needed)
    parts = {step.pk for step in plan.steps}
    wrong = [
        found
        for found in out_of_order(position, builds_on)
        if parts.intersection(found[1:])
    ]
    steps = Step.objects.in_bulk({pk for found in wrong for pk in found[1:]})
    names = Roadmap.objects.in_bulk({roadmap for roadmap, _step, _needed in wrong})
    words = _(
        "On the roadmap “%(roadmap)s”, “%(step)s” would stand before “%(needed)s”, which it builds on."
    )
    return [
        words % {"roadmap": names[on], "step": steps[pk], "needed": steps[needed]}
        for on, pk, needed in wrong
    ]
