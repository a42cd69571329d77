"""Steps that have left the roadmaps: a visitor who began one is shown that until they have seen it."""

from django.http import HttpResponseRedirect
from django.urls import reverse

from accounts.models import StepProgress
from accounts.progress.content_index import content_index
from accounts.progress.guest_cookie import guest_progress
from accounts.progress.press_fields import press_fields
from web.access import for_guests, is_signed_in
from web.gate import post_gate
from web.redirects import safe_next_url


@post_gate
@for_guests
def retirement_seen(request):
    """`step`: the slugs that the page named; what retired since then has not been seen."""
    fields, index = press_fields(request.POST), content_index()
    slugs = fields["step"].split()
    page = safe_next_url(request, fields["next"], "") or reverse("accounts:my-path")
    response = HttpResponseRedirect(page, status=303)
    if is_signed_in(request):
        steps = [index.steps[slug] for slug in slugs if slug in index.steps]
        StepProgress.objects.mark_retirements_seen(request.user, steps)
    elif (guest := guest_progress(request)).has_cookie:
        dates = index.retirement_dates(slugs)
        guest.with_retirements_seen(dates).write_to(response)
    return response
