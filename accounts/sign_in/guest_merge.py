"""How a guest's progress becomes that of an account: copied at sign-up, asked about at sign-in."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.journal.guest_draft_merge import (
    add_drafts,
    add_wanted_drafts,
    forget_held_drafts,
)
from accounts.journal.guest_drafts import GuestDraft, drafts_of
from accounts.journal.kinds import KINDS, amount_words
from accounts.journal.kinds.skill import SKILL
from accounts.journal.kinds.state import STATE
from accounts.models import By, Learner, SkillClaim, State, StepProgress
from accounts.preferences.choices import save_choices
from accounts.progress.content_index import content_index, skill_keys
from accounts.progress.guest_cookie import GuestProgress, delete_cookie, guest_progress
from accounts.progress.merge import gained_levels, gained_states
from accounts.progress.visitor import progress_of_user
from web.choices import choices_of_browser


def merge_at_sign_up(request, user) -> None:
    """Copy the guest's progress within the transaction that makes the account. Cookie and session stay until sign-in,
    so that an address that has an account already looks the same."""
    merge_guest(guest_progress(request), user, By.SIGN_UP)
    add_drafts(request, user, By.SIGN_UP)
    chosen = asdict(choices_of_browser(request))
    if any(chosen.values()):
        save_choices(user, **chosen)


def merge_guest(guest: GuestProgress, user, by: By) -> None:
    """Of two states of a step the further one wins, if pages show that step; a new account takes all states."""
    index = content_index()
    states = index.by_pk(guest.states)
    StepProgress.objects.merge(
        user, gained_states(progress_of_user(user).states, states), by
    )
    SkillClaim.objects.merge(user, claimed_levels(guest), by)
    if by == By.SIGN_UP:
        not_started = {
            step: state
            for step, state in states.items()
            if state == State.NOT_STARTED and step in index.made_of
        }
        StepProgress.objects.set_many(user, not_started, timezone.now(), by)
        StepProgress.objects.supersede(
            user, {}, index.by_pk(dict.fromkeys(guest.superseded))
        )
    seen = guest.retirements_seen
    if current := seen.items() & index.retirement_dates(seen).items():
        steps = index.by_pk(dict(current))
        StepProgress.objects.mark_retirements_seen(user, steps)
    if roadmap := index.roadmaps.get(guest.roadmap):
        Learner.objects.set_first_roadmap(user, roadmap)


def further_states(user, guest: GuestProgress) -> dict[int, State]:
    """The states by step in this browser that go further than those of the account."""
    if not guest.states:
        return {}
    return gained_states(
        progress_of_user(user).states, content_index().by_pk(guest.states)
    )


def claimed_levels(guest: GuestProgress) -> dict[int, int]:
    """What the browser says of skills, by primary key; skills that are gone are left out."""
    if not guest.claims:
        return {}
    skills = skill_keys()
    return {
        skills[slug]: claim.level
        for slug, claim in guest.claims.items()
        if slug in skills
    }


def further_claims(user, guest: GuestProgress) -> dict[int, int]:
    """The levels by skill in this browser that go further than those of the account."""
    brought = claimed_levels(guest)
    if not brought:
        return {}
    own = dict(SkillClaim.objects.for_user(user).values_list("skill_id", "level"))
    return gained_levels(own, brought)


def answer_to_sign_in(request, user, response):
    """Nothing comes into the account unasked: to the question first, if the browser holds what the account does not."""
    drafts, guest = drafts_of(request), guest_progress(request)
    brings_more = further_states(user, guest) or further_claims(user, guest)
    if forget_held_drafts(request, user) or brings_more:
        question = f"{reverse('accounts:browser')}?{urlencode({'next': response.url})}"
        return HttpResponseRedirect(question)
    if words := merged_words(guest, drafts):
        messages.success(request, _("Now in your account: %(what)s.") % {"what": words})
    if guest.has_cookie:
        delete_cookie(response)
    return response


def add_to_account(request, user) -> bool:
    """What the browser holds. Whether all of it is in the account; what contradicts it waits for a choice."""
    drafts, guest = drafts_of(request), guest_progress(request)
    merge_guest(guest, user, By.MERGE)
    left = add_wanted_drafts(request, user)
    if guest.states or guest.claims or len(left) < len(drafts):
        messages.success(request, _("Added to your account."))
    return not left


def merged_words(guest: GuestProgress, drafts: Iterable[GuestDraft]) -> str:
    """What was copied into the account, in words: 3 steps, 1 note."""
    begun = sum(state != State.NOT_STARTED for state in guest.states.values())
    amounts = Counter({STATE.kind: begun, SKILL.kind: len(guest.claims)})
    for draft in drafts:
        amounts[draft.kind] += KINDS[draft.kind].draft_amount(draft)
    return pgettext("list", ", ").join(amount_words(amounts))
