"""How much may be stored in a day for people without an account: those of one address, and all together.

Their sessions end two weeks after the last change, and `clearsessions` removes them. What is kept for longer counts as
stored anew, once a day: more than 16 times MOST_OF_ALL is never stored.
"""

from datetime import timedelta

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib import auth
from django.contrib.sessions.models import Session
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext as _

from web.daily_limit import seconds_to_tomorrow, take_room
from web.gate import Refusal
from web.refusals import ask_again

MOST_OF_ADDRESS = 2_000_000  # bytes; a school or an office shares one address
MOST_OF_ALL = 50_000_000
SESSION_OVERHEAD = 1000  # bytes of a session beside its content, with its indexes


class StorageFullError(Refusal):
    """No more is stored today: for this address, or for anybody without an account."""

    def response(self, request):
        reason = _(
            "Not saved: so much was written today without an account that no more can be stored."
            " Create an account, which has room of its own, or try again tomorrow. What you typed stands here."
        )
        heading = _("No room today")
        return ask_again(request, 413, seconds_to_tomorrow(), heading, reason)


def count_stored_bytes(request, grown: int) -> None:
    """Call it before a guest's session grows by so many bytes. Raises StorageFullError.

    What an address is refused does not count for all: one stranger cannot use up everybody's room.
    """
    request._storage_is_counted = True
    if grown > 0 and not take_storage(request, grown):
        raise StorageFullError


def take_storage(request, size: int) -> bool:
    """Whether there is room for so many bytes; then they are counted."""
    address = f"stored-address-{ratelimit.get_ip(request)}"
    has_room = take_room(address, size, MOST_OF_ADDRESS)
    return has_room and take_room("stored-all", size, MOST_OF_ALL)


def prolong_session(request, row: Session) -> list[str]:
    """A guest who comes back within two weeks and writes has two more, once a day. Returns the changed fields."""
    whole = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    is_new = row.expire_date > timezone.now() + whole - timedelta(days=1)
    size = len(row.session_data) + SESSION_OVERHEAD
    if is_new or auth.SESSION_KEY in request.session or not take_storage(request, size):
        return []
    row.expire_date = timezone.now() + whole
    request._prolonged_session = row.session_key
    return ["expire_date"]


class GuestStorage:
    """Counts what libraries write into the sessions of guests; drafts have been counted when they were written."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if key := getattr(request, "_prolonged_session", ""):
            set_session_cookie(response, key)
        if not grows_uncounted(request):
            return response
        try:
            count_stored_bytes(request, session_growth(request.session))
        except StorageFullError as full:
            request.session.modified = False  # so that nothing of it is saved
            return full.response(request)
        return response


def set_session_cookie(response, key: str) -> None:
    """As Django does, which sets it only where it writes the session itself."""
    response.set_cookie(
        settings.SESSION_COOKIE_NAME,
        key,
        max_age=settings.SESSION_COOKIE_AGE,
        domain=settings.SESSION_COOKIE_DOMAIN,
        path=settings.SESSION_COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=settings.SESSION_COOKIE_HTTPONLY,
        samesite=settings.SESSION_COOKIE_SAMESITE,
    )


def grows_uncounted(request) -> bool:
    session = request.session
    return (
        session.modified
        and not session.is_empty()
        and auth.SESSION_KEY not in session
        and not hasattr(request, "_storage_is_counted")
        and not session.is_left_behind
    )


def session_growth(session) -> int:
    """In bytes, compared with the session that is stored: one query where there is one."""
    size = len(session.encode(dict(session.items())))
    if not session.session_key:
        return size + SESSION_OVERHEAD
    stored = Session.objects.filter(pk=session.session_key)
    before = stored.values_list(Length("session_data"), flat=True).first()
    return size + SESSION_OVERHEAD if before is None else size - before
