"""What every template may use: stylesheets, theme, and the addresses of the page in both languages."""

from django.conf import settings
from django.utils.translation import get_language_from_path

from accounts.preferences.theme import browser_theme
from careerpath import stylesheets
from web.contact import contact_uri
from web.kept_pages.texts import TOKEN_MARK, text_in_keeping
from web.queries import query_of

CHINESE_PREFIX = "/zh-hans"


def page_context(request):
    path = request.path
    english = (
        path.removeprefix(CHINESE_PREFIX) if get_language_from_path(path) else path
    )
    parameters = getattr(request, "public_parameters", frozenset())
    passing = getattr(request, "passing_parameters", frozenset())
    query, canonical = (
        query_of(request, known) for known in (parameters, parameters - passing)
    )
    return {
        "reported_page": f"{english}{query}" if can_be_reported(request) else "",
        "sheets": {
            name: stylesheets.stylesheet(name).digest
            for name in stylesheets.sheet_names()
        },
        "theme": browser_theme(request),
        "site_url": settings.SITE_URL,
        "contact": settings.CONTACT,
        "contact_uri": contact_uri(),
        "canonical": f"{settings.SITE_URL}{path}{canonical}",
        "english_canonical": f"{settings.SITE_URL}{english}{canonical}",
        "chinese_canonical": f"{settings.SITE_URL}{CHINESE_PREFIX}{english}{canonical}",
        "english_path": f"{english}{query}",
        "chinese_path": f"{CHINESE_PREFIX}{english}{query}",
    }


def can_be_reported(request):
    """Public pages of the guide; the address of a page of a person may be a secret."""
    match = request.resolver_match
    is_guide = match is not None and match.namespace == "guide"
    return is_guide and hasattr(request, "public_parameters")


def token_of_visitor(request):
    """While a page is being kept, a mark instead of Django's token."""
    return {"csrf_token": TOKEN_MARK} if text_in_keeping() else {}
