"""A press: what the buttons of a page send, read into plain values."""

from dataclasses import dataclass

from django import forms
from django.http import Http404
from django.shortcuts import render

from accounts.models import By, State
from accounts.progress.content_index import ContentRef, content_index, find_step
from web.gate import Refusal
from web.redirects import safe_next_url


class NotUnderstoodError(Refusal):
    """A press of which the site can make nothing: none of our buttons sends it."""

    def response(self, request):
        return render(request, "accounts/progress/change_unknown.html", status=422)


CHOSEN = ("state", "undo", "seen")  # of the states
WRITTEN = ("roadmap", "next", "step", "route")
STATES = frozenset(State.values)


def press_fields(data) -> dict[str, str]:
    """The fields of a press. One that is missing or nonsense is empty.

    A form would read the same; to make one costs more than to save the press.
    """
    chosen = {name: data.get(name, "") for name in CHOSEN}
    written = {name: data.get(name, "").strip() for name in WRITTEN}
    return {
        **{name: text if text in STATES else "" for name, text in chosen.items()},
        **{name: "" if has_nul(text) else text for name, text in written.items()},
    }


def has_nul(text: str) -> bool:
    return "\x00" in text


@dataclass(frozen=True)
class Press:
    step: ContentRef
    state: State
    by: By
    # The roadmap on whose page it was pressed.
    roadmap: ContentRef | None
    # The address of that page; empty where it is none of ours.
    page: str
    # The roadmap by which the visitor came to the page of the step.
    route: ContentRef | None = None
    # What that page showed; None where it does not say.
    seen: State | None = None
    # Those that the visitor has chosen, for the time that the rest may take.
    hours_a_week: int | None = None

    def is_outdated(self, current: State) -> bool:
        """The page showed another state than the current one, which the press would overwrite unseen."""
        return self.seen is not None and current not in (self.seen, self.state)


def read_press(request, slug) -> Press:
    """Raises Http404 for an unknown step, NotUnderstoodError without exactly one state or undo."""
    step, fields = find_step(slug), press_fields(request.POST)
    if step is None:
        raise Http404
    if bool(fields["state"]) == bool(fields["undo"]):
        raise NotUnderstoodError
    return Press(
        step=step,
        state=State(fields["state"] or fields["undo"]),
        by=By.UNDO if fields["undo"] else By.PRESS,
        roadmap=content_index().roadmaps.get(fields["roadmap"]),
        page=safe_next_url(request, fields["next"], ""),
        route=content_index().roadmaps.get(fields["route"]),
        seen=seen_state(request),
        hours_a_week=request.choices.hours_a_week,
    )


def read_seen(request, form_class: type[forms.Form]) -> str:
    """What the pressed page showed, by the field `seen` of the form; empty where it does not say.

    It stands in the address of the button: the form of the press is that of the whole page.
    """
    form = form_class(request.GET)
    form.full_clean()
    return form.cleaned_data.get("seen", "")


def seen_state(request) -> State | None:
    seen = press_fields(request.GET)["seen"]
    return State(seen) if seen else None
