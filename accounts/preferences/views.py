"""What a visitor may choose, with an account or without."""

from django import forms
from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Learner
from accounts.models.learner import Theme
from accounts.preferences.forms import GuestForm, LearnerForm
from accounts.preferences.theme import keep_theme
from accounts.progress.content_index import outline
from accounts.progress.guest_cookie import FullError, guest_of
from accounts.progress.views import SeeOther, check_of
from accounts.progress.visitor import is_signed_in
from web.access import for_everyone, for_guests
from web.rate_limit import limited
from web.redirects import way_back
from web.same_origin import is_ours


@require_http_methods(["GET", "HEAD", "POST"])
@limited
@for_guests
def settings(request):
    form = LearnerForm(request) if is_signed_in(request) else GuestForm(request)
    if request.method == "POST" and form.is_valid():
        return save(request, form)
    return render(
        request,
        "accounts/settings.html",
        {"form": form},
        status=422 if form.errors else 200,
    )


def save(request, form):
    if isinstance(form, LearnerForm):
        form.save()
    with translation.override(
        form.changed.get("language") or translation.get_language()
    ):
        page = next_page(form)
        response = (
            SeeOther(page)
            if isinstance(form, LearnerForm)
            else keep_roadmap(request, form, page)
        )
        if form.changed and response.status_code == SeeOther.status_code:
            messages.success(request, words_of(form))
    if "theme" in form.changed:
        keep_theme(response, form.changed["theme"])
    return response


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
        return SeeOther(page)
    guest = guest_of(request)
    response = SeeOther(page if guest.came else check_of(page, roadmap))
    try:
        guest.take(roadmap.slug).keep(response)
    except FullError:
        return render(request, "accounts/browser_full.html", {"page": page}, status=413)
    return response


class ThemeForm(forms.Form):
    theme = forms.ChoiceField(choices=Theme)
    next = forms.CharField(required=False)


@for_everyone
@csrf_exempt  # the pages that hold the form are the same for everybody and have no token; is_ours looks instead
@require_POST
def theme(request):
    """Light, dark, or as the system has it: for this browser, and for the account of whoever is signed in."""
    form = ThemeForm(request.POST)
    if not is_ours(request):
        return render(request, "403.html", status=403)
    response = SeeOther(way_back(request, form.data.get("next", ""), "/"))
    chosen = form.cleaned_data["theme"] if form.is_valid() else Theme.SYSTEM
    keep_theme(response, chosen)
    if form.is_valid() and is_signed_in(request):
        Learner.objects.choose(request.user, theme=chosen)
    return response
