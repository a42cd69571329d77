"""Public pages. Without cookies they are the same for every visitor, so they can be cached."""

from functools import wraps

from django.views.decorators.http import require_safe

from web.kept_pages.answers import KeptView


def public_page(*parameters, passing=(), unkept=(), choices=(), visitor=()):
    """Decorator of a public view: GET and HEAD only. Requests with query parameters not named here are not cached.

    `passing`: parameters that only say from where the reader comes. They are kept in the address of the other language,
    and are no part of the canonical one. `unkept`: parameters that the page knows, such as what
    somebody searches; no answer to them is kept or given to another.

    The view never sees the visitor: its page is rendered once for everybody and kept. `choices`: those of the visitor
    (`web.choices.Choices`) for which another page is kept. `visitor`: the parts of the page that depend on the visitor,
    besides those of every page.
    """
    known = frozenset([*parameters, *passing])

    def declare(view):
        public = KeptView(view, known, frozenset(choices))

        @require_safe
        @wraps(view)
        def page(request, *args, **kwargs):
            request.public_parameters = known.union(unkept)
            request.passing_parameters = frozenset([*passing, *unkept])
            answer = public.answer if request.GET.keys().isdisjoint(unkept) else view
            response = answer(request, *args, **kwargs)
            response.public_parameters = known
            return response

        page.audience = "public"
        page.visitor_parts = frozenset(visitor)
        return page

    return declare
