"""The pages for what cannot go through now. What was sent stays on the page, so that one press sends it again."""

import logging
import re

from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from web.bounds import LONGEST_QUERY, LONGEST_SEARCH

logger = logging.getLogger(__name__)

LONGEST = 100_000  # characters of a value, ten times what a note may hold
SECRET = re.compile("password|csrf|secret|token", re.IGNORECASE)


def error_page(request, status: int, retry_after=0, **context):
    """The page of a status, without anything that was sent. `retry_after` is in seconds."""
    response = render(request, f"{status}.html", context, status=status)
    if retry_after:
        response.headers["Retry-After"] = str(retry_after)
    return response


def out_of_bounds(request, cause: str):
    logger.warning("Out of bounds: %s (%s)", cause, request.path)
    return render(request, "web/out_of_bounds.html", status=400)


def query_too_long(request):
    reason = _(
        "The part of an address after the “?” can have at most %(most)s characters."
    )
    return too_long(request, 414, reason, LONGEST_QUERY)


def search_too_long(request):
    reason = _("A search can have at most %(most)s characters.")
    return too_long(request, 400, reason, LONGEST_SEARCH)


def too_long(request, status: int, reason: str, most: int):
    logger.warning("Too long: %s", request.path)
    words = {
        "heading": _("That is too long"),
        "reason": reason % {"most": number_format(most, force_grouping=True)},
    }
    if request.method == "POST":
        return ask_again(request, status, 0, **words)
    return render(request, "web/too_long.html", words | {"code": status}, status=status)


def sent_fields(request) -> list[tuple[str, str]]:
    """Names and values that the request brought, for a form that sends them again; never a secret."""
    fields = (
        (name, value.replace("\0", ""))
        for name, values in request.POST.lists()
        for value in values
        if not SECRET.search(name)
    )
    return [(name, value) for name, value in fields if 0 < len(value) <= LONGEST]


def ask_to_confirm(request):
    """The browser did not say that this came from a page of ours."""
    logger.warning("Not from a page of ours: %s", request.path)
    context = {"fields": sent_fields(request)}
    return render(request, "web/confirm.html", context, status=403)


def ask_to_wait(request, seconds: int):
    reason = _(
        "Too many requests in a short time. Wait a minute and try again. Nothing is lost."
    )
    logger.warning("Too many requests: %s", request.path)
    return ask_again(request, 429, seconds, _("One moment, please"), reason)


def too_busy(request):
    reason = _(
        "Too many people are saving right now. Nothing you saved is lost. Try again in a moment."
    )
    return ask_again(request, 503, 5, _("The site is not available right now"), reason)


def too_many_readers(request):
    reason = _(
        "Too many people are asking for this page right now. Try again in a moment."
    )
    return error_page(request, 503, 5, reason=reason)


def ask_again(request, status: int, seconds: int, heading: str, reason: str):
    context = {"heading": heading, "reason": reason, "fields": sent_fields(request)}
    response = render(request, "web/try_again.html", context, status=status)
    if seconds:
        response.headers["Retry-After"] = str(seconds)
    return response
