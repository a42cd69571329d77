"""Public pages. Without cookies they are the same for every visitor, so they can be cached."""

from collections.abc import Set
from functools import wraps
from urllib.parse import unquote_plus

from django.views.decorators.http import require_safe


def public_page(*parameters, passing=()):
    """Decorator of a public view: GET and HEAD only. Requests with query parameters not named here are not cached.

    `passing`: parameters that only say from where the reader comes. They are kept in the address of the other language,
    and are no part of the canonical one.
    """
    known = frozenset([*parameters, *passing])

    def declare(view):
        @require_safe
        @wraps(view)
        def page(request, *args, **kwargs):
            request.public_parameters = known
            request.passing_parameters = frozenset(passing)
            response = view(request, *args, **kwargs)
            response.public_parameters = known
            return response

        page.audience = "public"
        page.public_parameters = known
        return page

    return declare


def known_query(query: str, parameters: Set[str]) -> str:
    """Of a query as it was sent the parts with these names, as they stand there."""
    return "&".join(
        part
        for part in query.split("&")
        if not part or unquote_plus(part.partition("=")[0]) in parameters
    )
