"""Steps that have left the roadmaps: a learner is told once."""

from django.urls import reverse

from accounts.models import StepProgress
from accounts.outline import outline
from accounts.presses import SeeOther, press, said
from accounts.progress import is_signed_in
from accounts.way_back import way_back


@press
def retirement_seen(request):
    """`step`: the slugs that the note named, so that nothing that retired since is taken for read."""
    fields = said(request.POST)
    known = outline().steps
    steps = [known[slug] for slug in fields["step"].split() if slug in known]
    if is_signed_in(request):
        StepProgress.objects.tell(request.user, steps)
    return SeeOther(way_back(request, fields["next"], "") or reverse("accounts:my-path"))
