"""Steps that have left the roadmaps: a learner is told once."""

from django.http import HttpResponseRedirect
from django.urls import reverse

from accounts.models import StepProgress
from accounts.progress.content_index import outline
from accounts.progress.guest_cookie import guest_of
from accounts.progress.press_fields import press_fields
from web.access import for_guests, is_signed_in
from web.gate import post_gate
from web.redirects import way_back


@post_gate
@for_guests
def retirement_seen(request):
    """`step`: the slugs that the note named, so that nothing that retired since is taken for read."""
    fields, guide = press_fields(request.POST), outline()
    steps = [
        guide.steps[slug] for slug in fields["step"].split() if slug in guide.steps
    ]
    response = HttpResponseRedirect(
        way_back(request, fields["next"], "") or reverse("accounts:my-path"),
        status=303,
    )
    if is_signed_in(request):
        StepProgress.objects.tell(request.user, steps)
    elif (guest := guest_of(request)).came:
        guest.tell(guide.retired_on(fields["step"].split())).keep(response)
    return response
