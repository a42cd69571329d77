"""A route as a learner's own: what changing to it carries over, and back to its start."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models.sweep import CAN_BE_UNDONE_FOR
from accounts.my_path.reset import reset_of
from accounts.my_path.roadmaps import change_to, routes
from accounts.preferences.chosen import in_hand
from accounts.progress.visitor import progress_of
from guide import dates
from web.access import for_guests, for_learners
from web.gate import form_gate


@require_safe
@for_guests
def route(request, slug):
    """What carries over, before it happens."""
    change = change_to(known(slug), progress_of(request), in_hand(request))
    return render(request, "accounts/route.html", {"change": change})


def known(slug):
    if slug not in routes():
        raise Http404
    return routes()[slug]


class ResetForm(forms.Form):
    seen = forms.CharField(max_length=20)


@form_gate
@for_learners
def reset(request, slug):
    found = reset_of(request.user, known(slug), progress_of(request))
    form = ResetForm(request.POST)
    is_old = request.method == "POST" and not (
        form.is_valid() and form.cleaned_data["seen"] == found.seen
    )
    if request.method == "POST" and not is_old:
        return back_to_the_start(request, found)
    steps = found.steps()
    shared = sum(bool(step.others) for step in steps)
    context = {
        "reset": found,
        "steps": steps,
        "shared": shared,
        "is_old": is_old,
        "until": until(request.user),
    }
    return render(
        request, "accounts/reset.html", context, status=409 if is_old else 200
    )


def back_to_the_start(request, found):
    if found.is_nothing:
        messages.info(
            request, _("This route is at its start: there was nothing to take back.")
        )
    else:
        found.do(request.user)
        words = _("You are back at the start. Until %(day)s you can undo that here.")
        messages.success(request, words % {"day": dates.dated(until(request.user))})
    return HttpResponseRedirect(reverse("accounts:history"), status=303)


def until(user):
    """The last whole day on which a reset of now can be taken back."""
    return timezone.localdate(
        timezone.now() + CAN_BE_UNDONE_FOR - timedelta(days=1), ZoneInfo(user.time_zone)
    )
