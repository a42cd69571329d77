"""Steps that have left the roadmaps: a learner is told once."""

from django.urls import reverse

from accounts.models import StepProgress
from accounts.progress.content_index import outline
from accounts.progress.guest_cookie import guest_of
from accounts.progress.views import SeeOther, press, said
from accounts.progress.visitor import is_signed_in
from web.redirects import way_back


@press
def retirement_seen(request):
    """`step`: the slugs that the note named, so that nothing that retired since is taken for read."""
    fields, guide = said(request.POST), outline()
    steps = [
        guide.steps[slug] for slug in fields["step"].split() if slug in guide.steps
    ]
    response = SeeOther(
        way_back(request, fields["next"], "") or reverse("accounts:my-path")
    )
    if is_signed_in(request):
        StepProgress.objects.tell(request.user, steps)
    elif (guest := guest_of(request)).came:
        guest.tell(guide.retired_on(fields["step"].split())).keep(response)
    return response
