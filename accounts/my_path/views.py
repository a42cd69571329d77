"""Where a visitor is on their path."""

from django.db.models import Sum
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.history.study_days import study_days
from accounts.journal.entries import entries_of
from accounts.journal.guest_drafts import drafts_of
from accounts.models import CourseProgress, StepHours
from accounts.my_path.finish_window import window
from accounts.my_path.roadmaps import totals
from accounts.preferences.chosen import chosen, in_hand
from accounts.progress.content_index import outline
from accounts.progress.guest_cookie import guest_of
from accounts.progress.map_rows import rows_of
from accounts.progress.visitor import progress_of
from guide.models import Course, Step
from guide.roadmap_map import line_map
from web.access import for_guests


@require_safe
@for_guests
def my_path(request):
    progress, slug = progress_of(request), in_hand(request)
    path = rows_of(line_map(slug)).path(progress) if slug else None
    context = {
        "progress": progress,
        "path": path,
        "untold": untold_of(progress, outline()),
        "routes": totals(progress, slug),
        **(time_of(request, path) if progress.signed_in else {}),
        **steps_at_hand(progress, path),
        "courses": courses_at_hand(request),
        "waits": not progress.signed_in and drafts_of(request),
    }
    response = render(request, "accounts/my_path.html", context)
    if not progress.signed_in and progress.states:
        guest_of(request).keep(response)  # kept for another 400 days
    return response


def untold_of(progress, guide):
    """Steps that have left since the last visit, and whether others follow them."""
    return [(guide.retired[step], step in guide.followed) for step in progress.untold]


def time_of(request, path):
    """What an account keeps beside states: hours spent, hours a week, and days."""
    minutes = (
        StepHours.objects.for_user(request.user).aggregate(minutes=Sum("minutes"))[
            "minutes"
        ]
        or 0
    )
    hours_a_week = chosen(request).hours_a_week
    return {
        "minutes": minutes,
        "hours_a_week": hours_a_week,
        "window": window(path.count, hours_a_week) if path else "",
        "map": study_days(request.user),
    }


def steps_at_hand(progress, path):
    """The steps under way, and the one pressed last if it is neither there nor comes next: its undo needs a place."""
    last = progress.undo[0] if progress.undo else None
    steps = (
        Step.objects.published()
        .with_track()
        .filter(pk__in=[*progress.doing, last])
        .by_name()
    )
    under_way = {*progress.doing} - outline().followed
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
