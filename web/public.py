"""Public pages. Without cookies they are the same for every visitor, so they can be cached."""

from functools import wraps

from django.views.decorators.http import require_safe


def public_page(*parameters, passing=(), unkept=()):
    """Decorator of a public view: GET and HEAD only. Requests with query parameters not named here are not cached.

    `passing`: parameters that only say from where the reader comes. They are kept in the address of the other language,
    and are no part of the canonical one. `unkept`: parameters that the page knows, of which no answer may be kept: what
    somebody searches is nobody else's business.
    """
    known = frozenset([*parameters, *passing])

    def declare(view):
        @require_safe
        @wraps(view)
        def page(request, *args, **kwargs):
            request.public_parameters = known.union(unkept)
            request.passing_parameters = frozenset([*passing, *unkept])
            response = view(request, *args, **kwargs)
            response.public_parameters = known
            return response

        page.audience = "public"
        return page

    return declare
