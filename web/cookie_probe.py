"""“No cookie came” is not “there is none”: before a cookie is written, the browser shows that we can read its cookies.

A server may drop the whole header when another site under the same address has set a cookie with other letters than
ASCII; and some browsers keep no cookies. So the first change of a browser sets a probe and has the same form sent
again. Only when the probe comes back does the view write.
"""

from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from web.gate import Refusal
from web.press_words import with_press_words
from web.redirects import safe_next_url
from web.request_environ import UNREADABLE_COOKIES

PROBE_COOKIE = "probe"
PROBED = "probed"  # parameter: the form was sent again, so the probe has to be there
PROBE_AGE = timedelta(minutes=5)
NOT_KEPT = gettext_lazy(
    "Your browser did not keep the cookie that stores your progress. Allow cookies for this site and try "
    "again, or create an account."
)
NO_COOKIES = gettext_lazy(
    "Not saved: your browser blocks cookies from this site. Allow them, or create an account."
)
UNREADABLE = gettext_lazy(
    "Not saved: your browser sends a cookie from another site at this address, with characters that our "
    "server cannot read, so it cannot read any of your cookies. Nothing of yours is lost. Delete that cookie "
    "in your browser settings, then try again."
)


def has_unreadable_cookies(request) -> bool:
    """The browser sent cookies, and the server could not read them."""
    return UNREADABLE_COOKIES in request.META


def require_cookies(request, name: str) -> None:
    """Before the cookie `name` is written: returns where it came, or surely is not there. Else raises a Refusal."""
    if name in request.COOKIES or PROBE_COOKIE in request.COOKIES:
        return
    raise CookiesNotKept if PROBED in request.GET else ProbeFirst


class ProbeFirst(Refusal):
    """The browser sends the same form again, with the probe if it keeps cookies."""

    def response(self, request):
        query = urlencode([*request.GET.lists(), (PROBED, "1")], doseq=True)
        response = HttpResponseRedirect(
            f"{request.path}?{query}", preserve_request=True
        )
        response.set_cookie(
            PROBE_COOKIE,
            "1",
            max_age=PROBE_AGE,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response


class CookiesNotKept(Refusal):
    def response(self, request):
        is_unreadable = has_unreadable_cookies(request)
        context = {
            "page": safe_next_url(request, request.POST.get("next", ""), ""),
            "reason": UNREADABLE if is_unreadable else NOT_KEPT,
            "can_sign_up": not is_unreadable,
        }
        response = render(request, "web/not_saved.html", context, status=409)
        return with_press_words(response, refusal_words(request))


def refusal_words(request):
    """Why nothing was saved, in a sentence beside the form."""
    return UNREADABLE if has_unreadable_cookies(request) else NO_COOKIES
