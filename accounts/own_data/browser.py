"""What a browser holds of a guest: as a document, and forgotten."""

from dataclasses import asdict

from django.conf import settings
from django.utils import timezone

from accounts.journal.guest_drafts import drafts_of
from accounts.preferences.theme import THEME_COOKIE, browser_theme
from accounts.progress.guest_cookie import delete_cookie, guest_progress
from web.choices import COOKIE_NAME as CHOICES_COOKIE
from web.choices import choices_of_browser


def browser_document(request) -> dict:
    guest = guest_progress(request)
    return {
        "made_at": timezone.now().isoformat(),
        "browser": {
            "states": {slug: str(state) for slug, state in guest.states.items()},
            "roadmap": guest.roadmap,
            "choices": asdict(choices_of_browser(request)),
            "theme": browser_theme(request),
            "drafts": [asdict(draft) for draft in drafts_of(request)],
        },
    }


def forget_browser(request, response):
    """Cookies go with the answer, and what waited on the server at once."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        for name in list(request.session.keys()):
            if name != "_messages":
                del request.session[name]
    delete_cookie(response)
    for name in (THEME_COOKIE, CHOICES_COOKIE):
        response.delete_cookie(name, samesite="Lax")
    return response
