"""What a visitor may choose, with an account or without."""

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
from accounts.preferences.theme import keep_theme
from accounts.progress.content_index import outline
from accounts.progress.guest_cookie import FullError, guest_of
from accounts.progress.views import check_of
from web.access import for_everyone, for_guests, is_signed_in
from web.gate import form_gate, post_gate
from web.redirects import way_back


@form_gate
@for_guests
def settings(request):
    form = LearnerForm(request) if is_signed_in(request) else GuestForm(request)
    if request.method == "POST" and form.is_valid():
        return save(request, form)
    status = 422 if form.errors else 200
    return render(request, "accounts/settings.html", {"form": form}, status=status)


def save(request, form):
    language = form.changed.get("language") or translation.get_language()
    with translation.override(language):
        response = saved_answer(request, form, next_page(form))
        if form.changed and response.status_code == 303:
            messages.success(request, words_of(form))
    if "theme" in form.changed:
        keep_theme(response, form.changed["theme"])
    return response


def saved_answer(request, form, page):
    if not isinstance(form, LearnerForm):
        return keep_roadmap(request, form, page)
    form.save()
    return HttpResponseRedirect(page, status=303)


def next_page(form):
    if slug := form.leaves_a_roadmap_for:
        return reverse("accounts:route", args=[slug])
    return reverse("accounts:settings")


def words_of(form):
    if not form.leaves_a_roadmap_for:
        return _("Saved.")
    return _("One thing is left: see what carries over to the other route.")


def keep_roadmap(request, form, page):
    """The first thing that a guest's browser keeps has to come back before it counts."""
    roadmap = outline().roadmaps.get(form.changed.get("roadmap", ""))
    if roadmap is None or form.leaves_a_roadmap_for:
        return HttpResponseRedirect(page, status=303)
    guest = guest_of(request)
    address = page if guest.came else check_of(page, roadmap)
    response = HttpResponseRedirect(address, status=303)
    try:
        guest.take(roadmap.slug).keep(response)
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
    form = ThemeForm(request.POST)
    page = way_back(request, form.data.get("next", ""), "/")
    response = HttpResponseRedirect(page, status=303)
    chosen = form.cleaned_data["theme"] if form.is_valid() else Theme.SYSTEM
    keep_theme(response, chosen)
    if form.is_valid() and is_signed_in(request):
        Learner.objects.choose(request.user, theme=chosen)
    return response
