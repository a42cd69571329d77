"""What a visitor has done, guest or account, as pages show it."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from itertools import takewhile
from typing import NamedTuple

from django.db import DEFAULT_DB_ALIAS
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils import timezone

from accounts.models import By, State, StepProgress
from accounts.models.write_lock import atomic_write, lock_learner
from accounts.progress.content_index import ContentIndex, SplitOrigin, content_index
from accounts.progress.guest_cookie import GuestProgress, guest_progress
from accounts.progress.merge import state_of
from web.access import is_signed_in
from web.prepared_rows import PreparedRows

# By value: a look-up is quicker than a call of the enumeration.
STATES = {state.value: state for state in State}


class SweptSteps(NamedTuple):
    """What the last press marked as known, where it was one for a whole stage."""

    roadmap: str  # the slug of that of the stage
    steps: frozenset[int]


@dataclass(frozen=True)
class Progress:
    # As pages show them, by primary key of the step.
    states: Mapping[int, State] = field(default_factory=dict)
    # By step, when its state was set, as the database writes it; of a guest nothing is known.
    changed: Mapping[int, str] = field(default_factory=dict)
    # By part of a split step.
    split_origins: Mapping[int, SplitOrigin] = field(default_factory=dict)
    # Steps that were begun and have retired, as long as the visitor has not seen that.
    unseen_retirements: tuple[int, ...] = ()
    # The step pressed last, and the state that an undo restores.
    undo: tuple[int, State] | None = None
    # What the last press marked as known with a whole stage, and what an undo restores.
    swept: SweptSteps | None = None
    # The slug of the roadmap in hand; without any press it may be unknown here.
    roadmap: str = ""
    signed_in: bool = False
    # The browser sent a cookie that is none of ours, or too old.
    unreadable: bool = False

    def of(self, step: int) -> State:
        return state_of(self.states, step)

    def undo_of(self, step: int) -> State | None:
        return self.undo[1] if self.undo is not None and self.undo[0] == step else None

    @property
    def days(self) -> dict[int, date]:
        """By step, the day of its state; a step that others became has the last of theirs."""
        days = {step: local_day(moment) for step, moment in self.changed.items()}
        return content_index().carried_days(days)

    @property
    def doing(self) -> list[int]:
        return [step for step, state in self.states.items() if state == State.DOING]


def progress_of(request) -> Progress:
    """One query a page for somebody signed in, none for a guest, and nothing read where no cookie came."""
    if not hasattr(request, "_progress"):
        request._progress = (
            progress_of_user(request.user)
            if is_signed_in(request)
            else progress_of_cookie(guest_progress(request))
        )
    return request._progress


# What is kept, in an account or in a browser


@dataclass(frozen=True)
class Record:
    """The states that a visitor has set, before the guide is asked what old steps became."""

    states: Mapping[int, State]
    # Steps that became others, where the visitor has set a state of the new one since.
    superseded: Set[int]
    # Steps of which the visitor has set a state and not taken it back.
    answered: Set[int]
    # The step pressed last and its own state before; the same of the press before that one.
    undo: tuple[int, State] | None = None
    changed: Mapping[int, str] = field(default_factory=dict)
    earlier_undo: tuple[int, State] | None = None
    # The same where it marked what was left of a stage.
    swept: SweptSteps | None = None
    earlier_swept: SweptSteps | None = None
    unseen_retirements: tuple[int, ...] = ()
    roadmap: str = ""
    signed_in: bool = False

    def progress(self) -> Progress:
        index = content_index()
        states = index.displayed_states(self.states, self.superseded)
        undo = self.undo
        if undo:
            step, before = undo
            before = state_to_restore(self.states, step, before, self.superseded)
            undo = step, before
        return Progress(
            states=states,
            changed=self.changed,
            split_origins=index.split_origins(self.answered, states),
            unseen_retirements=self.unseen_retirements,
            undo=undo,
            swept=self.swept,
            roadmap=self.roadmap,
            signed_in=self.signed_in,
        )

    def without_last_press(self, step: int, before: State) -> "Record":
        """`before`: the state of the step that the press replaced, as the write returned it.

        When that had been set is not known any more.
        """
        had_answer = before != State.NOT_STARTED
        return replace(
            self,
            states={**self.states, step: before},
            changed={key: at for key, at in self.changed.items() if key != step},
            answered=self.answered | {step} if had_answer else self.answered - {step},
            undo=self.earlier_undo,
            earlier_undo=None,
            swept=self.earlier_swept,
            earlier_swept=None,
        )


def state_to_restore(
    states: Mapping[int, State], step: int, before: State, superseded: Set[int]
) -> State:
    """What an undo brings back: a step without a state of its own shows again what older steps brought along."""
    if before != State.NOT_STARTED:
        return before
    others = {other: state for other, state in states.items() if other != step}
    return state_of(content_index().displayed_states(others, superseded), step)


class SavedStep(NamedTuple):
    """A row of StepProgress, as far as pages need it."""

    step: int
    state: str
    before: str
    by: str
    changed_at: str  # as the database writes it
    # The roadmap on whose page it was pressed.
    roadmap: int | None
    retirement_seen_on: date | None
    settled: bool
    # The same in every row.
    roadmap_in_hand: int | None


COLUMNS = (
    "step_id", "state", "before", "by", Cast("changed_at", TextField()), "roadmap_id", "retirement_seen_on", "settled",
    "user__learner__roadmap_id",
)  # fmt: skip


SAVED_ROWS = PreparedRows(
    lambda user: (
        StepProgress.objects.for_user(user)
        .order_by("changed_at", "pk")
        .values_list(*COLUMNS)
    ),
    int,
)


def saved_steps(user) -> list[SavedStep]:
    """In the order in which they were changed; one query."""
    return [SavedStep._make(row) for row in SAVED_ROWS.rows(user.pk)]


def progress_of_user(user) -> Progress:
    return progress_of_saved(saved_steps(user))


def progress_of_saved(rows: Iterable[SavedStep]) -> Progress:
    rows = list(rows)
    return record_of(rows).progress() if rows else Progress(signed_in=True)


def record_of(rows: list[SavedStep]) -> Record:
    states, superseded = states_and_superseded(rows)
    pressed_on = (row.roadmap for row in reversed(rows) if row.roadmap)
    roadmap = rows[-1].roadmap_in_hand or next(pressed_on, None)
    return Record(
        states=states,
        superseded=superseded,
        answered={row.step for row in rows if not is_taken_back(row)},
        changed={row.step: row.changed_at for row in rows},
        undo=undo_of_row(rows[-1]),
        earlier_undo=undo_of_row(rows[-2]) if len(rows) > 1 else None,
        swept=swept_steps(rows),
        earlier_swept=swept_steps(rows[:-1]),
        unseen_retirements=unseen_retirements(rows, content_index()),
        roadmap=content_index().roadmap_slug(roadmap),
        signed_in=True,
    )


def states_and_superseded(
    rows: Iterable[SavedStep],
) -> tuple[dict[int, State], set[int]]:
    states = {row.step: STATES[row.state] for row in rows}
    return states, {row.step for row in rows if row.settled}


def is_taken_back(row: SavedStep) -> bool:
    """The learner has undone every state of the step."""
    return row.by == By.UNDO and row.state == State.NOT_STARTED


def undo_of_row(row: SavedStep) -> tuple[int, State] | None:
    return (row.step, State(row.before)) if row.by == By.PRESS else None


def local_day(moment: str) -> date:
    """Of a moment as the database writes it: SQLite leaves out that it is UTC."""
    read = datetime.fromisoformat(moment)
    return timezone.localtime(read if read.tzinfo else read.replace(tzinfo=UTC)).date()


def swept_steps(rows: list[SavedStep]) -> SweptSteps | None:
    if not rows or rows[-1].by != By.STAGE:
        return None
    at, roadmap = rows[-1].changed_at, content_index().roadmap_slug(rows[-1].roadmap)
    together = takewhile(lambda row: row.changed_at == at, reversed(rows))
    return SweptSteps(roadmap, frozenset(row.step for row in together))


def unseen_retirements(
    rows: Iterable[SavedStep], index: ContentIndex
) -> tuple[int, ...]:
    """Retired steps whose retirement the learner has not seen, or has seen only an earlier one of them."""
    return tuple(
        row.step
        for row in rows
        if row.state != State.NOT_STARTED
        and row.step in index.retired
        and row.retirement_seen_on != index.retired[row.step].retired_on
    )


def progress_of_cookie(guest: GuestProgress) -> Progress:
    if not guest.states:
        return Progress(roadmap=guest.roadmap, unreadable=guest.unreadable)
    index = content_index()
    states = index.by_pk(guest.states)
    step = index.steps.get(guest.undo[0]) if guest.undo else None
    return Record(
        states=states,
        superseded={
            index.steps[slug] for slug in guest.superseded if slug in index.steps
        },
        answered=states.keys(),
        undo=(step, guest.undo[1]) if guest.undo and step else None,
        swept=swept_by_guest(guest, index),
        unseen_retirements=unseen_by_guest(guest, index),
        roadmap=guest.roadmap,
    ).progress()


def swept_by_guest(guest: GuestProgress, index: ContentIndex) -> SweptSteps | None:
    if not guest.swept:
        return None
    roadmap, slugs = guest.swept
    steps = frozenset(index.steps[slug] for slug in slugs if slug in index.steps)
    return SweptSteps(roadmap, steps) if steps else None


def unseen_by_guest(guest: GuestProgress, index: ContentIndex) -> tuple[int, ...]:
    """As `unseen_retirements`, for a cookie."""
    began = (slug for slug, state in guest.states.items() if state != State.NOT_STARTED)
    return tuple(
        index.steps[slug]
        for slug, day in index.retirement_dates(began).items()
        if guest.retirements_seen.get(slug) != day
    )


# Presses of a learner


def set_step_state(
    user, step, state: State, seen: State | None = None, **change
) -> State | None:
    """Set the state of a step, as StepProgress.objects.set_state does. Returns what it replaced.

    Where older steps became this one, their states are superseded from now on. None, and nothing is written, where
    the step shows another state than the one that was `seen`.
    """
    older = content_index().older_steps([step.pk]).get(step.pk)
    if not older:
        return StepProgress.objects.set_state(user, step, state, seen=seen, **change)
    with atomic_write(DEFAULT_DB_ALIAS):
        lock_learner(user)
        displayed = progress_of_user(user).of(step.pk)
        if seen not in (None, displayed):
            return None
        StepProgress.objects.supersede(user, {step.pk: displayed}, older)
        return StepProgress.objects.set_state(user, step, state, **change)


def progress_around_press(
    user, step: int, before: State | None
) -> tuple[Progress, Progress]:
    """A learner's progress before and after a press that replaced the state `before`; one query.

    `before` is None where the press changed nothing.
    """
    rows = saved_steps(user)
    if before is None:
        after = progress_of_saved(rows)
        return after, after
    record = record_of(rows)
    return record.without_last_press(step, before).progress(), record.progress()
