"""The pages for what goes wrong. Django and django-allauth look for them by the names in settings and urls.

What a gated view refuses is answered in web/refusals.py, with what was sent.
"""

from django.shortcuts import render

from web.cookie_probe import UNREADABLE, has_unreadable_cookies
from web.refusals import error_page


def service_unavailable(request):
    return error_page(request, 503, retry_after=5)


def explain_wrong_method(request, response):
    """An address that only takes what a form sends was opened or loaded again; nothing is sent once more."""
    response.content = render(request, "405.html").content


def too_many_tries(request):
    return error_page(request, 429, retry_after=60)


def not_allowed(request, exception=None):
    return error_page(request, 403)


def csrf_failure(request, reason=""):
    """The token is a cookie: where none can be read, signing in fails here, and the page says why."""
    words = UNREADABLE if has_unreadable_cookies(request) else ""
    return error_page(request, 403, csrf=True, words=words)


def server_error(request):
    return error_page(request, 500)
