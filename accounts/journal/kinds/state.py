"""The state of a step. A guest's is in a cookie of its own (`accounts.progress`), so there are no drafts of it."""

from collections.abc import Collection

from django.utils.translation import ngettext

from accounts.journal.kinds.latest import LatestKind
from accounts.models import Kind, ProgressEvent, State, StepProgress
from accounts.progress.content_index import content_index
from accounts.progress.visitor import (
    saved_steps,
    set_step_state,
    state_to_restore,
    states_and_superseded,
)


class StateKind(LatestKind):
    kind = Kind.STATE
    model = StepProgress
    address = "accounts:step-state"
    shows_before = True
    export_fields = {
        "step": "step__slug",
        "state": "state",
        "started_on": "started_on",
        "finished_on": "finished_on",
        "changed_at": "changed_at",
    }

    def values_before(self, user, events: Collection[ProgressEvent]) -> dict[int, str]:
        """A step that followed an older one goes back to what it had from there; one query if there is any such."""
        before = super().values_before(user, events)
        followed = [
            event
            for event in events
            if event.before == State.NOT_STARTED
            and event.step_id in content_index().made_of
        ]
        saved = saved_steps(user) if followed else []
        states, superseded = states_and_superseded(saved)
        for event in followed:
            state = state_to_restore(
                states, event.step_id, State.NOT_STARTED, superseded
            )
            before[event.pk] = str(state)
        return before

    def save(self, user, subject, value, **change):
        return set_step_state(user, subject, State(value), **change)

    def value_words(self, value: str) -> str:
        return State(value).label

    def amount_words(self, amount: int) -> str:
        return ngettext("%(n)s step", "%(n)s steps", amount) % {"n": amount}


STATE = StateKind()
