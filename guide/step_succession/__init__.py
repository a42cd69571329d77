"""One step becomes several, or several become one. What named the old steps names the new ones from then on.

Nothing that a learner's data points at goes: the old steps and their criteria retire and say what they became. The
caller holds the transaction, rolls it back for a preview, and writes the changes to the history of each row.
"""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from guide.graph import find_cycle
from guide.models import Belief, Roadmap, Step, StepPrerequisite, StepSuccessor
from guide.rules import circle_message
from guide.step_succession.changes import RowChanges, names_of
from guide.step_succession.criteria import move_criteria, warnings_of_empty_parts
from guide.step_succession.links import move_help, move_prerequisites, teach_skills
from guide.step_succession.plan import MoveTo, Plan, SuccessionPart
from guide.step_succession.stops import move_stops, refuse_disorder

__all__ = ["MoveTo", "Succession", "SuccessionPart", "names_of"]


@dataclass
class Succession(Plan):
    """A plan that can be carried out. `changes` and `warnings` are there after run()."""

    changes: RowChanges = field(init=False)
    warnings: list[str] = field(init=False)

    def run(self) -> RowChanges:
        """Write it all. Raises ValidationError with what stands in the way."""
        self.changes, today = RowChanges(), timezone.localdate()
        self._refuse_retired()
        self._retire_old_steps(today)
        for part in self.parts:
            self._begin_part(part)
        move_criteria(self, self.changes, today)
        self.warnings = warnings_of_empty_parts(self)
        for part in self.parts:
            teach_skills(self, self.changes, part)
        move_prerequisites(self, self.changes)
        self._refuse_circles()
        roadmaps = Roadmap.objects.filter(stops__step__in=self.olds)
        for roadmap in roadmaps.distinct().in_order():
            move_stops(self, self.changes, roadmap)
        refuse_disorder(self)
        beliefs = Belief.objects.filter(step_links__step__in=self.olds)
        for belief in beliefs.distinct().in_order():
            move_help(self, self.changes, belief)
        self._raise_versions()
        return self.changes

    def _refuse_retired(self):
        words = _(
            "“%(step)s” has retired already, so it can neither be split nor merged."
        )
        steps = [*self.olds, *self.steps]
        if retired := [words % {"step": step} for step in steps if step.retired_on]:
            raise ValidationError(retired)

    def _retire_old_steps(self, today):
        words = _(
            "Retires today, stays readable under its address, and says that it became %(parts)s."
        )
        for old in self.olds:
            self.changes.add(old, words % {"parts": names_of(self.steps)})
            old.retired_on = today
            old.save()

    def _begin_part(self, part: SuccessionPart):
        step = part.step
        if part.is_new:
            step.save()
            hours = {"low": step.hours_low, "high": step.hours_high}
            words = _("New step, %(low)s to %(high)s hours.")
            self.changes.add(step, words % hours, is_new=True)
        for old in self.olds:
            StepSuccessor.objects.update_or_create(
                old=old, new=step, defaults={"kind": self.kind}
            )
        words = _("Follows %(olds)s; learners keep what they did.")
        self.changes.add(step, words % {"olds": names_of(self.olds)})

    def _refuse_circles(self):
        links = StepPrerequisite.objects.order_by("pk")
        if members := find_cycle(links.values_list("step_id", "prerequisite_id")):
            raise ValidationError(circle_message(Step, members))

    def _raise_versions(self):
        for change in self.changes.values():
            if not change.is_new and change.row not in self.olds:
                change.row.raise_version()
