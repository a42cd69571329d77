"""Where a visitor is on their path."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.progress.guest_cookie import guest_progress
from accounts.progress.visitor import progress_of
from web.access import for_guests
from web.kept_pages.answers import KeptView


def path_page(request):
    """All that it shows is in parts that depend on the visitor (accounts/visitor_parts/my_path.py)."""
    return render(request, "accounts/my_path/my_path.html")


PATH_PAGE = KeptView(path_page)


@require_safe
@for_guests
def my_path(request):
    response, progress = PATH_PAGE.answer(request), progress_of(request)
    if not progress.signed_in and progress.states:
        guest_progress(request).write_to(response)  # kept for another 400 days
    return response
