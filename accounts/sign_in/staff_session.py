"""A session that may change content ends 12 hours after sign-in, wherever on the site it is used next."""

import time

from allauth.account.internal.flows.login import get_authentication_records
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.contrib.auth.models import AnonymousUser
from django.utils.functional import SimpleLazyObject

STAFF_SESSION_SECONDS = 12 * 60 * 60
SINCE = "staff_since"  # session key, where django-allauth noted no sign-in


class PersonOfSession(AuthenticationMiddleware):
    """Finds the person as Django does, only when asked; nobody, if it is staff whose session has ended."""

    def process_request(self, request):
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: person_of_session(request))


def person_of_session(request):
    user = get_user(request)
    if (
        user.is_staff
        and time.time() - session_start(request, user) > STAFF_SESSION_SECONDS
    ):
        request.session.flush()
        request._cached_user = user = AnonymousUser()
    return user


def session_start(request, user) -> float:
    """When the person signed in, in seconds since 1970; an unknown time counts from the first look at the session."""
    if records := get_authentication_records(request, user):
        return records[0]["at"]
    return request.session.setdefault(SINCE, time.time())
