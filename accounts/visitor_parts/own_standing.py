"""What counts for the visitor of a skill, on its page: the level, beside what the first role asks."""

from typing import NamedTuple

from django.template.loader import render_to_string

from accounts.preferences.learner_settings import has_own_pages
from accounts.skills.facts import standings_of
from web.kept_pages.parts import VisitorPart


class StandingPage(NamedTuple):
    skill: int
    slug: str
    first_level: int  # what the first role asks; 0 for nothing


class OwnLevel(NamedTuple):
    # None for somebody of whom nothing is known.
    level: int | None


def own_level(request, page: StandingPage) -> OwnLevel:
    if not has_own_pages(request):
        return OwnLevel(None)
    standings = standings_of(request)
    known = not standings.facts.is_empty
    return OwnLevel(standings.levels.get(page.skill, 0) if known else None)


def own_level_html(values: OwnLevel, page: StandingPage) -> str:
    if values.level is None:
        return ""
    context = {"level": values.level, "page": page}
    return render_to_string("accounts/skills/_own_standing.html", context)


OWN_STANDING = VisitorPart("own standing", own_level, own_level_html)
