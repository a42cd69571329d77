"""Presses that cannot go through: what was pressed and typed stays, for one press more."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from web.redirects import LONGEST, way_back

SHORT = ("state", "undo", "roadmap", "next", "step", "tick", "course", "covers", "seen", "choice", "waits", "url",
         "title", "link", "minutes", "hours", "key", "entry")  # fmt: skip
TEXTS = ("text", "edited")
LONGEST_TEXT = (
    100_000  # ten times what a note may hold: also what is too long is not lost
)


def fields_of(request) -> list[tuple[str, str]]:
    """What a press was about. Names that no press has are left out."""
    bounds = {**dict.fromkeys(SHORT, LONGEST), **dict.fromkeys(TEXTS, LONGEST_TEXT)}
    sent = [
        (name, request.POST.get(name, "").replace("\0", ""), most)
        for name, most in bounds.items()
    ]
    return [(name, value) for name, value, most in sent if 0 < len(value) <= most]


def from_elsewhere(request):
    return render(
        request,
        "accounts/press_confirm.html",
        {"fields": fields_of(request)},
        status=403,
    )


def too_often(request, wait: int):
    reason = _(
        "Too many requests in a short time. Wait a minute and try again: nothing is lost."
    )
    return again(request, 429, wait, _("A moment, please"), reason)


def away(request):
    """The database does not answer."""
    reason = _(
        "Its database does not answer. Nothing that was saved is lost; try again in a moment."
    )
    return again(request, 503, 5, _("The site cannot answer right now"), reason)


def again(request, status: int, wait: int, heading: str, reason: str):
    context = {"heading": heading, "reason": reason, "fields": fields_of(request)}
    response = render(request, "accounts/press_again.html", context, status=status)
    response.headers["Retry-After"] = str(wait)
    return response


def full(request):
    """The browser cannot hold more without an account."""
    page = way_back(request, request.POST.get("next", ""), "")
    return render(request, "accounts/browser_full.html", {"page": page}, status=413)


def not_understood(request):
    return render(request, "accounts/press_unknown.html", status=422)
