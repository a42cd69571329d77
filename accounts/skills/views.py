"""“My skills”: the gap to a role, what one can do and why, and the presses that say so or take it back."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.models import Sweep
from accounts.progress.press_fields import NotUnderstoodError
from accounts.skills.facts import standings_of
from accounts.skills.forms import RoleForm
from accounts.skills.level_fields import LevelsForm
from accounts.skills.page import SkillsPage, own_role
from accounts.skills.say_levels import LevelsChangedError, say_levels, undo_levels
from accounts.skills.steps_known import mark_offered_steps
from guide.models import Background
from web.access import for_guests
from web.gate import post_gate
from web.redirects import safe_next_url


@require_safe
@for_guests
def skills(request):
    form = RoleForm(request.GET)
    role = form.valid_values().get("role") or own_role(request)
    page = SkillsPage(request, role)
    form.fields["role"].initial = role
    context = {
        "form": RoleForm({"role": role}) if not form.errors else form,
        "page": page,
        "backgrounds": Background.objects.published().in_order(),
    }
    return render(request, "accounts/skills/skills.html", context)


@post_gate
@for_guests
def skill_levels(request):
    """What was changed in the fields of the page."""
    form = read_levels(request)
    response = HttpResponseRedirect(next_page(request), status=303)
    try:
        number = say_levels(
            request, response, Sweep.Kind.SKILLS, form.changed, form.shown
        )
    except LevelsChangedError as outdated:
        return ask_again(request, outdated)
    add_message(request, number)
    return response


def read_levels(request) -> LevelsForm:
    """Raises NotUnderstoodError."""
    form = LevelsForm(request.POST, standings_of(request).content.skills_by_slug)
    if not form.is_valid():
        raise NotUnderstoodError
    return form


def next_page(request) -> str:
    wanted = request.POST.get("next", "")
    return safe_next_url(request, wanted, reverse("accounts:skills"))


def add_message(request, number: int) -> None:
    words = ngettext("Saved: %(n)s skill.", "Saved: %(n)s skills.", number)
    if number:
        messages.success(request, words % {"n": number})
    else:
        messages.info(request, _("Nothing was changed."))


def ask_again(request, outdated: LevelsChangedError):
    """The page showed other levels than those that are said by now: nothing was saved."""
    skills = standings_of(request).content.skills
    names = [skills[skill] for skill in outdated.skills if skill in skills]
    context = {"skills": names, "page": next_page(request)}
    return render(
        request, "accounts/skills/levels_changed.html", context, status=409
    )  # fmt: skip


@post_gate
@for_guests
def undo_last_levels(request):
    """Of a guest; an account undoes its sweeps."""
    response = HttpResponseRedirect(next_page(request), status=303)
    if undo_levels(request, response):
        messages.success(request, _("Undone: it is as it was before your last change."))
    else:
        messages.info(request, _("There is nothing to undo."))
    return response


@post_gate
@for_guests
def known_steps(request):
    """The steps that the page offers become known: by this press, never by themselves."""
    response = HttpResponseRedirect(next_page(request), status=303)
    number = mark_offered_steps(request, response)
    words = ngettext(
        "%(n)s step is marked as known.", "%(n)s steps are marked as known.", number
    )
    messages.success(request, words % {"n": number})
    return response
