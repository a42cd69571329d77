"""The public page of a record as it would be, for one reader: rendered by its own view, and nothing of it stays."""

import copy
import re
from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import HttpResponse, QueryDict
from django.urls import resolve

from guide.editorial.drafts import apply_draft, trial
from guide.models import ContentVersion, Keyed, Revision

# Where the bar goes: behind the link that skips to the content, which stays the first one.
BODY = re.compile(rb'<body[^>]*>(\s*<a class="skip".*?</a>)?', re.DOTALL)


def previewed_page(
    request,
    row: Keyed | None,
    draft: Revision | None,
    address_of: Callable[[Keyed], str],
) -> HttpResponse:
    """As the reader of `request` would see it, were the draft and the record published.

    Raises Refusal where what is there now forbids that.
    """
    with trial():
        if draft:
            row = apply_draft(draft, row)
        if not getattr(row, "published", True):
            row.published = True
            row.save()
        address = urlsplit(address_of(row))
        match = resolve(address.path)
        asked = request_of(request, address.path, address.query, match)
        with (
            ContentVersion.previewing()
        ):  # what was computed while it was written is no more
            return match.func(asked, *match.args, **match.kwargs)


def request_of(request, path: str, query: str, match):
    """The reader's own request, for the public page."""
    asked = copy.copy(request)
    asked.META = request.META | {"PATH_INFO": path, "QUERY_STRING": query}
    asked.path = asked.path_info = path
    asked.resolver_match = match
    asked.GET, asked.POST = QueryDict(query), QueryDict("")
    return asked


def with_bar(page: HttpResponse, bar: str) -> HttpResponse:
    """The page with a bar above it, kept by nobody."""
    text = page.content
    body = BODY.search(text)
    at = body.end() if body else 0
    answer = HttpResponse(
        text[:at] + bar.strip().encode() + text[at:], status=page.status_code
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
