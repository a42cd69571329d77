"""One step becomes several, or several become one. What named the old steps names the new ones from then on.

Nothing that a learner's data points at goes: the old steps and their criteria retire and say what they became. The
caller holds the transaction, rolls it back for a preview, and writes the changes to the history of each row.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from guide.graph import cycle
from guide.models import (
    Belief,
    BeliefStep,
    Criterion,
    Roadmap,
    Step,
    StepPrerequisite,
    StepSkill,
    StepSuccessor,
    Stop,
)
from guide.models.content import Content
from guide.rules import circle_message, out_of_order

NEEDS = [
    Stop.Need.CHOICE,
    Stop.Need.IF_MISSING,
    Stop.Need.REQUIRED,
]  # the later one wins where several become one
LONGEST_CODE = Criterion._meta.get_field("code").max_length


class To(NamedTuple):
    """Where a criterion of an old step goes: to a part, by its place, or to a criterion that asks for the same."""

    part: int | None = None
    same: Criterion | None = None


@dataclass
class Part:
    """What the old steps become: a step that exists, or one that is not saved yet."""

    step: Step
    skills: Collection[int] = ()  # primary keys, among the skills of the old steps
    is_new: bool = field(init=False)

    def __post_init__(self):
        self.is_new = self.step.pk is None


class Place(NamedTuple):
    """A step in its place on a roadmap; without a stop it is new there."""

    stage: int
    step: int
    order: int
    need: str
    stop: Stop | None = None


@dataclass
class Change:
    """What happens to one row, in sentences, and the version that it has before."""

    row: Content
    is_new: bool
    version: int
    said: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return str(self.row._meta.verbose_name)


class Changes(dict[tuple[str, int], Change]):
    def say(self, row: Content, sentence: str, is_new: bool = False):
        key = row._meta.label_lower, row.pk
        self.setdefault(key, Change(row, is_new, row.version)).said.append(sentence)

    @property
    def seen(self) -> dict[str, int]:
        """The versions that an editor saw, to be compared when he confirms."""
        return {
            f"{label}:{pk}": each.version
            for (label, pk), each in self.items()
            if not each.is_new
        }


@dataclass
class Succession:
    olds: Sequence[Step]
    parts: Sequence[Part]
    criteria: Mapping[
        int, To
    ]  # by primary key of the old one; one that is missing retires without a successor

    @property
    def kind(self) -> StepSuccessor.Kind:
        return (
            StepSuccessor.Kind.SAME
            if len(self.parts) == 1
            else StepSuccessor.Kind.SPLIT
        )

    @property
    def steps(self) -> list[Step]:
        return [part.step for part in self.parts]

    def takes_over(self, part: Part) -> bool:
        """Whether a part needs all that the old steps needed. One that exists stays as it is in a split."""
        return part.is_new or self.kind == StepSuccessor.Kind.SAME

    def run(self) -> Changes:
        """Write it all. Raises ValidationError with what stands in the way."""
        self.changes, self.today = Changes(), timezone.localdate()
        self._refuse_retired()
        self._retire()
        for part in self.parts:
            self._begin(part)
        self._move_criteria()
        for part in self.parts:
            self._teach(part)
        self._move_prerequisites()
        self._refuse_circles()
        for roadmap in (
            Roadmap.objects.filter(stops__step__in=self.olds).distinct().in_order()
        ):
            self._move_stops(roadmap)
        self._refuse_disorder()
        for belief in (
            Belief.objects.filter(step_links__step__in=self.olds).distinct().in_order()
        ):
            self._move_help(belief)
        self._raise_versions()
        return self.changes

    def _refuse_retired(self):
        if gone := [step for step in [*self.olds, *self.steps] if step.retired_on]:
            words = _(
                "“%(step)s” has retired already, so it can neither be split nor merged."
            )
            raise ValidationError([words % {"step": step} for step in gone])

    def _retire(self):
        for old in self.olds:
            words = _(
                "Retires today, stays readable under its address, and says that it became %(parts)s."
            )
            self.changes.say(old, words % {"parts": listed(self.steps)})
            old.retired_on = self.today
            old.save()

    def _begin(self, part: Part):
        step = part.step
        if part.is_new:
            step.save()
            hours = {"low": step.hours_low, "high": step.hours_high}
            self.changes.say(
                step, _("New step, %(low)s to %(high)s hours.") % hours, is_new=True
            )
        for old in self.olds:
            StepSuccessor.objects.update_or_create(
                old=old, new=step, defaults={"kind": self.kind}
            )
        words = _("Follows %(olds)s; learners keep what they did.")
        self.changes.say(step, words % {"olds": listed(self.olds)})

    # What belongs to the steps

    def _move_criteria(self):
        live = list(
            Criterion.objects.filter(step__in=self.olds, retired_on=None).order_by(
                "order", "code"
            )
        )
        live.sort(
            key=lambda criterion: [old.pk for old in self.olds].index(criterion.step_id)
        )
        became: dict[int, Criterion] = {}
        for criterion in live:
            if (to := self.criteria.get(criterion.pk, To())).part is not None:
                became[criterion.pk] = self._copied(criterion, self.parts[to.part].step)
        for criterion in live:
            to = self.criteria.get(criterion.pk, To())
            new = became.get(criterion.pk) or (to.same and self._same(to.same, became))
            criterion.retired_on, criterion.replaced_by = self.today, new
            criterion.save()
            self._say_criterion(criterion, new)
        self._warn_of_parts_without_criteria()

    def _warn_of_parts_without_criteria(self):
        empty = [
            step
            for step in self.steps
            if not step.criteria.filter(retired_on=None).exists()
        ]
        words = _(
            "%(steps)s will ask for nothing, so nobody can tell when it is done. Send a criterion there, or write one."
        )
        self.warnings = [words % {"steps": listed([step])} for step in empty]

    def _copied(self, criterion: Criterion, step: Step) -> Criterion:
        last = step.criteria.aggregate(last=Max("order"))["last"] or 0
        code = free_code(
            criterion.code, set(step.criteria.values_list("code", flat=True))
        )
        texts = {"text_en": criterion.text_en, "text_zh": criterion.text_zh}
        new = Criterion.objects.create(step=step, code=code, order=last + 1, **texts)
        self.changes.say(step, _("Asks for: “%(criterion)s”.") % {"criterion": new})
        return new

    def _same(self, criterion: Criterion, became: Mapping[int, Criterion]) -> Criterion:
        """The criterion of a part that asks for the same; it may have been an old one's."""
        if criterion.step_id in {step.pk for step in self.steps}:
            return criterion
        if criterion.pk not in became:
            words = _(
                "“%(criterion)s” goes nowhere itself, so no other criterion can be the same as it."
            )
            raise ValidationError(words % {"criterion": criterion})
        return became[criterion.pk]

    def _say_criterion(self, criterion: Criterion, new: Criterion | None):
        words = _("“%(criterion)s” retires; ticks stay in the history.")
        if new:
            words = _("Ticks of “%(criterion)s” count for “%(new)s” of “%(step)s”.")
        names = {"criterion": criterion, "new": new, "step": new and new.step}
        self.changes.say(
            next(old for old in self.olds if old.pk == criterion.step_id), words % names
        )

    def _teach(self, part: Part):
        links = StepSkill.objects.filter(
            step__in=self.olds, skill__in=part.skills
        ).select_related("skill")
        taught = {
            link.skill_id: link for link in StepSkill.objects.filter(step=part.step)
        }
        for link in links.order_by("-level", "skill__slug"):
            known = taught.setdefault(
                link.skill_id, StepSkill(step=part.step, skill=link.skill, level=0)
            )
            if known.level < link.level:
                known.level = link.level
                known.save()
                named = {"skill": link.skill, "level": known.get_level_display()}
                self.changes.say(part.step, _("Teaches %(skill)s: %(level)s.") % named)

    def _move_prerequisites(self):
        needed = set(
            StepPrerequisite.objects.filter(step__in=self.olds).values_list(
                "prerequisite_id", flat=True
            )
        )
        for part in filter(self.takes_over, self.parts):
            self._build_on(part.step, sorted(needed - {old.pk for old in self.olds}))
        links = StepPrerequisite.objects.filter(prerequisite__in=self.olds).exclude(
            step__in=self.olds
        )
        dependents = (
            Step.objects.filter(prerequisite_links__in=links)
            .distinct()
            .order_by("slug")
        )
        for step in list(dependents):
            links.filter(step=step).delete()
            self._build_on(step, [each.pk for each in self.steps])

    def _build_on(self, step: Step, needed: Collection[int]):
        known = set(
            StepPrerequisite.objects.filter(step=step).values_list(
                "prerequisite_id", flat=True
            )
        )
        steps = Step.objects.in_bulk({*needed} - known - {step.pk})
        for other in steps.values():
            StepPrerequisite.objects.create(step=step, prerequisite=other)
        if steps:
            names = [steps[pk] for pk in needed if pk in steps]
            self.changes.say(step, _("Builds on %(steps)s.") % {"steps": listed(names)})

    def _refuse_circles(self):
        if members := cycle(
            StepPrerequisite.objects.order_by("pk").values_list(
                "step_id", "prerequisite_id"
            )
        ):
            raise ValidationError(circle_message(Step, members))

    # Who calls at the steps

    def _move_stops(self, roadmap: Roadmap):
        stops = Stop.objects.filter(roadmap=roadmap).select_related("stage").in_order()
        places = [
            Place(stop.stage_id, stop.step_id, stop.order, stop.need, stop)
            for stop in stops
        ]
        tried = list(
            self._split(places)
            if self.kind == StepSuccessor.Kind.SPLIT
            else self._merged(places)
        )
        faults = [self._disorder({roadmap.pk: each}) for each in tried]
        if all(faults):
            raise ValidationError(faults[0])
        self._write(roadmap, places, numbered(tried[faults.index([])]))

    def _split(self, places: list[Place]) -> Iterable[list[Place]]:
        """The parts stand where the old step stood, in their order; one that stands elsewhere already stays there."""
        here = {place.step for place in places}
        new = [step.pk for step in self.steps if step.pk not in here]
        old = next(place for place in places if place.step == self.olds[0].pk)
        arranged = []
        for place in places:
            if place is old:
                arranged += [place._replace(step=pk, stop=None) for pk in new]
            elif place.step in {step.pk for step in self.steps}:
                arranged.append(place._replace(need=stronger(place, old)))
            else:
                arranged.append(place)
        yield arranged

    def _merged(self, places: list[Place]) -> Iterable[list[Place]]:
        """The merged step may take any of the old places, its own before others."""
        target = self.steps[0].pk
        taken = [
            place
            for place in places
            if place.step in {target, *(old.pk for old in self.olds)}
        ]
        own = next((place.stop for place in taken if place.step == target), None)
        for chosen in sorted(taken, key=lambda place: place.step != target):
            merged = chosen._replace(step=target, need=stronger(*taken), stop=own)
            yield [
                merged if place is chosen else place
                for place in places
                if place is chosen or place not in taken
            ]

    def _disorder(self, roadmaps: Mapping[int, Sequence[Place]]) -> list[str]:
        """In words, wherever one of the parts stands before a step that it builds on, or after one that needs it."""
        position = {
            (pk, place.step): at
            for pk, places in roadmaps.items()
            for at, place in enumerate(places)
        }
        builds_on: dict[int, list[int]] = {}
        for step, needed in StepPrerequisite.objects.values_list(
            "step_id", "prerequisite_id"
        ):
            builds_on.setdefault(step, []).append(needed)
        ours = {step.pk for step in self.steps}
        wrong = [
            each
            for each in out_of_order(position, builds_on)
            if ours.intersection(each[1:])
        ]
        steps = Step.objects.in_bulk({pk for each in wrong for pk in each[1:]})
        names = Roadmap.objects.in_bulk({roadmap for roadmap, _step, _needed in wrong})
        words = _(
            "On the roadmap “%(roadmap)s”, “%(step)s” would stand before “%(needed)s”, which it builds on."
        )
        return [
            words % {"roadmap": names[on], "step": steps[pk], "needed": steps[needed]}
            for on, pk, needed in wrong
        ]

    def _write(
        self, roadmap: Roadmap, before: Sequence[Place], places: Sequence[Place]
    ):
        gone = [old for old in self.olds if old.pk in {place.step for place in before}]
        Stop.objects.filter(roadmap=roadmap, step__in=gone).delete()
        for place in places:
            stop = place.stop or Stop(roadmap=roadmap, step_id=place.step)
            at = place.stage, place.order, place.need
            if stop.pk is None or (stop.stage_id, stop.order, stop.need) != at:
                stop.stage_id, stop.order, stop.need = at
                stop.save()
        steps = {step.pk: step for step in self.steps}
        route = [steps[place.step] for place in places if place.step in steps]
        words = _("Calls at %(parts)s in place of %(olds)s.")
        self.changes.say(
            roadmap, words % {"parts": listed(route), "olds": listed(gone)}
        )

    def _refuse_disorder(self):
        """A roadmap that never called at an old step may call at a part, or at what builds on it now."""
        roadmaps: dict[int, list[Place]] = {}
        for stop in Stop.objects.select_related("stage").in_order():
            place = Place(stop.stage_id, stop.step_id, stop.order, stop.need, stop)
            roadmaps.setdefault(stop.roadmap_id, []).append(place)
        if wrong := self._disorder(roadmaps):
            raise ValidationError(wrong)

    def _move_help(self, belief: Belief):
        """The steps that help against a belief are a list too."""
        links = list(
            BeliefStep.objects.filter(belief=belief)
            .select_related("step")
            .order_by("order", "pk")
        )
        gone = [link for link in links if link.step in self.olds]
        new = [step for step in self.steps if step not in [link.step for link in links]]
        at = links.index(gone[0])
        kept = [link for link in links if link not in gone]
        kept[at:at] = [
            BeliefStep(belief=belief, step=step, order=gone[0].order) for step in new
        ]
        BeliefStep.objects.filter(pk__in=[link.pk for link in gone]).delete()
        last = -1
        for link in kept:
            link.order = last = max(link.order, last + 1)
            link.save()
        words = _("Names %(parts)s in place of %(olds)s.")
        self.changes.say(
            belief,
            words
            % {"parts": listed(self.steps), "olds": listed(link.step for link in gone)},
        )

    def _raise_versions(self):
        for change in self.changes.values():
            if not change.is_new and change.row not in self.olds:
                change.row.touch()


def listed(steps: Iterable[Step]) -> str:
    return _(", ").join(_("“%(step)s”") % {"step": step} for step in steps)


def stronger(*places: Place) -> str:
    return max((place.need for place in places), key=NEEDS.index)


def numbered(places: Iterable[Place]) -> list[Place]:
    """With rising orders in each stage, as near as possible to those that they have."""
    last: dict[int, int] = {}
    rising = []
    for place in places:
        last[place.stage] = order = max(place.order, last.get(place.stage, -1) + 1)
        rising.append(place._replace(order=order))
    return rising


def free_code(code: str, taken: Collection[str]) -> str:
    """The code of a criterion, with a number behind it where the step has it already."""
    tries = (code if n == 1 else f"{code[: LONGEST_CODE - 4]}-{n}" for n in count(1))
    return next(each for each in tries if each not in taken)
