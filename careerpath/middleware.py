"""The id of a request, and the language of its address."""

import secrets
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import translation

from careerpath.errors import explain_wrong_method
from careerpath.logs import request_id
from careerpath.page_cache import HEALTH
from web.database_errors import answer_database_error


class RequestIdMiddleware:
    """Gives each request an id, which every log line of it carries."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # Not reset afterwards: Django writes a line about the answer later.
        request_id.set(secrets.token_hex(8))
        return self.get_response(request)


class LanguageMiddleware:
    """The address alone decides the language: /zh-hans/… is Chinese, everything else English."""

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
        """What the database refuses is said in the visitor's language, with its cause in the log and not as a trace."""
        return answer_database_error(request, exception)


class HealthHostMiddleware:
    """A load balancer asks by the address of a machine. Its answer does not depend on the host, and fills no log."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path_info in HEALTH:
            request.META["HTTP_HOST"] = urlsplit(settings.SITE_URL).netloc
        return self.get_response(request)
