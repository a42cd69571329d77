"""Error pages for the whole site. Settings and urls.py name them for Django and django-allauth.

A refused press or form gets its page from web/refusals.py, which shows again what was sent.
"""

import logging
import sys

from django.conf import settings
from django.http import QueryDict
from django.shortcuts import render
from django.utils import translation

from web.cookie_probe import UNREADABLE, has_unreadable_cookies
from web.database_errors import answer_database_error
from web.refusals import error_page
from web.typed_text import back_to_form

logger = logging.getLogger(__name__)


def explain_wrong_method(request, response):
    """Fill the empty 405 of a view that only accepts POST and was opened in the browser."""
    response.content = render(request, "405.html").content


def too_many_tries(request):
    logger.warning("Too many tries: %s", request.path)
    return error_page(request, 429, retry_after=60)


def bad_request(request, exception=None):
    request.GET = QueryDict()  # may be what cannot be read
    language = translation.get_language_from_path(request.path_info)
    with translation.override(language or settings.LANGUAGE_CODE):
        return error_page(request, 400)


def not_allowed(request, exception=None):
    return error_page(request, 403)


def csrf_failure(request, reason=""):
    """The token is a cookie: where none can be read, signing in fails here, and the page says why."""
    if form := back_to_form(request):
        return form
    words = UNREADABLE if has_unreadable_cookies(request) else ""
    return error_page(request, 403, csrf=True, words=words)


def server_error(request):
    """Called while the error is handled: what a middleware of others left to us may be the database's refusal."""
    language = getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)
    with translation.override(language):
        refused = answer_database_error(request, sys.exception())
        return refused or error_page(request, 500)
