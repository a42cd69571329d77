"""Ticks: what a learner can do of what a step asks for."""

from collections.abc import Collection
from typing import NamedTuple

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.journal.entries import entries_of
from accounts.journal.kinds.base import STEP_NAMES
from accounts.journal.kinds.latest import LatestKind
from accounts.models import CriterionTick, Kind, ProgressEvent, State
from accounts.progress.counting import FINISHED
from accounts.progress.criterion_successors import (
    TICKED,
    criterion_succession,
    ticked_criteria,
)
from accounts.progress.visitor import progress_of
from guide.models import Criterion
from web.access import is_signed_in


class TickForm(forms.Form):
    tick = forms.ChoiceField(choices=CriterionTick.State)


class SeenTickForm(forms.Form):
    """What the pressed page showed; it stands in the address of the button."""

    seen = forms.ChoiceField(choices=CriterionTick.State, required=False)


class CriteriaValues(NamedTuple):
    ticked: tuple[bool, ...]  # in the order of the criteria
    state: State | None  # of the step, where all are ticked
    signed_in: bool


class CriterionKind(LatestKind):
    kind = Kind.CRITERION
    model = CriterionTick
    subject_model = Criterion
    subject_field = "criterion"
    form = TickForm
    address = "accounts:criterion"
    details = (*STEP_NAMES, "criterion__text_en", "criterion__text_zh")
    section = "criteria"
    section_template = "accounts/journal/_step_criteria.html"
    export_fields = {
        "step": "criterion__step__slug",
        "criterion": "criterion__code",
        "state": "state",
        "changed_at": "changed_at",
    }

    def save(self, user, subject, value, **change):
        """The event names the step too: that is where a learner looks for it."""
        return super().save(user, subject, value, step_id=subject.step_id, **change)

    def with_older(self) -> Collection[int]:
        return criterion_succession().before.keys()

    def value_of_older(self, values: dict[int, str], subject: int) -> str:
        is_ticked = subject in ticked_criteria(values, criterion_succession().before)
        return TICKED if is_ticked else CriterionTick.NOTHING

    def value_words(self, value: str) -> str:
        return CriterionTick.State(value).label

    def change_words(self, event: ProgressEvent) -> str:
        about = {"text": event.criterion.text}
        if event.after == TICKED:
            return _("Ticked: “%(text)s”") % about
        return _("No longer ticked: “%(text)s”") % about

    def undone_words(self, event: ProgressEvent, value: str) -> str:
        about = {"text": event.criterion.text}
        if value == TICKED:
            return _("Undone: “%(text)s” is checked again.") % about
        return _("Undone: “%(text)s” is no longer checked.") % about

    def amount_words(self, amount: int) -> str:
        return ngettext("%(n)s tick", "%(n)s ticks", amount) % {"n": amount}

    def section_values(self, request, subject, step) -> CriteriaValues:
        ticks = entries_of(request, subject.pk).ticks
        ticked = tuple(criterion.pk in ticks for criterion in subject.criteria.all())
        is_complete = bool(ticked) and all(ticked)
        state = progress_of(request).of(subject.pk) if is_complete else None
        return CriteriaValues(ticked, state, is_signed_in(request))

    def section_context(self, values: CriteriaValues, subject) -> dict:
        return {
            "rows": list(zip(subject.criteria.all(), values.ticked, strict=True)),
            "is_ticked": any(values.ticked),
            "offers_done": values.state is not None and values.state not in FINISHED,
        }

    def subjects(self) -> QuerySet:
        return Criterion.objects.select_related("step")

    def subject_words(self, subject) -> str:
        return subject.text

    def subject_address(self, subject) -> str:
        return subject.step.get_absolute_url()


CRITERION = CriterionKind()
