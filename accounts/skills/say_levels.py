"""A press that says levels of skills: into the account as one change with one undo, or into the cookie of a guest."""

from collections.abc import Mapping

from django.db import DEFAULT_DB_ALIAS
from django.http import HttpResponse

from accounts.models import Learner, Sweep
from accounts.models.sweep import CLAIMED_BY
from accounts.models.write_lock import atomic_write, lock_learner
from accounts.progress.guest_cookie import COOKIE_NAME, guest_progress
from accounts.skills.facts import account_facts, forget_standings, guest_claims
from guide.gap.content import gap_content
from guide.models import Background
from web.access import is_signed_in
from web.cookie_probe import require_cookies


class LevelsChangedError(Exception):
    """The page showed other levels than those that are said by now."""

    def __init__(self, skills: list[int]):
        super().__init__(skills)
        self.skills = skills


def say_levels(
    request,
    response: HttpResponse,
    kind: Sweep.Kind,
    levels: Mapping[int, int],
    seen: Mapping[int, int] | None = None,
    background: Background | None = None,
) -> int:
    """Levels by skill. Returns how many changed; the cookie of a guest is set in the response.

    `seen`: the levels that the page showed; raises LevelsChangedError where others are said by now, and FullError where
    the cookie has no room. `background`: whose roadmap is followed from now on, unless another one is.
    """
    forget_standings(request)
    if is_signed_in(request):
        return say_in_account(request.user, kind, levels, seen, background)
    require_cookies(request, COOKIE_NAME)
    guest = guest_progress(request)
    refuse_outdated_levels(guest_claims(guest), levels, seen)
    skills = gap_content().skills
    said = guest.with_claims(
        {skills[pk].slug: level for pk, level in levels.items() if pk in skills},
        CLAIMED_BY[kind],
    )
    changed = len(said.claims_before) if said is not guest else 0
    if background and not said.roadmap:
        said = said.with_roadmap(background.roadmap.slug)
    said.write_to(response)
    return changed


def say_in_account(user, kind, levels, seen, background) -> int:
    """Compared and written in one turn."""
    with atomic_write(DEFAULT_DB_ALIAS):
        lock_learner(user)
        claims = account_facts(user, {}).claims
        refuse_outdated_levels(claims, levels, seen)
        changed = {
            skill: level
            for skill, level in levels.items()
            if level != (claims[skill].level if skill in claims else 0)
        }
        if background:
            Learner.objects.set_first_roadmap(user, background.roadmap)
        if not changed:
            return 0
        Sweep.objects.set_levels(user, kind, changed, background)
        return len(changed)


def refuse_outdated_levels(claims, levels, seen) -> None:
    """Raises LevelsChangedError."""
    said = {skill: claims[skill].level if skill in claims else 0 for skill in levels}
    outdated = [
        skill
        for skill, level in levels.items()
        if seen is not None and said[skill] not in (seen[skill], level)
    ]
    if outdated:
        raise LevelsChangedError(outdated)


def undo_levels(request, response: HttpResponse) -> bool:
    """Take back the last press of a guest that said levels, or that marked many steps as known."""
    require_cookies(request, COOKIE_NAME)
    guest = guest_progress(request)
    before = guest.without_last_claims() if guest.claims_before else guest.without_swept()  # fmt: skip
    before.write_to(response)
    forget_standings(request)
    return bool(guest.claims_before or guest.swept)
