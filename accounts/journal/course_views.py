"""The state of a course, and the sweeps: many changes by one press, such as all that a finished course covers."""

from django.db import DEFAULT_DB_ALIAS
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.journal.answers import course_answer, gone_is_404
from accounts.journal.course_coverage import coverage
from accounts.journal.entries import entries_of, forget_entries
from accounts.journal.kinds.course import (
    COURSE,
    COURSE_VERBS,
    CourseForm,
    SeenCourseForm,
)
from accounts.models import CourseProgress, Sweep
from accounts.models.write_lock import atomic_write, lock_learner
from accounts.progress.content_index import content_index
from accounts.progress.lookups import course_or_404
from accounts.progress.outdated_press import (
    OutdatedPressError,
    PressedButton,
    ask_again,
    refused_in_place,
)
from accounts.progress.press_fields import (
    NotUnderstoodError,
    press_fields,
    read_seen,
)
from accounts.progress.visitor import progress_of_user
from web.access import for_guests, for_owners, is_signed_in
from web.gate import post_gate
from web.redirects import safe_next_url


@post_gate
@for_guests
def course_state(request, slug):
    course, form = course_or_404(slug), CourseForm(request.POST)
    if not form.is_valid():
        raise NotUnderstoodError
    state, seen = form.cleaned_data["course"], read_seen(request, SeenCourseForm)
    try:
        with gone_is_404():
            if state:
                COURSE.save_or_draft(request, course, state, seen)
            else:
                know_covered(request, course, seen)
    except OutdatedPressError as outdated:
        current = CourseProgress.State(outdated.current)
        return refuse_outdated(request, course, state, current)
    return course_answer(request, course, moves_steps=not state)


def refuse_outdated(request, course, state: str, current: CourseProgress.State):
    """The row as it is now, or a page with the same button; what it covers is known of a finished course only."""
    if request.htmx:
        return refused_in_place(course_answer(request, course), current)
    fields = press_fields(request.POST)
    fields = {name: fields[name] for name in ("next", "step")}
    fields["next"] = safe_next_url(request, fields["next"], "")
    button = None
    if state:
        address = reverse("accounts:course", args=[course.slug])
        verb = COURSE_VERBS[CourseProgress.State(state)]
        button = PressedButton(f"{address}?seen={current}", "course", state, verb)
    return ask_again(request, course, current, button, fields)


def know_covered(request, course, seen: str):
    """A finished course: what it covers, and is not known or done already, becomes known.

    Read and written in one turn: of two presses at once the second finds nothing left to do. Raises OutdatedPressError
    where the page showed a finished course and it is none by now.
    """
    if not is_signed_in(request):
        raise NotUnderstoodError
    with atomic_write(DEFAULT_DB_ALIAS):
        lock_learner(request.user)
        forget_entries(request)
        entries = entries_of(request)
        current = entries.course_state(course.pk)
        if current != CourseProgress.State.DONE:
            if seen == CourseProgress.State.DONE:
                raise OutdatedPressError(current)
            raise NotUnderstoodError
        covered = coverage(course.pk)
        steps = covered.new_steps(progress_of_user(request.user).states)
        skills = covered.new_skills(entries.claims)
        if steps or skills:
            older = content_index().older_steps(steps)
            Sweep.objects.mark_known(request.user, course, steps, skills, older)


@post_gate
@for_owners
def sweep_undo(request, pk):
    sweeps = Sweep.objects.for_user(request.user).select_related("user", "course")
    sweep = get_object_or_404(sweeps, pk=pk)
    sweep.undo()
    if sweep.course is None:
        address = press_fields(request.POST)["next"]
        page = safe_next_url(request, address, reverse("accounts:my-path"))
        return HttpResponseRedirect(page, status=303)
    return course_answer(request, course_or_404(sweep.course.slug))
