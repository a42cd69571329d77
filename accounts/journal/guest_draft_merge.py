"""How the drafts of a guest come into an account.

At sign-up they are written into the new account in the request that makes it. At sign-in the learner is asked, for the
browser may be somebody else's: add them, or leave them. What contradicts the account is asked about once more.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from django.db import models

from accounts.journal.guest_drafts import (
    GuestDraft,
    GuestDrafts,
    change_drafts,
    drafts_of,
    set_drafts,
)
from accounts.journal.kinds import KINDS
from accounts.models import By


def add_drafts(request, user, by: By) -> GuestDrafts:
    """Write what contradicts nothing in the account. Returns what has to be asked about. Doing it twice writes once."""
    drafts = drafts_of(request)
    subjects = subjects_of(drafts)
    return GuestDrafts(
        draft
        for draft in drafts
        if draft in subjects and not add_draft(draft, user, subjects[draft], by)
    )


def forget_held_drafts(request, user) -> GuestDrafts:
    """At sign-in: what the account holds already leaves the session. Returns the others; nothing is written."""
    drafts = drafts_of(request)
    if drafts:
        subjects = subjects_of(drafts)
        new = [
            draft
            for draft, subject in subjects.items()
            if not KINDS[draft.kind].is_held(draft, user, subject)
        ]
        set_drafts(request, new)
    return drafts_of(request)


def add_wanted_drafts(request, user) -> GuestDrafts:
    """What the learner wants to have. Returns what the account contradicts: it stays in the session for a choice."""
    left = add_drafts(request, user, By.MERGE)
    set_drafts(request, [replace(draft, conflicts=True) for draft in left])
    return left


def add_draft(draft: GuestDraft, user, subject, by: By) -> bool:
    """Whether the account holds it now. False where it holds something else, or has no room."""
    return KINDS[draft.kind].add_draft(draft, user, subject, by)


def overrule_account(draft: GuestDraft, user) -> bool:
    """Write the draft over what the account has. False where that cannot be; a draft about something that has left the
    guide needs no writing."""
    kind = KINDS[draft.kind]
    subject = kind.subjects().filter(pk=draft.subject).first()
    return subject is None or kind.overrule_account(draft, user, subject)


def subjects_of(drafts: Iterable[GuestDraft]) -> dict[GuestDraft, models.Model]:
    """What each is about; those are left out of which that is gone from the guide. One query a model."""
    rows, keys = {}, defaultdict(set)
    for draft in drafts:
        kind = KINDS[draft.kind]
        rows[kind.subject_model] = kind.subjects()
        keys[kind.subject_model].add(draft.subject)
    found = {model: rows[model].in_bulk(keys[model]) for model in rows}
    subjects = {
        draft: found[KINDS[draft.kind].subject_model].get(draft.subject)
        for draft in drafts
    }
    return {draft: subject for draft, subject in subjects.items() if subject}


def key_of(draft: GuestDraft) -> str:
    """By which pages name it."""
    return KINDS[draft.kind].draft_key(draft)


def draft_by_key(request, key: str) -> GuestDraft | None:
    return next((draft for draft in drafts_of(request) if key_of(draft) == key), None)


def forget_draft(request, key: str) -> None:
    if draft_by_key(request, key):
        change_drafts(
            request, lambda drafts: [each for each in drafts if key_of(each) != key]
        )
