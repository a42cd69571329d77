"""Where a visitor is on their path."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.audience import for_guests
from accounts.guest import guest_of
from accounts.models import Learner
from accounts.outline import outline
from accounts.progress import progress_of
from accounts.rows import rows_of
from guide.models import Roadmap, Step
from guide.roadmap_page import line_map


@require_safe
@for_guests
def my_path(request):
    progress = progress_of(request)
    in_hand = progress.roadmap or chosen_roadmap(progress, request)
    path = rows_of(line_map(in_hand)).path(progress) if in_hand else None
    context = {
        "progress": progress,
        "path": path,
        "roadmaps": Roadmap.objects.published().with_sums().in_order(),
        "in_hand": in_hand,
        "untold": list(map(outline().retired.get, progress.untold)),
        **steps_at_hand(progress, path),
    }
    response = render(request, "accounts/my_path.html", context)
    if not progress.signed_in and progress.states:
        guest_of(request).keep(response)  # kept for another 400 days
    return response


def chosen_roadmap(progress, request):
    """Somebody with an account may have chosen a roadmap before the first press."""
    if not progress.signed_in:
        return ""
    chosen = Learner.objects.filter(user=request.user).values_list("roadmap_id", flat=True).first()
    return outline().roadmap_slug(chosen)


def steps_at_hand(progress, path):
    """The steps under way, and the one pressed last if it is neither there nor comes next: its undo needs a place."""
    last = progress.undo[0] if progress.undo else None
    steps = Step.objects.published().with_track().filter(pk__in=[*progress.doing, last]).by_name()
    under_way = {*progress.doing} - outline().followed
    doing = [step for step in steps if step.pk in under_way]
    is_shown = last in under_way or (path and last == path.count.next)
    return {"doing": doing, "pressed": None if is_shown else next((step for step in steps if step.pk == last), None)}
