"""Steps that a press marks as known: those that teach nothing new, or those that the placement check has found."""

from collections.abc import Mapping

from django.db import DEFAULT_DB_ALIAS
from django.http import HttpResponse

from accounts.models import State, Sweep
from accounts.models.write_lock import atomic_write, lock_learner
from accounts.progress.content_index import content_index
from accounts.progress.guest_cookie import COOKIE_NAME, guest_progress
from accounts.progress.visitor import progress_of, progress_of_user
from accounts.skills.facts import forget_standings
from accounts.skills.page import SkillsPage
from web.access import is_signed_in
from web.cookie_probe import require_cookies


def mark_offered_steps(request, response: HttpResponse) -> int:
    """Returns how many."""
    offered = {step.pk: step.slug for step in SkillsPage(request, "").offered_steps}
    return mark_steps(request, response, offered, Sweep.Kind.SKILLS)


def mark_steps(
    request,
    response: HttpResponse,
    steps: Mapping[int, str],
    kind: Sweep.Kind,
    roadmap: str = "",
) -> int:
    """Of these, by primary key with their slugs, the ones that are not begun. Returns how many.

    The cookie of a guest is set in the response. `roadmap`: a guest follows it, unless they follow another one.
    """
    if is_signed_in(request):
        return mark_in_account(request.user, kind, steps)
    progress = progress_of(request)
    open_steps = {pk: slug for pk, slug in steps.items() if progress.of(pk) == State.NOT_STARTED}  # fmt: skip
    if not open_steps:
        return 0
    require_cookies(request, COOKIE_NAME)
    guest, index = guest_progress(request), content_index()
    older = set().union(*index.older_steps(open_steps).values())
    guest.with_stage_known(
        open_steps.values(), guest.roadmap or roadmap, index.slugs_of(older)
    ).write_to(response)
    forget_standings(request)
    return len(open_steps)


def mark_in_account(user, kind: Sweep.Kind, wanted: Mapping[int, str]) -> int:
    """Read and written in one turn: of two presses at once the second finds nothing left to do."""
    with atomic_write(DEFAULT_DB_ALIAS):
        lock_learner(user)
        progress = progress_of_user(user)
        steps = {pk for pk in wanted if progress.of(pk) == State.NOT_STARTED}
        if steps:
            older = content_index().older_steps(steps)
            Sweep.objects.mark_steps_known(user, kind, steps, older)
        return len(steps)
