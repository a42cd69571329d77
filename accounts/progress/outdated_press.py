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


class OutdatedPressError(Exception):
    """The page showed something else than the value that stands by now."""

    def __init__(self, current: str):
        super().__init__(current)
        self.current = current


def refuse_outdated_press(seen: str, wanted: str, current: str) -> None:
    """Raises OutdatedPressError where the press would overwrite unseen what it did not ask for."""
    if current not in (seen, wanted):
        raise OutdatedPressError(current)


def changed_words(current) -> str:
    """`current`: the state that holds."""
    words = _("Not changed: it is “%(state)s” now. Your page was out of date.")
    return words % {"state": current.label}


def refused_in_place(response, current):
    """The rows as they are now, and the words about them."""
    response.status_code = 409
    return with_press_words(response, changed_words(current))


def ask_again(
    request, subject, current, button: PressedButton | None, fields: dict[str, str]
):
    """`subject`: the step or course; `fields`: what the press sent beside its button.

    Without a button there is nothing left to ask: only what holds is said.
    """
    context = {
        "subject": subject,
        "words": changed_words(current),
        "button": button,
        "fields": fields,
        "page": fields["next"] or subject.get_absolute_url(),
    }
    return render(request, "accounts/progress/changed_since.html", context, status=409)
