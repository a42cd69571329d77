"""The request of a stranger: what a page is rendered for that everybody gets."""

from io import BytesIO
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.handlers.wsgi import WSGIRequest
from django_htmx.middleware import HtmxDetails

from web.choices import Choices


def strangers_request(request, query: str, choices: Choices) -> WSGIRequest:
    """For the same page, without cookies and without anything else of the visitor but what the page is kept by.

    `query`: the known parameters; `choices`: those on which the whole page depends.
    """
    site = urlsplit(settings.SITE_URL)
    stranger = WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": request.META.get("SCRIPT_NAME", ""),
            "PATH_INFO": request.META["PATH_INFO"],
            "QUERY_STRING": query,
            "HTTP_HOST": site.netloc,
            "SERVER_NAME": site.hostname,
            "SERVER_PORT": str(site.port or (443 if site.scheme == "https" else 80)),
            "wsgi.url_scheme": site.scheme,
            "wsgi.input": BytesIO(),
        }
    )
    stranger.user = AnonymousUser()
    stranger.choices = choices
    stranger.htmx = HtmxDetails(stranger)
    stranger.LANGUAGE_CODE = request.LANGUAGE_CODE
    stranger.resolver_match = request.resolver_match
    for name in ("public_parameters", "passing_parameters"):
        setattr(stranger, name, getattr(request, name, frozenset()))
    return stranger
