"""The question after sign-in whether the states in this browser belong into the account."""

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import By
from accounts.progress.guest_cookie import delete_cookie, guest_progress
from accounts.sign_in.guest_merge import further_states, merge_guest
from guide.models import Step
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
    guest = guest_progress(request)
    found = further_states(request.user, guest)
    if request.method == "POST" and form.is_valid():
        return add_or_leave(request, guest, page, form.cleaned_data["choice"])
    if not found:
        return HttpResponseRedirect(page)
    steps = Step.objects.filter(pk__in=found).by_name()
    ticks = [(step, found[step.pk]) for step in steps]
    return render(
        request, "accounts/sign_in/guest_merge.html", {"ticks": ticks, "page": page}
    )


def add_or_leave(request, guest, page, choice):
    """States that are not added stay in the browser: they may be somebody else's."""
    response = HttpResponseRedirect(page)
    if choice == "add":
        merge_guest(guest, request.user, By.MERGE)
        delete_cookie(response)
        messages.success(request, _("Added to your account."))
    return response
