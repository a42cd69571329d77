"""What the learner who asks has chosen."""

from django.conf import settings
from django.utils.translation import get_language

from accounts.journal.guest_drafts import drafts_of
from accounts.models import Learner
from accounts.progress.content_index import outline
from accounts.progress.guest_cookie import NAME
from accounts.progress.visitor import is_signed_in, progress_of


def chosen(request) -> Learner:
    """Empty for a guest, and for somebody who has chosen nothing yet. It came with the user: no query."""
    return (
        getattr(request.user, "learner", None) if is_signed_in(request) else None
    ) or Learner()


def has_progress(request) -> bool:
    """Whether "My path" leads anywhere. Costs nothing beyond knowing who asks."""
    return NAME in request.COOKIES or is_signed_in(request) or bool(drafts_of(request))


def in_hand(request) -> str:
    """The slug of the published roadmap that a visitor follows, or empty. Nothing is read for one without cookies."""
    if not has_progress(request):
        return ""
    slug = progress_of(request).roadmap or outline().roadmap_slug(
        chosen(request).roadmap_id
    )
    return slug if slug in outline().roadmaps else ""


def language_of(**user) -> str:
    """The language that somebody has chosen; the active one where they have not."""
    languages = Learner.objects.filter(
        language__in=dict(settings.LANGUAGES), **user
    ).values_list("language", flat=True)
    return languages.first() or get_language()
