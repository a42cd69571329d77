"""Other names of our languages at the start of an address: /zh/, /zh-CN/ and /en/ lead to the page that is meant."""

import re

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.encoding import escape_uri_path, iri_to_uri

from web.redirects import MAX_LENGTH, is_on_this_site

# Names as browsers and people write them, in small letters and with hyphens, and the language that we have.
NAMES = {
    **dict.fromkeys(["en", "en-us", "en-gb", "en-au", "en-ca", "en-in"], "en"),
    **dict.fromkeys(
        ["zh", "zh-cn", "zh-sg", "zh-my", "zh-hans", "zh-hans-cn", "zh-hans-sg"],
        "zh-hans",
    ),
}
FIRST_PART = re.compile(r"/([A-Za-z_-]{2,12})(?:/(.*))?")


def address_of_same_page(request) -> str:
    """Where an address with another name of a language leads; empty for all others, and where no page is meant.

    Only an address that exists is given, so that nobody is sent to another site, in a circle, or to nothing.
    """
    found = FIRST_PART.fullmatch(request.path_info)
    language = found and NAMES.get(found[1].lower().replace("_", "-"))
    if not language or is_our_name(found[1]):
        return ""
    rest = found[2] or ""
    home = "/" if language == settings.LANGUAGE_CODE else f"/{language}/"
    path = existing_path(home + rest, language)
    query = request.META.get("QUERY_STRING", "")
    address = escape_uri_path(path) + (f"?{iri_to_uri(query)}" if query else "")
    fits = path and len(address) <= MAX_LENGTH
    return address if fits and is_on_this_site(request, address) else ""


def is_our_name(name: str) -> bool:
    """Whether addresses are written with it: all languages but the default one have theirs."""
    return name != settings.LANGUAGE_CODE and name in dict(settings.LANGUAGES)


def existing_path(path: str, language: str) -> str:
    """The path, with a slash at its end where that is missing, if a page of the language has it; else ""."""
    with translation.override(language):
        for candidate in [path, f"{path}/"]:
            try:
                resolve(candidate)
            except Resolver404:
                continue
            return candidate
    return ""
