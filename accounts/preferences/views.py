"""Settings, with an account or without one."""

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Learner
from accounts.models.learner import Theme
from accounts.preferences.forms import GuestForm, LearnerForm
from accounts.preferences.theme import THEME_COOKIE, set_theme_cookie
from accounts.progress.content_index import content_index
from accounts.progress.guest_cookie import COOKIE_NAME, FullError, guest_progress
from web.access import for_everyone, for_guests, is_signed_in
from web.cookie_probe import require_cookies
from web.gate import form_gate, post_gate
from web.redirects import safe_next_url


@form_gate
@for_guests
def settings(request):
    form = LearnerForm(request) if is_signed_in(request) else GuestForm(request)
    if request.method == "POST" and form.is_valid():
        return save_settings(request, form)
    status = 422 if form.errors else 200
    return render(
        request, "accounts/preferences/settings.html", {"form": form}, status=status
    )


def save_settings(request, form):
    if not is_signed_in(request):
        require_cookies(request, COOKIE_NAME)
    language = form.changed.get("language") or translation.get_language()
    with translation.override(language):
        response = saved_answer(request, form, next_page(form))
        if form.changed and response.status_code == 303:
            messages.success(request, saved_message(form))
    if "theme" in form.changed:
        set_theme_cookie(response, form.changed["theme"])
    return response


def saved_answer(request, form, page):
    if not isinstance(form, LearnerForm):
        return follow_in_browser(request, form, page)
    form.save()
    return HttpResponseRedirect(page, status=303)


def next_page(form):
    if slug := form.leaves_a_roadmap_for:
        return reverse("accounts:roadmap-switch", args=[slug])
    return reverse("accounts:settings")


def saved_message(form):
    if not form.leaves_a_roadmap_for:
        return _("Saved.")
    return _("One thing is left: see what carries over to the other route.")


def follow_in_browser(request, form, page):
    roadmap = content_index().roadmaps.get(form.changed.get("roadmap", ""))
    if roadmap is None or form.leaves_a_roadmap_for:
        return HttpResponseRedirect(page, status=303)
    guest = guest_progress(request)
    response = HttpResponseRedirect(page, status=303)
    try:
        guest.with_roadmap(roadmap.slug).write_to(response)
    except FullError as full:
        return full.response(request, page)
    return response


class ThemeForm(forms.Form):
    theme = forms.ChoiceField(choices=Theme)
    next = forms.CharField(required=False)


@post_gate
@for_everyone
def theme(request):
    """Light, dark, or as the system has it: for this browser, and for the account of a learner."""
    if not is_signed_in(request):
        require_cookies(request, THEME_COOKIE)
    form = ThemeForm(request.POST)
    page = safe_next_url(request, form.data.get("next", ""), "/")
    response = HttpResponseRedirect(page, status=303)
    chosen = form.cleaned_data["theme"] if form.is_valid() else Theme.SYSTEM
    set_theme_cookie(response, chosen)
    if form.is_valid() and is_signed_in(request):
        Learner.objects.set_fields(request.user, theme=chosen)
    return response
