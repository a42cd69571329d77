"""Which page a reader speaks of: an address of this site, and the record whose page it is."""

from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.encoding import iri_to_uri
from django.utils.translation import override

from guide.desk.public_pages import RECORDS
from guide.models.report import LONGEST_PAGE

CHINESE = {"en": "", "zh": "/zh-hans"}
CODES = {"en": "en", "zh": "zh-hans"}
WITH_TIPS = ("step", "course")


class ReportedPage(NamedTuple):
    """`address`: the English one, with its query. `record` is None on a page that is not about one record."""

    address: str
    subject: str = ""
    slug: str = ""
    record: object = None

    @property
    def takes_tips(self) -> bool:
        return self.subject in WITH_TIPS


def find_page(text: str) -> ReportedPage | None:
    """The public page of an address in either language, with or without the host; None where there is none."""
    address = english_address(text)
    if not address or len(address) > LONGEST_PAGE:
        return None
    match = public_match(address.partition("?")[0], "en")
    if match is None:
        return None
    model = RECORDS.get(match.url_name or "")
    if model is None:
        return ReportedPage(address)
    slug = match.kwargs["slug"]
    record = model.objects.published().filter(slug=slug).first()
    return record and ReportedPage(address, match.url_name, slug, record)


def english_address(text: str) -> str:
    """Path and query in ASCII; empty for what leads elsewhere."""
    try:
        parts = urlsplit(text.strip())
        host = parts.hostname
    except ValueError:
        return ""
    if (parts.scheme or parts.netloc) and host != urlsplit(settings.SITE_URL).hostname:
        return ""
    if not text.strip():
        return ""
    path = parts.path.removeprefix(CHINESE["zh"]) or "/"
    return iri_to_uri(f"{path}?{parts.query}" if parts.query else path)


def public_match(path: str, language: str) -> ResolverMatch | None:
    """Of a page that everybody may open, by its English path."""
    try:
        with override(CODES[language]):
            match = resolve(CHINESE[language] + path)
    except Resolver404:
        return None
    is_page = getattr(match.func, "audience", "") == "public"
    return match if is_page and match.namespace == "guide" else None


def local_address(address: str, language: str) -> str:
    """The same page in a language."""
    return CHINESE[language] + address
