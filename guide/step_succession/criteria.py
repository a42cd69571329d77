"""Criteria of the old steps retire, and say which criterion of a part asks for the same from now on."""

from collections.abc import Collection, Mapping
from datetime import date
from itertools import count

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from guide.models import Criterion, Step
from guide.step_succession.changes import RowChanges, names_of
from guide.step_succession.plan import MoveTo, Plan

LONGEST_CODE = Criterion._meta.get_field("code").max_length


def move_criteria(plan: Plan, changes: RowChanges, today: date):
    current = current_criteria(plan)
    became: dict[int, Criterion] = {}
    for criterion in current:
        if (to := plan.criteria.get(criterion.pk, MoveTo())).part is not None:
            step = plan.parts[to.part].step
            became[criterion.pk] = copy_criterion(criterion, step, changes)
    for criterion in current:
        to = plan.criteria.get(criterion.pk, MoveTo())
        new = became.get(criterion.pk) or (
            to.same and same_criterion(plan, to.same, became)
        )
        criterion.retired_on, criterion.replaced_by = today, new
        criterion.save()
        note_criterion(plan, changes, criterion, new)


def current_criteria(plan: Plan) -> list[Criterion]:
    """Of the old steps, in their order."""
    criteria = Criterion.objects.filter(step__in=plan.olds, retired_on=None)
    order = [old.pk for old in plan.olds]
    return sorted(
        criteria.order_by("order", "code"),
        key=lambda criterion: order.index(criterion.step_id),
    )


def copy_criterion(criterion: Criterion, step: Step, changes: RowChanges) -> Criterion:
    last = step.criteria.aggregate(last=Max("order"))["last"] or 0
    code = free_code(criterion.code, set(step.criteria.values_list("code", flat=True)))
    texts = {"text_en": criterion.text_en, "text_zh": criterion.text_zh}
    new = Criterion.objects.create(step=step, code=code, order=last + 1, **texts)
    changes.add(step, _("Asks for: “%(criterion)s”.") % {"criterion": new})
    return new


def free_code(code: str, taken: Collection[str]) -> str:
    """The code of a criterion, with a number behind it where the step has it already."""
    tries = (code if n == 1 else f"{code[: LONGEST_CODE - 4]}-{n}" for n in count(1))
    return next(each for each in tries if each not in taken)


def same_criterion(
    plan: Plan, criterion: Criterion, became: Mapping[int, Criterion]
) -> Criterion:
    """The criterion of a part that asks for the same; it may have been an old one's."""
    if criterion.step_id in {step.pk for step in plan.steps}:
        return criterion
    if criterion.pk not in became:
        words = _(
            "“%(criterion)s” has no target itself, so no other criterion can be the same as it."
        )
        raise ValidationError(words % {"criterion": criterion})
    return became[criterion.pk]


def note_criterion(
    plan: Plan, changes: RowChanges, criterion: Criterion, new: Criterion | None
):
    words = _("“%(criterion)s” retires; ticks stay in the history.")
    if new:
        words = _("Ticks of “%(criterion)s” count for “%(new)s” of “%(step)s”.")
    names = {"criterion": criterion, "new": new, "step": new and new.step}
    old = next(old for old in plan.olds if old.pk == criterion.step_id)
    changes.add(old, words % names)


def warnings_of_empty_parts(plan: Plan) -> list[str]:
    words = _(
        "%(steps)s would have no criteria, so nobody could tell when it is done. Move a criterion there, or "
        "write one."
    )
    return [
        words % {"steps": names_of([step])}
        for step in plan.steps
        if not step.criteria.filter(retired_on=None).exists()
    ]
