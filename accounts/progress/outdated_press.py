"""A press on a page that showed something else than what holds: asked once more, so that nothing is lost unseen."""

from dataclasses import dataclass

from django.shortcuts import render
from django.utils.translation import gettext as _

from web.press_words import with_press_words


@dataclass(frozen=True)
class PressedButton:
    """The button that was pressed, for a page that shows it once more."""

    address: str  # with the value that the page shows now, as `seen`
    name: str
    value: str
    verb: str


def changed_words(current) -> str:
    """`current`: the state that holds."""
    words = _("Not changed: “%(state)s” holds by now. Your page was older than that.")
    return words % {"state": current.label}


def refused_in_place(response, current):
    """The rows as they are now, and the words about them."""
    response.status_code = 409
    return with_press_words(response, changed_words(current))


def ask_again(request, subject, current, button: PressedButton, fields: dict[str, str]):
    """`subject`: the step or course; `fields`: what the press sent beside its button."""
    context = {
        "subject": subject,
        "words": changed_words(current),
        "button": button,
        "fields": fields,
        "page": fields["next"] or subject.get_absolute_url(),
    }
    return render(request, "accounts/progress/changed_since.html", context, status=409)
