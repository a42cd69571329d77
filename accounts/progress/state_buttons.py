"""The words of a state, and what a visitor may do from there."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import State
from accounts.progress.content_index import SplitOrigin, content_index

STATE_VERBS = {
    State.DOING: pgettext_lazy("a step", "Start"),
    State.DONE: _("Mark as done"),
    State.KNOWN: _("I know this already"),
    State.SKIPPED: pgettext_lazy("a step", "Skip"),
    State.NOT_STARTED: _("Back to not started"),
}
OBVIOUS_NEXT = {
    State.NOT_STARTED: State.DOING,
    State.DOING: State.DONE,
    State.SKIPPED: State.DOING,
}


# Shown on a part of a split step, by the state of the step that was split.
SPLIT_HINTS = {
    State.DOING: _("You started this as “%(step)s”. See what is missing"),
    State.DONE: _("You did this as “%(step)s”. See what is missing"),
    State.KNOWN: _("You knew this as “%(step)s”. See what is missing"),
    State.SKIPPED: _("You skipped this as “%(step)s”. See if you need it now"),
}


def button_context(
    step, state: State, undo: State | None = None, was: SplitOrigin | None = None
) -> dict:
    """What the buttons beside a step need: the obvious next state, and all others."""
    obvious = OBVIOUS_NEXT.get(state)
    return {
        "step": step,
        "state": state,
        "obvious": obvious and (obvious, STATE_VERBS[obvious]),
        "others": [
            (other, verb)
            for other, verb in STATE_VERBS.items()
            if other not in (state, obvious)
        ],
        "undo": undo,
        "was": split_hint(was),
    }


def split_hint(was: SplitOrigin | None) -> str:
    """Empty where the split step is back on the roadmaps: it shows its state itself."""
    old = was and content_index().retired.get(was.step)
    return SPLIT_HINTS[was.state] % {"step": old.name} if was and old else ""
