"""What every template may use: stylesheets, theme, and the addresses of the page in both languages."""

from django.conf import settings
from django.utils.translation import get_language_from_path

from accounts.preferences.theme import browser_theme
from careerpath import stylesheets
from web.contact import contact_uri

CHINESE_PREFIX = "/zh-hans"


def page_context(request):
    path = request.path
    english = (
        path.removeprefix(CHINESE_PREFIX) if get_language_from_path(path) else path
    )
    parameters = getattr(request, "public_parameters", None)
    query = ""
    if parameters:
        known = request.GET.copy()
        for name in set(known) - parameters:
            del known[name]
        query = known.urlencode()
    query = f"?{query}" if query else ""
    return {
        "sheets": {
            name: stylesheets.stylesheet(name).digest
            for name in stylesheets.sheet_names()
        },
        "theme": browser_theme(request),
        "site_url": settings.SITE_URL,
        "contact": settings.CONTACT,
        "contact_uri": contact_uri(),
        "canonical": f"{settings.SITE_URL}{path}{query}",
        "english_path": f"{english}{query}",
        "chinese_path": f"{CHINESE_PREFIX}{english}{query}",
    }
