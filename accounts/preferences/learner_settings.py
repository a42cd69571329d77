"""The settings of the learner who asks, the roadmap that a visitor follows, and whether there are own pages."""

from django.conf import settings
from django.utils.translation import get_language

from accounts.journal.guest_drafts import drafts_of
from accounts.models import Learner
from accounts.progress.content_index import content_index
from accounts.progress.guest_cookie import COOKIE_NAME
from accounts.progress.visitor import progress_of
from web.access import is_signed_in


def learner_settings(request) -> Learner:
    """Empty for guests and for learners who have chosen nothing yet. It is loaded with the user: no query."""
    chosen = getattr(request.user, "learner", None) if is_signed_in(request) else None
    return chosen or Learner()


def has_own_pages(request) -> bool:
    """Whether "My path" leads anywhere. For somebody signed in it costs the query for the user, else none."""
    return (
        COOKIE_NAME in request.COOKIES
        or is_signed_in(request)
        or bool(drafts_of(request))
    )


def followed_roadmap(request) -> str:
    """The slug of the published roadmap in hand, or empty. Nothing is read for visitors without cookies."""
    if not has_own_pages(request):
        return ""
    slug = progress_of(request).roadmap or content_index().roadmap_slug(
        learner_settings(request).roadmap_id
    )
    return slug if slug in content_index().roadmaps else ""


def preferred_language(**user) -> str:
    """The language in the settings of the user that the conditions find; else the active one."""
    languages = Learner.objects.filter(
        language__in=dict(settings.LANGUAGES), **user
    ).values_list("language", flat=True)
    return languages.first() or get_language()
