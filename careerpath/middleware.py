"""The id of a request, the language of its address, and the bounds of what it brings."""

import secrets
from urllib.parse import urlsplit

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import DataError, InterfaceError, OperationalError
from django.http import HttpResponsePermanentRedirect
from django.utils import translation

from careerpath.errors import explain_wrong_method
from careerpath.language_names import address_of_same_page
from careerpath.logs import request_id
from careerpath.page_cache import HEALTH
from web.bounds import (
    LONGEST_QUERY,
    has_forged_counts,
    has_impossible_keys,
    has_long_search,
    has_nul,
    has_pattern_lookup,
)
from web.database_errors import answer_database_error
from web.refusals import out_of_bounds, query_too_long, search_too_long

# What the decorators of django-csp note on the answer of a page with a policy of its own.
OWN_POLICY = ("_csp_config", "_csp_update", "_csp_replace", "_csp_exempt")


class RequestIdMiddleware:
    """Gives each request an id, which every log line of it carries."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # Not reset afterwards: Django writes a line about the answer later.
        request_id.set(secrets.token_hex(8))
        return self.get_response(request)


class PolicyMiddleware(CSPMiddleware):
    """Content-Security-Policy. The usual policy is put together once, and not for each answer, which takes 40 µs."""

    def __init__(self, get_response):
        super().__init__(get_response)
        self.usual_policy = build_policy()

    def process_response(self, request, response):
        if settings.DEBUG or any(hasattr(response, name) for name in OWN_POLICY):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self.usual_policy)
        return response


class GuardedSessionMiddleware(SessionMiddleware):
    """Writes the session after the view. Where the database cannot take it, that is not an error of ours."""

    def process_response(self, request, response):
        try:
            return super().process_response(request, response)
        except (OperationalError, InterfaceError) as error:
            language = translation.get_language_from_path(request.path_info)
            with translation.override(language or settings.LANGUAGE_CODE):
                return answer_database_error(request, error)


class LanguageMiddleware:
    """The address alone decides the language: /zh-hans/… is Chinese, everything else English."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method in ("GET", "HEAD") and (
            address := address_of_same_page(request)
        ):
            return HttpResponsePermanentRedirect(address)
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


class RequestBoundsMiddleware:
    """Refuses what no page of ours sends, before a view holds a lock for it; and what no column can hold."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
            return query_too_long(request)
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Pages of our own read through forms; the admin counts rows and names them by what was sent."""
        if request.resolver_match.app_name != "admin":
            return None
        if has_long_search(request.GET):
            return search_too_long(request)
        if has_pattern_lookup(request.GET):
            raise DisallowedModelAdminLookup("A list was asked with a pattern.")
        posted = request.POST
        if (
            has_nul(request.GET)
            or has_forged_counts(posted)
            or has_impossible_keys(posted)
        ):
            return out_of_bounds(request, "what was sent")
        return None

    def process_exception(self, request, exception):
        """A number beyond 64 bits, or a NUL for PostgreSQL: the request is at fault, not the site.

        So is a filter of an admin list that Django takes and no database can: the year 99999999, a range of one.
        """
        faults = (OverflowError, DataError)
        if filters_admin_list(request):
            faults += (ValueError, TypeError, IndexError)
        if isinstance(exception, faults):
            return out_of_bounds(request, f"{type(exception).__name__}: {exception}")
        return None


def filters_admin_list(request) -> bool:
    """Whether the address asks an admin list for some of its rows, and not only for another page or order."""
    found = request.resolver_match
    is_list = found.app_name == "admin" and str(found.url_name).endswith("_changelist")
    return is_list and bool(request.GET.keys() - {"p", "o", "all"})


class HealthHostMiddleware:
    """A load balancer asks by the address of a machine. Its answer does not depend on the host, and fills no log."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path_info in HEALTH:
            request.META["HTTP_HOST"] = urlsplit(settings.SITE_URL).netloc
        return self.get_response(request)
