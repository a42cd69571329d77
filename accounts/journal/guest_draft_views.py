"""The drafts of a guest: which there are, and what becomes of each."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.journal.guest_draft_merge import (
    draft_by_key,
    forget_draft,
    key_of,
    overrule_account,
    subjects_of,
)
from accounts.journal.guest_drafts import (
    GuestDraft,
    GuestDrafts,
    conflicting_drafts,
    drafts_of,
)
from accounts.journal.kinds import KINDS
from accounts.models.evidence_link import MAX_URL_LENGTH
from web.access import for_guests, is_signed_in
from web.gate import form_gate
from web.redirects import safe_next_url

LONGEST_WORDS = 80  # of a link in a message


class DecisionForm(forms.Form):
    entry = forms.CharField(max_length=MAX_URL_LENGTH + 40)
    choice = forms.ChoiceField(choices=[(name, name) for name in ("mine", "forget")])
    next = forms.CharField(required=False)


@form_gate
@for_guests
def draft_list(request):
    """To a guest all drafts; to a learner those against which their account holds something else."""
    form = DecisionForm(request.POST or request.GET)
    is_decided = request.method == "POST" and form.is_valid()
    form.full_clean()
    page = safe_next_url(
        request, form.cleaned_data.get("next", ""), reverse("accounts:my-path")
    )
    if is_decided:
        decide_draft(request, form.cleaned_data["entry"], form.cleaned_data["choice"])
        onward = list_address(page) if shown_drafts(request) else page
        return HttpResponseRedirect(onward, status=303)
    rows = rows_of_drafts(request, shown_drafts(request), page)
    if not rows:
        return HttpResponseRedirect(page)
    context = {"rows": rows, "page": page, "signed_in": is_signed_in(request)}
    return render(request, "accounts/journal/guest_drafts.html", context)


def decide_draft(request, key: str, choice: str):
    draft = draft_by_key(request, key)
    if draft is None:
        return
    is_done = choice == "forget" or (
        is_signed_in(request) and overrule_account(draft, request.user)
    )
    if is_done:
        forget_draft(request, key)
        messages.success(request, decision_words(draft, choice, is_signed_in(request)))


def decision_words(draft: GuestDraft, choice: str, signed_in: bool) -> str:
    """Never with the text of a note: a message waits in a cookie."""
    kind, subject = KINDS[draft.kind], subjects_of([draft]).get(draft)
    name = kind.subject_words(subject) if subject else ""
    words = Truncator(kind.draft_words(draft)).chars(LONGEST_WORDS)
    about = {"name": name, "what": words}
    if not signed_in:
        return _("Forgotten: %(name)s (%(what)s)") % about
    if choice == "mine":
        return _("Saved: %(name)s (%(what)s)") % about
    return _("Your account keeps what it held: %(name)s") % about


def list_address(page: str) -> str:
    return f"{reverse('accounts:guest-drafts')}?{urlencode({'next': page})}"


def shown_drafts(request) -> GuestDrafts:
    """To a guest all of them; to somebody signed in those that wait for a choice."""
    return conflicting_drafts(request) if is_signed_in(request) else drafts_of(request)


def rows_of_drafts(request, drafts: Iterable[GuestDraft], page: str) -> list[dict]:
    """Each draft with what it is about and what the account holds; what is gone from the guide is left out."""
    user = request.user if is_signed_in(request) else None
    return [
        row_of_draft(draft, subject, user, page)
        for draft, subject in subjects_of(drafts).items()
    ]


def row_of_draft(draft: GuestDraft, subject, user, page: str) -> dict:
    kind = KINDS[draft.kind]
    held = user and kind.account_holds(draft, user, subject)
    conflict = kind.draft_conflict(draft, held) if held else None
    return {
        "key": key_of(draft),
        "text": kind.draft_text(draft),
        "step": subject,
        "name": kind.subject_words(subject),
        "address": kind.subject_address(subject),
        "words": kind.draft_words(draft),
        "held": held,
        "conflict": conflict,
        "page": list_address(page) if conflict else page,
    }
