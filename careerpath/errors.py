"""Error pages for the whole site. Settings and urls.py name them for Django and django-allauth.

A refused press or form gets its page from web/refusals.py, which shows again what was sent.
"""

from django.shortcuts import render

from web.refusals import error_page


def service_unavailable(request):
    return error_page(request, 503, retry_after=5)


def explain_wrong_method(request, response):
    """Fill the empty 405 of a view that only accepts POST and was opened in the browser."""
    response.content = render(request, "405.html").content


def too_many_tries(request):
    return error_page(request, 429, retry_after=60)


def not_allowed(request, exception=None):
    return error_page(request, 403)


def csrf_failure(request, reason=""):
    return error_page(request, 403, csrf=True)


def server_error(request):
    return error_page(request, 500)
