"""Which roadmap a visitor follows, what changing to another one carries over, and the way back to its start."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.db import DEFAULT_DB_ALIAS
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Learner
from accounts.models.sweep import CAN_BE_UNDONE_FOR
from accounts.models.user import zone_named
from accounts.models.write_lock import atomic_write, lock_learner
from accounts.my_path.reset import roadmap_reset
from accounts.my_path.roadmaps import roadmaps_by_slug, switch_to
from accounts.preferences.learner_settings import followed_roadmap
from accounts.progress.content_index import content_index
from accounts.progress.guest_cookie import COOKIE_NAME, guest_progress
from accounts.progress.outdated_press import OutdatedPressError, refuse_outdated_press
from accounts.progress.press_fields import press_fields, read_seen
from accounts.progress.visitor import progress_of
from guide import dates
from web.access import for_guests, for_learners, is_signed_in
from web.cookie_probe import require_cookies
from web.gate import form_gate, post_gate
from web.redirects import safe_next_url

NO_ROADMAP = "-"  # what a button says that was shown while no roadmap was followed


class SeenRoadmapForm(forms.Form):
    """The slug of the roadmap that the pressed page showed as the one in hand."""

    seen = forms.CharField(max_length=100, required=False)


@post_gate
@for_guests
def roadmap_in_hand(request):
    fields = press_fields(request.POST)
    roadmap = content_index().roadmaps.get(fields["roadmap"])
    if roadmap is None:
        raise Http404
    page = safe_next_url(request, fields["next"], reverse("accounts:my-path"))
    response = HttpResponseRedirect(page, status=303)
    try:
        follow_roadmap(request, roadmap, response)
    except OutdatedPressError:
        question = reverse("accounts:roadmap-switch", args=[roadmap.slug])
        return HttpResponseRedirect(question, status=303)
    return response


def follow_roadmap(request, roadmap, response):
    """Raises OutdatedPressError where another roadmap is followed by now than the one that the page showed."""
    seen = read_seen(request, SeenRoadmapForm)
    if not is_signed_in(request):
        require_cookies(request, COOKIE_NAME)
        refuse_unseen_roadmap(request, seen, roadmap)
        guest_progress(request).with_roadmap(roadmap.slug).write_to(response)
        return
    with atomic_write(DEFAULT_DB_ALIAS):
        if seen:
            lock_learner(request.user)
            refuse_unseen_roadmap(request, seen, roadmap)
        Learner.objects.set_roadmap(request.user, roadmap)


def refuse_unseen_roadmap(request, seen: str, roadmap):
    if seen:
        current = followed_roadmap(request) or NO_ROADMAP
        refuse_outdated_press(seen, roadmap.slug, current)


@require_safe
@for_guests
def roadmap_switch(request, slug):
    """The question before a change: what it carries over."""
    target, in_hand = roadmap_or_404(slug), followed_roadmap(request)
    change = switch_to(target, progress_of(request), in_hand)
    return render(request, "accounts/my_path/roadmap_switch.html", {"change": change})


def roadmap_or_404(slug):
    if slug not in roadmaps_by_slug():
        raise Http404
    return roadmaps_by_slug()[slug]


class ResetForm(forms.Form):
    seen = forms.CharField(max_length=20)


@form_gate
@for_learners
def reset_roadmap(request, slug):
    found = roadmap_reset(request.user, roadmap_or_404(slug), progress_of(request))
    if request.method != "POST":
        return ask_about_reset(request, found)
    form = ResetForm(request.POST)
    if form.is_valid() and form.cleaned_data["seen"] == found.seen:
        return do_reset(request, found)
    return ask_about_reset(request, found, is_old=True)


def ask_about_reset(request, found, is_old=False):
    steps = found.steps()
    context = {
        "reset": found,
        "steps": steps,
        "shared": sum(bool(step.others) for step in steps),
        "is_old": is_old,
        "until": undo_until(request.user),
    }
    status = 409 if is_old else 200
    return render(request, "accounts/my_path/reset.html", context, status=status)


def do_reset(request, found):
    if found.is_nothing or found.do(request.user) is None:
        messages.info(
            request, _("This route is at its start: there was nothing to take back.")
        )
    else:
        words = _("You are back at the start. Until %(day)s you can undo that here.")
        day = dates.long_date(undo_until(request.user))
        messages.success(request, words % {"day": day})
    return HttpResponseRedirect(reverse("accounts:history"), status=303)


def undo_until(user):
    """The last whole day on which a reset of now can be undone."""
    at = timezone.now() + CAN_BE_UNDONE_FOR - timedelta(days=1)
    return timezone.localdate(at, zone_named(user.time_zone))
