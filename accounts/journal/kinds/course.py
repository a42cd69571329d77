"""How far a learner is with a course, and what a finished one covers."""

from collections.abc import Collection

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


class CourseKind(LatestKind):
    kind = Kind.COURSE
    model = CourseProgress
    subject_model = Course
    subject_field = page_field = "course"
    form = CourseForm
    address = "accounts:course"
    shows_before = True
    details = ("course__slug", "course__published", "course__title")
    section = "course"
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

    def section_context(self, request, subject, step) -> dict:
        """On the page of a step its entries are read with those of the step: one query for all sections."""
        entries = entries_of(request, step.pk if step else None)
        state = CourseProgress.State(entries.course_state(subject.pk))
        is_finished = state == CourseProgress.State.DONE
        covered = coverage(subject.pk) if is_finished else None
        return {
            "course": subject,
            "state": state,
            "covers": covered,
            "verbs": [pair for pair in COURSE_VERBS.items() if pair[0] != state],
            "covers_more": bool(
                covered
                and (
                    covered.new_steps(progress_of(request).states)
                    or covered.new_skills(entries.claims)
                )
            ),
            "sweep": entries.sweeps.get(subject.pk) if is_finished else None,
        }

    def section_id(self, subject) -> str:
        return f"at-{subject.slug}"


COURSE = CourseKind()
