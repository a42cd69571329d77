"""How far a learner is with a course, and what a finished one covers."""

from collections.abc import Collection
from typing import NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.journal.course_coverage import coverage
from accounts.journal.entries import displayed_courses, entries_of
from accounts.journal.kinds.latest import LatestKind
from accounts.models import CourseProgress, Kind
from accounts.progress.content_index import content_index
from accounts.progress.visitor import progress_of
from guide.models import Course
from web.access import is_signed_in

COURSE_VERBS = {
    CourseProgress.State.PLANNED: _("I plan to take it"),
    CourseProgress.State.DOING: _("I am taking it"),
    CourseProgress.State.DONE: _("I have finished it"),
    CourseProgress.State.NONE: _("Take it off my list"),
}


class CourseForm(forms.Form):
    """A state of the course, or: what it covers is known."""

    course = forms.ChoiceField(choices=CourseProgress.State, required=False)
    covers = forms.ChoiceField(choices=[("known", "known")], required=False)

    def clean(self):
        if bool(self.cleaned_data.get("course")) == bool(
            self.cleaned_data.get("covers")
        ):
            raise forms.ValidationError("one of them")


class SeenCourseForm(forms.Form):
    """What the pressed page showed; it stands in the address of the button."""

    seen = forms.ChoiceField(choices=CourseProgress.State, required=False)


class CourseValues(NamedTuple):
    state: CourseProgress.State
    signed_in: bool
    # What a finished course covers goes further than what the visitor has.
    covers_more: bool = False
    # The press that marked all of it as known, which can be taken back.
    sweep: int | None = None


class CourseKind(LatestKind):
    kind = Kind.COURSE
    model = CourseProgress
    subject_model = Course
    subject_field = page_field = "course"
    form = CourseForm
    address = "accounts:course"
    shows_before = True
    details = ("course__slug", "course__published", "course__title")
    section = section_subject = "course"
    section_template = "accounts/journal/_course_state.html"
    export_fields = {
        "course": "course__slug",
        "state": "state",
        "changed_at": "changed_at",
    }

    def with_older(self) -> Collection[int]:
        return content_index().replaced_courses.keys()

    def value_of_older(self, values: dict[int, str], subject: int) -> str:
        return displayed_courses(values)[subject]

    def value_words(self, value: str) -> str:
        return CourseProgress.State(value).label

    def amount_words(self, amount: int) -> str:
        return ngettext("%(n)s course", "%(n)s courses", amount) % {"n": amount}

    def section_values(self, request, subject, step) -> CourseValues:
        """On the page of a step its entries are read with those of the step: one query for all sections."""
        entries = entries_of(request, step.pk if step else None)
        state = CourseProgress.State(entries.course_state(subject.pk))
        if state != CourseProgress.State.DONE:
            return CourseValues(state, is_signed_in(request))
        covered = coverage(subject.pk)
        is_more = covered.new_steps(progress_of(request).states) or covered.new_skills(
            entries.claims
        )
        sweep = entries.sweeps.get(subject.pk)
        return CourseValues(state, is_signed_in(request), bool(is_more), sweep)

    def section_context(self, values: CourseValues, subject) -> dict:
        is_finished = values.state == CourseProgress.State.DONE
        verbs = COURSE_VERBS.items()
        return {
            "covers": coverage(subject.pk) if is_finished else None,
            "verbs": [pair for pair in verbs if pair[0] != values.state],
        }

    def section_id(self, subject) -> str:
        return f"at-{subject.slug}"


COURSE = CourseKind()
