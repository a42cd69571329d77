"""What a visitor may choose, with an account or without."""

from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.audience import for_guests
from accounts.guest import FullError, guest_of
from accounts.outline import outline
from accounts.press_limits import limited
from accounts.presses import SeeOther, check_of
from accounts.progress import is_signed_in
from accounts.settings_form import GuestForm, LearnerForm
from accounts.theme import keep_theme


@require_http_methods(["GET", "HEAD", "POST"])
@limited
@for_guests
def settings(request):
    form = LearnerForm(request) if is_signed_in(request) else GuestForm(request)
    if request.method == "POST" and form.is_valid():
        return save(request, form)
    return render(request, "accounts/settings.html", {"form": form}, status=422 if form.errors else 200)


def save(request, form):
    if isinstance(form, LearnerForm):
        form.save()
    with translation.override(form.changed.get("language") or translation.get_language()):
        page = next_page(form)
        response = SeeOther(page) if isinstance(form, LearnerForm) else keep_roadmap(request, form, page)
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
