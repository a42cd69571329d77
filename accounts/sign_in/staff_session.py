"""A session that may change content ends 12 hours after sign-in, wherever on the site it is used next."""

import time

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib import auth
from django.contrib.auth import get_user
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from accounts.sign_in.session_person import find_person

STAFF_SESSION_SECONDS = 12 * 60 * 60
SINCE = "staff_since"  # session key, where django-allauth noted no sign-in


class PersonOfSession(AuthenticationMiddleware):
    """Finds the person as Django does, only when asked; nobody, if it is staff whose session has ended."""

    def process_request(self, request):
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: person_of_session(request))


def person_of_session(request):
    user = verified_person(request.session) or get_user(request)
    if (
        user.is_staff
        and time.time() - session_start(request, user) > STAFF_SESSION_SECONDS
    ):
        request.session.flush()
        request._cached_user = user = AnonymousUser()
    return user


def verified_person(session):
    """The person whose key and password the session names; None wherever Django has more to look at than that."""
    key, password = session.get(auth.SESSION_KEY), session.get(auth.HASH_SESSION_KEY)
    is_known = session.get(auth.BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
    if not (is_known and password and str(key).isdecimal()):
        return None
    user = session.person
    if user is None or user.pk != int(key):
        user = find_person(int(key))
    if user is None or not user.is_active:
        return None
    is_verified = constant_time_compare(password, user.get_session_auth_hash())
    return user if is_verified else None


def session_start(request, user) -> float:
    """When the person signed in, in seconds since 1970; an unknown time counts from the first look at the session."""
    if records := get_authentication_records(request, user):
        return records[0]["at"]
    return request.session.setdefault(SINCE, time.time())
