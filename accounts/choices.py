"""The words of a state, and what a visitor may do from there."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import State

VERBS = {
    State.DOING: pgettext_lazy("a step", "Start"),
    State.DONE: _("Mark as done"),
    State.KNOWN: _("I know this already"),
    State.SKIPPED: pgettext_lazy("a step", "Skip"),
    State.NOT_STARTED: _("Back to not started"),
}
OBVIOUS = {State.NOT_STARTED: State.DOING, State.DOING: State.DONE, State.SKIPPED: State.DOING}


def choices(step, state: State, undo: State | None = None) -> dict:
    """What the buttons beside a step need: the obvious next state, and all others."""
    obvious = OBVIOUS.get(state)
    return {
        "step": step,
        "state": state,
        "obvious": obvious and (obvious, VERBS[obvious]),
        "others": [(other, verb) for other, verb in VERBS.items() if other not in (state, obvious)],
        "undo": undo,
    }
