"""Public pages: what a visitor without cookies sees is the same for everybody."""

from functools import wraps

from django.views.decorators.http import require_safe


def public_page(*parameters):
    """Declares a view public, names the query parameters it knows, and allows GET and HEAD only."""
    known = frozenset(parameters)

    def declare(view):
        @require_safe
        @wraps(view)
        def page(request, *args, **kwargs):
            request.public_parameters = known
            response = view(request, *args, **kwargs)
            response.public_parameters = known
            return response

        page.audience = "public"
        return page

    return declare
