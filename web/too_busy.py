"""Middleware: who found no turn for a thread is told so; after a change, on a page that keeps what was typed."""

from django.conf import settings
from django.utils import translation

from web.refusals import too_busy, too_many_readers
from web.request_environ import TOO_BUSY

READING = ("GET", "HEAD", "OPTIONS")


class RefuseWhenBusy:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if TOO_BUSY not in request.META:
            return self.get_response(request)
        language = translation.get_language_from_path(request.path_info)
        with translation.override(language or settings.LANGUAGE_CODE):
            is_reading = request.method in READING
            return too_many_readers(request) if is_reading else too_busy(request)
