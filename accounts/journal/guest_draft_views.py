"""The drafts of a guest: whether the browser keeps them, which there are, and what becomes of each."""

from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.journal.answers import refusal, status_words
from accounts.journal.guest_draft_merge import (
    draft_by_key,
    forget_draft,
    key_of,
    overrule_account,
    subjects_of,
)
from accounts.journal.guest_drafts import GuestDraft, drafts_of
from accounts.journal.kinds import KINDS, SECTIONS
from accounts.journal.kinds.note import NOTE, NoteForm
from accounts.models.evidence_link import MAX_URL_LENGTH
from accounts.progress.fragments import out_of_band
from accounts.progress.lookups import step_or_404
from web.access import for_guests, is_signed_in
from web.gate import form_gate
from web.redirects import safe_next_url
from web.same_origin import is_from_our_page

LONGEST_WORDS = 80  # of a link in a message
NO_COOKIES = gettext_lazy(
    "Not saved: your browser keeps no cookies from this site. Allow them, or create an account."
)


class CheckForm(forms.Form):
    """Where something was written, for the answer to a guest whose cookie had to come back first."""

    part = forms.ChoiceField(choices=[(name, name) for name in SECTIONS])
    step = forms.CharField(required=False)
    course = forms.CharField(required=False)
    next = forms.CharField(required=False)


@csrf_exempt  # nothing is changed here
@require_http_methods(["GET", "HEAD", "POST"])
@for_guests
def draft_check(request):
    """The first thing that a guest writes leads here: only what the browser sends back is kept.

    A note comes along, so that it stays in its field where the browser sends nothing back.
    """
    form = CheckForm(request.GET)
    form.full_clean()
    place = form.cleaned_data
    page = safe_next_url(request, place.get("next", ""), reverse("accounts:my-path"))
    if not drafts_of(request):
        return not_saved(request, page, place.get("step", ""))
    if not form.is_valid():
        raise Http404
    kind = SECTIONS[place["part"]]
    subject = kind.section_subject(place)
    if request.htmx:
        html = out_of_band(kind.section_html(request, subject, page))
        return HttpResponse(html + status_words(request))
    return HttpResponseRedirect(f"{page}#{kind.section_id(subject)}", status=303)


def not_saved(request, page: str, step: str):
    """Notes are the only forms that the browser sends along."""
    if request.method != "POST" or not is_from_our_page(request):
        return render(
            request, "accounts/progress/not_saved.html", {"page": page}, status=409
        )
    typed = {"text": NoteForm(request.POST).mine, "seen": 0}
    return refusal(request, NOTE, step_or_404(step), 409, NO_COOKIES, **typed)


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
        onward = list_address(page) if drafts_of(request) else page
        return HttpResponseRedirect(onward, status=303)
    rows = rows_of_drafts(request, page)
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
    return f"{reverse('accounts:waiting')}?{urlencode({'next': page})}"


def rows_of_drafts(request, page: str) -> list[dict]:
    """Each draft with what it is about and what the account holds; what is gone from the guide is left out."""
    user = request.user if is_signed_in(request) else None
    return [
        row_of_draft(draft, subject, user, page)
        for draft, subject in subjects_of(drafts_of(request)).items()
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
