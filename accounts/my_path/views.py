"""Where a visitor is on their path."""

from django.db.models import Sum
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.history.study_days import study_days
from accounts.journal.entries import entries_of
from accounts.journal.guest_drafts import drafts_of
from accounts.models import CourseProgress, StepHours
from accounts.my_path.roadmaps import roadmap_totals
from accounts.preferences.learner_settings import followed_roadmap
from accounts.progress.content_index import content_index
from accounts.progress.guest_cookie import guest_progress
from accounts.progress.map_rows import rendered_map
from accounts.progress.visitor import progress_of
from guide.models import Course, Step
from guide.roadmaps.roadmap_map import line_map
from web.access import for_guests


@require_safe
@for_guests
def my_path(request):
    progress, slug = progress_of(request), followed_roadmap(request)
    path = rendered_map(line_map(slug)).progress_on(progress) if slug else None
    context = {
        "progress": progress,
        "path": path,
        "unseen_retirements": retired_steps(progress),
        "routes": roadmap_totals(progress, slug),
        **(time_context(request) if progress.signed_in else {}),
        **steps_at_hand(progress, path),
        "courses": courses_at_hand(request),
        "waits": not progress.signed_in and drafts_of(request),
    }
    response = render(request, "accounts/my_path/my_path.html", context)
    if not progress.signed_in and progress.states:
        guest_progress(request).write_to(response)  # kept for another 400 days
    return response


def retired_steps(progress):
    """Steps whose retirement the visitor has not seen, each with whether others follow it."""
    index = content_index()
    return [
        (index.retired[step], step in index.followed)
        for step in progress.unseen_retirements
    ]


def time_context(request):
    """What an account keeps beside states: hours spent, and days."""
    hours = StepHours.objects.for_user(request.user)
    minutes = hours.aggregate(sum=Sum("minutes", default=0))["sum"]
    return {"minutes": minutes, "map": study_days(request.user)}


def steps_at_hand(progress, path):
    """The steps under way, and the one pressed last if it is neither there nor comes next: its undo needs a place."""
    last = progress.undo[0] if progress.undo else None
    steps = (
        Step.objects.published()
        .with_track()
        .filter(pk__in=[*progress.doing, last])
        .by_name()
    )
    under_way = {*progress.doing} - content_index().followed
    doing = [step for step in steps if step.pk in under_way]
    is_shown = last in under_way or (path and last == path.count.next)
    return {
        "doing": doing,
        "pressed": None
        if is_shown
        else next((step for step in steps if step.pk == last), None),
    }


def courses_at_hand(request):
    """The courses on the list that are not finished: first what is under way, then what is planned."""
    states = {
        course: state
        for course, state in entries_of(request).courses.items()
        if state in ("doing", "planned")
    }
    if not states:
        return []
    courses = (
        Course.objects.published()
        .with_provider()
        .filter(pk__in=states)
        .sorted_by("title")
    )
    listed = [(course, CourseProgress.State(states[course.pk])) for course in courses]
    return sorted(listed, key=lambda pair: pair[1])  # "doing" stands before "planned"
