"""Who a view is for. Every view says so; a test walks all addresses and fails on one that does not."""

from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404


def is_signed_in(request) -> bool:
    # A page for a visitor without cookies must not touch the session at all.
    return (
        settings.SESSION_COOKIE_NAME in request.COOKIES
        and request.user.is_authenticated
    )


def for_everyone(view):
    """For everybody, and the same for all; what is kept for visitors without cookies says `public_page` instead."""
    view.audience = "public"
    return view


def for_guests(view):
    """For everybody, with what belongs to the visitor who asks: a guest by cookie, a learner by account."""
    view.audience = "guest"
    return view


def for_learners(view):
    """For somebody signed in."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        return login_required(view)(request, *args, **kwargs)

    guarded.audience = "learner"
    return guarded


def for_owners(view):
    """For the one to whom something belongs; to anybody else it does not exist, signed in or not."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.is_authenticated:
            raise Http404
        return view(request, *args, **kwargs)

    guarded.audience = "owner"
    return guarded
