"""What a shared address answers. An unknown, a withdrawn and an expired one are the same 404."""

import logging

from django.db import DatabaseError
from django.http import Http404, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import SharedLink
from accounts.sharing.badge import draw_badge
from accounts.sharing.card import shared_card
from accounts.sharing.json_resume import resume_of
from accounts.sharing.shared_view import SharedView
from web.access import for_guests
from web.tokens import SECRET_PAGE_HEADERS

logger = logging.getLogger(__name__)


def find_shared(token: str) -> SharedView:
    link = SharedLink.objects.of_token(token, timezone.localdate())
    if link is None:
        raise Http404
    return SharedView(link)


def find_shared_progress(token: str) -> SharedView:
    """For its pictures: they show how far the learner is, and nothing else."""
    found = find_shared(token)
    if not found.link.has_progress:
        raise Http404
    return found


def note_opening(link: SharedLink) -> None:
    """Of the page alone: a badge on another page is loaded by everybody who comes there."""
    try:
        link.note_opening(timezone.localdate())
    except DatabaseError:  # to be read is more than to be counted
        logger.warning("The day of opening could not be written.", exc_info=True)


@require_safe
@for_guests
def shared(request, token):
    found = find_shared(token)
    note_opening(found.link)
    context = {"shared": found, "token": token}
    if found.link.has_progress:
        context["card"] = reverse("accounts:shared-card", args=[token])
    html = render_to_string("accounts/sharing/shared.html", context, request)
    return HttpResponse(html, headers=SECRET_PAGE_HEADERS)


@require_safe
@for_guests
def shared_badge(request, token):
    badge = draw_badge(find_shared_progress(token))
    return HttpResponse(badge, "image/svg+xml", headers=SECRET_PAGE_HEADERS)


@require_safe
@for_guests
def shared_picture(request, token):
    """The card that messengers show."""
    card = shared_card(find_shared_progress(token))
    return HttpResponse(card, "image/png", headers=SECRET_PAGE_HEADERS)


@require_safe
@for_guests
def shared_resume(request, token):
    """JSON Resume of a portfolio, in the language of the address."""
    found = find_shared(token)
    if not found.is_portfolio:
        raise Http404
    dumps = {"ensure_ascii": False, "indent": 1}
    return JsonResponse(
        resume_of(found), json_dumps_params=dumps, headers=SECRET_PAGE_HEADERS
    )
