"""A route as a learner's own: what changing to it carries over, and back to its start."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import days
from accounts.audience import for_guests, for_learners
from accounts.chosen import in_hand
from accounts.models.sweep import KEPT
from accounts.press_limits import limited
from accounts.presses import SeeOther
from accounts.progress import progress_of
from accounts.reset import reset_of
from accounts.routes import change_to, routes


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


@require_http_methods(["GET", "HEAD", "POST"])
@limited
@for_learners
def reset(request, slug):
    found = reset_of(request.user, known(slug), progress_of(request))
    form = ResetForm(request.POST)
    is_old = request.method == "POST" and not (form.is_valid() and form.cleaned_data["seen"] == found.seen)
    if request.method == "POST" and not is_old:
        return back_to_the_start(request, found)
    steps = found.steps()
    shared = sum(bool(step.others) for step in steps)
    context = {"reset": found, "steps": steps, "shared": shared, "is_old": is_old, "until": until(request.user)}
    return render(request, "accounts/reset.html", context, status=409 if is_old else 200)


def back_to_the_start(request, found):
    if found.is_nothing:
        messages.info(request, _("This route is at its start: there was nothing to take back."))
    else:
        found.do(request.user)
        words = _("You are back at the start. Until %(day)s you can undo that here.")
        messages.success(request, words % {"day": days.dated(until(request.user))})
    return SeeOther(reverse("accounts:history"))


def until(user):
    """The last whole day on which a reset of now can be taken back."""
    return timezone.localdate(timezone.now() + KEPT - timedelta(days=1), ZoneInfo(user.time_zone))
