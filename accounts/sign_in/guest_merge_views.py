"""The question after sign-in whether the states in this browser belong into the account."""

from django import forms
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from accounts.journal.guest_draft_views import list_address, rows_of_drafts
from accounts.journal.guest_drafts import drafts_of
from accounts.journal.kinds.skill import level_words
from accounts.progress.guest_cookie import delete_cookie, guest_progress
from accounts.sign_in.guest_merge import (
    add_to_account,
    further_claims,
    further_states,
)
from guide.models import Skill, Step
from web.access import for_learners
from web.gate import form_gate
from web.redirects import safe_next_url


class GuestMergeForm(forms.Form):
    choice = forms.ChoiceField(choices=[("add", "add"), ("leave", "leave")])
    next = forms.CharField(required=False)


@form_gate
@for_learners
def guest_merge_question(request):
    """List the states that go further than those of the account; POST adds them or leaves them."""
    form = GuestMergeForm(request.POST or request.GET)
    form.full_clean()
    page = safe_next_url(
        request, form.cleaned_data.get("next", ""), reverse("accounts:my-path")
    )
    if request.method == "POST" and form.is_valid():
        return add_or_leave(request, page, form.cleaned_data["choice"])
    guest = guest_progress(request)
    found = further_states(request.user, guest)
    levels = further_claims(request.user, guest)
    drafts = rows_of_drafts(request, drafts_of(request), page)
    if not (found or drafts or levels):
        return HttpResponseRedirect(page)
    steps = Step.objects.filter(pk__in=found).by_name()
    ticks = [(step, found[step.pk]) for step in steps]
    skills = [
        (skill, level_words(levels[skill.pk]))
        for skill in Skill.objects.filter(pk__in=levels).by_name()
    ]
    context = {"ticks": ticks, "drafts": drafts, "skills": skills, "page": page}
    return render(request, "accounts/sign_in/guest_merge.html", context)


def add_or_leave(request, page, choice):
    """What is left stays in the browser: it may be somebody else's."""
    if choice == "leave":
        return HttpResponseRedirect(page)
    has_all = add_to_account(request, request.user)
    response = HttpResponseRedirect(page if has_all else list_address(page))
    delete_cookie(response)
    return response
