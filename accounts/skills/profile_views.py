"""A profile: what somebody with a background brings, as a proposal to correct before it is saved."""

from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from accounts.models import Sweep
from accounts.skills.facts import standings_of
from accounts.skills.level_fields import level_select
from accounts.skills.page import SkillField, fields_by_category
from accounts.skills.say_levels import LevelsChangedError, say_levels
from accounts.skills.views import add_message, ask_again, read_levels
from guide.models import Background
from web.access import for_guests
from web.gate import form_gate


@form_gate
@for_guests
def profile(request, slug):
    backgrounds = Background.objects.published().with_roadmaps()
    background = get_object_or_404(backgrounds, slug=slug)
    if request.method == "POST":
        return save_profile(request, background)
    context = {"background": background, "groups": proposed_fields(request, background)}
    return render(request, "accounts/skills/profile.html", context)


def proposed_fields(request, background: Background):
    """What it brings, where that is more than what is said already; the field holds what would be said."""
    standings = standings_of(request)
    claims, skills = standings.facts.claims, standings.content.skills
    return fields_by_category(
        SkillField(skills[pk], level_select(skills[pk].slug, said, max(said, level)))
        for pk, level in ((pk, background.levels.get(pk, 0)) for pk in skills)
        if level
        for said in [claims[pk].level if pk in claims else 0]
    )


def save_profile(request, background: Background):
    form = read_levels(request)
    page = f"{reverse('accounts:skills')}#left"
    response = HttpResponseRedirect(page, status=303)
    try:
        number = say_levels(
            request,
            response,
            Sweep.Kind.PRESET,
            form.changed,
            form.shown,
            background,
        )
    except LevelsChangedError as outdated:
        return ask_again(request, outdated)
    add_message(request, number)
    return response
