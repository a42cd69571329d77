"""What a visitor has done, guest or account behind one face, and where that leaves them on a roadmap."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from django.db import DEFAULT_DB_ALIAS

from accounts.models import By, State, StepProgress
from accounts.models.write_lock import in_line, whole
from accounts.progress.content_index import Outline, Was, outline
from accounts.progress.counting import Leg, count
from accounts.progress.guest_cookie import Guest, guest_of
from accounts.progress.merge import state_of
from guide.models import Stop
from guide.roadmap_map import LineMap
from web.access import is_signed_in


@dataclass(frozen=True)
class Progress:
    states: Mapping[int, State] = field(
        default_factory=dict
    )  # as pages show them, by primary key of the step
    was: Mapping[int, Was] = field(
        default_factory=dict
    )  # what is said of parts of a step that was split
    untold: tuple[int, ...] = ()  # steps that have retired since the learner was told
    undo: tuple[int, State] | None = (
        None  # the step pressed last, and what an undo brings back
    )
    roadmap: str = (
        ""  # the slug of the one in hand; without any press it may be unknown here
    )
    signed_in: bool = False
    unreadable: bool = (
        False  # the browser sent a cookie that is none of ours, or too old
    )

    def of(self, step: int) -> State:
        return state_of(self.states, step)

    def undo_of(self, step: int) -> State | None:
        return self.undo[1] if self.undo is not None and self.undo[0] == step else None

    @property
    def doing(self) -> list[int]:
        return [step for step, state in self.states.items() if state == State.DOING]


class Saved(NamedTuple):
    """A row of StepProgress, as far as pages need it."""

    step: int
    state: str
    before: str
    by: str
    changed_at: datetime
    roadmap: int | None  # on whose page it was pressed
    retirement_seen_on: date | None
    settled: bool  # the step that it became has been spoken of since
    chosen: (
        int | None
    )  # the roadmap that the learner took in hand; the same in every row


COLUMNS = (
    "step_id", "state", "before", "by", "changed_at", "roadmap_id", "retirement_seen_on", "settled",
    "user__learner__roadmap_id",
)  # fmt: skip


def progress_of(request) -> Progress:
    """One query a page for somebody signed in, none for a guest, and nothing read where no cookie came."""
    if not hasattr(request, "_progress"):
        request._progress = (
            progress_of_user(request.user)
            if is_signed_in(request)
            else progress_of_guest(request)
        )
    return request._progress


def progress_of_user(user) -> Progress:
    return progress_of_saved(saved(user))


def saved(user) -> list[Saved]:
    rows = StepProgress.objects.for_user(user).order_by("changed_at", "pk")
    return [Saved(*row) for row in rows.values_list(*COLUMNS)]


def progress_of_saved(rows: Iterable[Saved]) -> Progress:
    """Of rows in the order in which they were changed."""
    rows = list(rows)
    if not rows:
        return Progress(signed_in=True)
    states, settled = said(rows)
    last = rows[-1]
    undo = (
        back(states, last.step, State(last.before), settled)
        if last.by == By.PRESS
        else None
    )
    pressed = (row.roadmap for row in reversed(rows) if row.roadmap)
    roadmap = outline().roadmap_slug(last.chosen or next(pressed, None))
    guide = outline()
    shown = guide.shown(states, settled)
    was = guide.was({row.step for row in rows if not took_back(row)}, shown)
    return Progress(shown, was, untold(rows, guide), undo, roadmap, signed_in=True)


def said(rows: Iterable[Saved]) -> tuple[dict[int, State], set[int]]:
    """The states of steps, and those that are settled."""
    return {row.step: State(row.state) for row in rows}, {
        row.step for row in rows if row.settled
    }


def took_back(row: Saved) -> bool:
    """The learner undid all that was said of the step."""
    return row.by == By.UNDO and row.state == State.NOT_STARTED


def untold(rows: Iterable[Saved], guide: Outline) -> tuple[int, ...]:
    """Retired steps of which the learner has not been told, or of an earlier retirement only."""
    began = [
        row
        for row in rows
        if row.state != State.NOT_STARTED and row.step in guide.retired
    ]
    return tuple(
        row.step
        for row in began
        if row.retirement_seen_on != guide.retired[row.step].retired_on
    )


def before_press(rows: list[Saved], step: int, before: State | None) -> Progress:
    """The progress that a press changed: its step had another state, and the press before it could be undone."""
    if before is None:
        return progress_of_saved(rows)
    pressed = [row._replace(state=before) for row in rows if row.step == step]
    return progress_of_saved([*pressed, *(row for row in rows if row.step != step)])


def progress_of_guest(request) -> Progress:
    return progress_of_cookie(guest_of(request))


def progress_of_cookie(guest: Guest) -> Progress:
    if not guest.states:
        return Progress(roadmap=guest.roadmap, unreadable=guest.unreadable)
    states = outline().by_key(guest.states)
    step = outline().steps.get(guest.undo[0]) if guest.undo else None
    guide = outline()
    settled = {guide.steps[slug] for slug in guest.settled if slug in guide.steps}
    undo = back(states, step, guest.undo[1], settled) if guest.undo and step else None
    shown = guide.shown(states, settled)
    was = guide.was(states.keys(), shown)
    return Progress(shown, was, left(guest, guide), undo=undo, roadmap=guest.roadmap)


def left(guest: Guest, guide: Outline) -> tuple[int, ...]:
    """As `untold`, of what a browser holds."""
    began = (slug for slug, state in guest.states.items() if state != State.NOT_STARTED)
    return tuple(
        guide.steps[slug]
        for slug, day in guide.retired_on(began).items()
        if guest.told.get(slug) != day
    )


def back(
    states: Mapping[int, State], step: int, before: State, settled: Set[int]
) -> tuple[int, State]:
    """Where nothing had been said about the step, what it had taken over from an older one comes back."""
    if before == State.NOT_STARTED:
        untold = {other: state for other, state in states.items() if other != step}
        before = state_of(outline().shown(untold, settled), step)
    return step, before


def say(user, step, state: State, **change) -> State | None:
    """As StepProgress.objects.set_state. What older steps brought along to this one holds until then, and no longer."""
    older = outline().before([step.pk]).get(step.pk)
    if not older:
        return StepProgress.objects.set_state(user, step, state, **change)
    with whole(DEFAULT_DB_ALIAS):
        in_line(user)
        StepProgress.objects.settle(
            user, {step.pk: progress_of_user(user).of(step.pk)}, older
        )
        return StepProgress.objects.set_state(user, step, state, **change)


class Look(NamedTuple):
    """All that the row of a stop shows of somebody's progress."""

    state: State = State.NOT_STARTED
    is_next: bool = False
    undo: State | None = None
    was: Was | None = None


class Path:
    """Somebody's progress on one roadmap."""

    def __init__(self, line_map: LineMap, legs: tuple[Leg, ...], progress: Progress):
        self.map = line_map
        self.progress = progress
        self.count = count(legs, progress.states)

    def look(self, step: int) -> Look:
        progress = self.progress
        return Look(
            progress.of(step),
            step == self.count.next,
            progress.undo_of(step),
            progress.was.get(step),
        )

    @cached_property
    def looks(self) -> dict[int, Look]:
        return {stop.step_id: self.look(stop.step_id) for stop in self.map.stops}

    def stop(self, step: int | None) -> Stop | None:
        return next((stop for stop in self.map.stops if stop.step_id == step), None)

    @property
    def next_stop(self) -> Stop | None:
        return self.stop(self.count.next)


def legs(stops: Iterable[Stop], needs: Mapping[int, Iterable[int]]) -> tuple[Leg, ...]:
    """Of the stops of one roadmap, in order. `needs`: the steps on which each step builds."""
    return tuple(
        Leg(
            step=stop.step_id,
            required=stop.need == Stop.Need.REQUIRED,
            retired=stop.step.retired_on is not None,
            hours_low=stop.step.hours_low,
            hours_high=stop.step.hours_high,
            builds_on=frozenset(needs.get(stop.step_id, ())),
        )
        for stop in stops
    )
