"""Skills, prerequisites and the help against beliefs: what pointed to the old steps points to the parts."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from guide.models import Belief, BeliefStep, Step, StepPrerequisite, StepSkill
from guide.step_succession.changes import RowChanges, names_of
from guide.step_succession.plan import Plan, SuccessionPart


def teach_skills(plan: Plan, changes: RowChanges, part: SuccessionPart):
    """A part teaches its skills at the highest level at which an old step taught them."""
    links = StepSkill.objects.filter(step__in=plan.olds, skill__in=part.skills)
    taught = {link.skill_id: link for link in StepSkill.objects.filter(step=part.step)}
    for link in links.select_related("skill").order_by("-level", "skill__slug"):
        known = taught.setdefault(
            link.skill_id, StepSkill(step=part.step, skill=link.skill, level=0)
        )
        if known.level < link.level:
            known.level = link.level
            known.save()
            names = {"skill": link.skill, "level": known.get_level_display()}
            changes.add(part.step, _("Teaches %(skill)s: %(level)s.") % names)


def move_prerequisites(plan: Plan, changes: RowChanges):
    needed = needed_by([old.pk for old in plan.olds])
    for part in filter(plan.inherits_prerequisites, plan.parts):
        build_on(changes, part.step, sorted(needed - {old.pk for old in plan.olds}))
    links = StepPrerequisite.objects.filter(prerequisite__in=plan.olds).exclude(
        step__in=plan.olds
    )
    dependents = Step.objects.filter(prerequisite_links__in=links).distinct()
    for step in list(dependents.order_by("slug")):
        links.filter(step=step).delete()
        build_on(changes, step, [each.pk for each in plan.steps])


def build_on(changes: RowChanges, step: Step, needed: Collection[int]):
    missing = {*needed} - needed_by([step.pk]) - {step.pk}
    steps = Step.objects.in_bulk(missing)
    for other in steps.values():
        StepPrerequisite.objects.create(step=step, prerequisite=other)
    if steps:
        names = names_of(steps[pk] for pk in needed if pk in steps)
        changes.add(step, _("Builds on %(steps)s.") % {"steps": names})


def needed_by(steps: Collection[int]) -> set[int]:
    links = StepPrerequisite.objects.filter(step__in=steps)
    return set(links.values_list("prerequisite_id", flat=True))


def move_help(plan: Plan, changes: RowChanges, belief: Belief):
    """The steps that help against a belief are a list; the parts take the place of the first old one there."""
    links = list(
        BeliefStep.objects.filter(belief=belief)
        .select_related("step")
        .order_by("order", "pk")
    )
    gone = [link for link in links if link.step in plan.olds]
    named = [link.step for link in links]
    new = [step for step in plan.steps if step not in named]
    at, order = links.index(gone[0]), gone[0].order
    staying = [link for link in links if link not in gone]
    staying[at:at] = [BeliefStep(belief=belief, step=step, order=order) for step in new]
    BeliefStep.objects.filter(pk__in=[link.pk for link in gone]).delete()
    last = -1
    for link in staying:
        link.order = last = max(link.order, last + 1)
        link.save()
    olds = names_of(link.step for link in gone)
    words = _("Names %(parts)s in place of %(olds)s.")
    changes.add(belief, words % {"parts": names_of(plan.steps), "olds": olds})
