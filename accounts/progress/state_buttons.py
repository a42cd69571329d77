"""The words of a state, and what a visitor may do from there."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import State
from accounts.progress.content_index import Was, outline

VERBS = {
    State.DOING: pgettext_lazy("a step", "Start"),
    State.DONE: _("Mark as done"),
    State.KNOWN: _("I know this already"),
    State.SKIPPED: pgettext_lazy("a step", "Skip"),
    State.NOT_STARTED: _("Back to not started"),
}
OBVIOUS = {
    State.NOT_STARTED: State.DOING,
    State.DOING: State.DONE,
    State.SKIPPED: State.DOING,
}


# What a part says of the step that was split, by the state that this one had.
WAS = {
    State.DOING: _("Was under way as “%(step)s”: have a look"),
    State.DONE: _("Was done as “%(step)s”: have a look"),
    State.KNOWN: _("Was known already as “%(step)s”: have a look"),
    State.SKIPPED: _("Was skipped as “%(step)s”: have a look"),
}


def choices(
    step, state: State, undo: State | None = None, was: Was | None = None
) -> dict:
    """What the buttons beside a step need: the obvious next state, and all others."""
    obvious = OBVIOUS.get(state)
    return {
        "step": step,
        "state": state,
        "obvious": obvious and (obvious, VERBS[obvious]),
        "others": [
            (other, verb)
            for other, verb in VERBS.items()
            if other not in (state, obvious)
        ],
        "undo": undo,
        "was": words_of(was),
    }


def words_of(was: Was | None) -> str:
    """Nothing of a step that is back on the roadmaps: it speaks for itself."""
    old = was and outline().retired.get(was.step)
    return WAS[was.state] % {"step": old.name} if was and old else ""
