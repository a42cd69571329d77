"""Middleware: a change for which the server finds no thread is told so, on a page that keeps what was typed."""

from django.conf import settings
from django.utils import translation

from web.refusals import too_busy
from web.request_environ import TOO_BUSY


class RefuseWhenBusy:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if TOO_BUSY not in request.META:
            return self.get_response(request)
        language = translation.get_language_from_path(request.path_info)
        with translation.override(language or settings.LANGUAGE_CODE):
            return too_busy(request)
