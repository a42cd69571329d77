"""Steps that teach nothing that is not there: one press marks those of the roadmap in hand as known."""

from django.db import DEFAULT_DB_ALIAS
from django.http import HttpResponse

from accounts.models import Sweep
from accounts.models.write_lock import atomic_write, lock_learner
from accounts.progress.content_index import content_index
from accounts.progress.guest_cookie import COOKIE_NAME, guest_progress
from accounts.progress.visitor import progress_of_user
from accounts.skills.facts import account_facts, forget_standings
from accounts.skills.page import SkillsPage
from accounts.skills.standing import SkillStandings
from guide.gap.content import gap_content
from web.access import is_signed_in
from web.cookie_probe import require_cookies


def mark_offered_steps(request, response: HttpResponse) -> int:
    """Returns how many; the cookie of a guest is set in the response."""
    offered = {step.pk: step.slug for step in SkillsPage(request, "").offered_steps}
    if not offered:
        return 0
    if is_signed_in(request):
        return mark_in_account(request.user, set(offered))
    require_cookies(request, COOKIE_NAME)
    guest = guest_progress(request)
    index = content_index()
    older = set().union(*index.older_steps(offered).values())
    guest.with_stage_known(
        offered.values(), guest.roadmap, index.slugs_of(older)
    ).write_to(response)
    forget_standings(request)
    return len(offered)


def mark_in_account(user, offered: set[int]) -> int:
    """Read and written in one turn: of two presses at once the second finds nothing left to do."""
    with atomic_write(DEFAULT_DB_ALIAS):
        lock_learner(user)
        facts = account_facts(user, progress_of_user(user).states)
        steps = offered.intersection(SkillStandings(facts, gap_content()).known_steps)
        if steps:
            older = content_index().older_steps(steps)
            Sweep.objects.mark_steps_known(user, Sweep.Kind.SKILLS, steps, older)
        return len(steps)
