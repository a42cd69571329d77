"""The id of a request, and the language of its address."""

import secrets

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import InterfaceError, OperationalError
from django.utils import translation

from careerpath.errors import explain_wrong_method, service_unavailable
from careerpath.logs import request_id
from web.refusals import database_away


class RequestId:
    """Gives each request an id, which every log line of it carries."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request_id.set(
            secrets.token_hex(8)
        )  # stays for the line that Django writes about the answer
        return self.get_response(request)


class Sessions(SessionMiddleware):
    """Writes the session after the view. Where the database cannot take it, that is not an error of ours."""

    def process_response(self, request, response):
        try:
            return super().process_response(request, response)
        except (OperationalError, InterfaceError):
            language = translation.get_language_from_path(request.path_info)
            with translation.override(language or settings.LANGUAGE_CODE):
                return database_away(request)


class Language:
    """The language stands in the address and nowhere else: /zh-hans/… is Chinese, everything else English."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = (
            translation.get_language_from_path(request.path_info)
            or settings.LANGUAGE_CODE
        )
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
            if response.status_code == 405 and not response.content:
                explain_wrong_method(request, response)
        response.headers.setdefault("Content-Language", language)
        return response

    def process_exception(self, request, exception):
        """A database that is away is a 503 in the visitor's language, not a trace."""
        return (
            service_unavailable(request)
            if isinstance(exception, (OperationalError, InterfaceError))
            else None
        )
