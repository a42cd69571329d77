"""Where a visitor is on their path."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.history.study_log import study_log
from accounts.journal.guest_drafts import drafts_of
from accounts.my_path.at_hand import courses_at_hand, current_work, steps_at_hand
from accounts.my_path.roadmaps import roadmap_totals
from accounts.preferences.learner_settings import followed_roadmap
from accounts.progress.content_index import content_index
from accounts.progress.guest_cookie import guest_progress
from accounts.progress.map_rows import rendered_map
from accounts.progress.visitor import progress_of
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
        "work": current_work(request, path),
        **steps_at_hand(progress, path),
        "courses": courses_at_hand(request, path),
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
    log = study_log(request.user)
    return {"logged": log.hours, "map": log.days.without_empty_start()}
