"""What a learner changed: one entry a change, newest first, with what a page has to know to take it back."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from django.db.models import Count, Max, prefetch_related_objects

from accounts.history.event_rows import ENTRIES_A_PAGE, EventList, EventRow
from accounts.journal.kinds import KINDS
from accounts.journal.kinds.base import ChangeKind
from accounts.models import ProgressEvent, State, StepHours, Sweep
from accounts.models.sweep import CAN_BE_UNDONE_FOR
from accounts.models.user import zone_named
from guide.models import Step
from web.pagination import ListPage, list_page, page_number
from web.prepared_rows import PreparedRows

STEPS_A_PAGE = 20
# A row, or a ProgressEvent as `with_details` reads it.
AnyEvent = EventRow | ProgressEvent


@dataclass(frozen=True)
class HistoryEntry:
    """A change as a page shows it."""

    event: AnyEvent
    at: datetime  # in the time zone of the learner
    before: str  # what comes back when it is taken back
    sweep: Sweep | None  # for which this entry stands, or of which it is a part
    amounts: Mapping[str, int]  # of a sweep: how many changes of each kind
    is_alone: bool = True  # else a row of a sweep among the changes of its step

    @property
    def kind(self) -> ChangeKind:
        return KINDS[self.event.kind]

    @property
    def place(self) -> str:
        """Its id on a page; messages about it stand there."""
        return place_of(self.event)

    @property
    def page_object(self):
        """What the change is about, with a page of its own: a step, a course or a skill; of a reset the roadmap."""
        if self.is_sweep:
            return self.sweep.roadmap or self.sweep.course
        return getattr(self.event, self.kind.page_field)

    @property
    def subject_key(self) -> tuple:
        """Names `page_object`."""
        if self.is_sweep:
            return self.sweep.roadmap_id, self.sweep.course_id
        field = self.kind.page_field
        return field, getattr(self.event, f"{field}_id")

    @property
    def clock(self) -> str:
        return f"{self.at:%H:%M}"

    @property
    def is_sweep(self) -> bool:
        return self.is_alone and self.sweep is not None

    @property
    def is_newest(self) -> bool:
        """Nothing has changed the same thing since."""
        return self.kind.is_newest(self.event)

    @property
    def can_go_back(self) -> bool:
        """Whether there is anything to take back; what is so already needs no button."""
        if self.sweep:
            return self.event.sweep_id is not None and self.sweep.can_be_undone
        if self.event.is_undone:
            return False
        return self.kind.can_go_back(self.event, self.before)

    @property
    def until(self) -> date:
        """The last whole day on which a sweep can be taken back."""
        return (self.at + CAN_BE_UNDONE_FOR - timedelta(days=1)).date()

    @property
    def is_taken_back(self) -> bool:
        return (
            self.sweep.undone_at is not None
            if self.event.sweep_id
            else self.event.is_undone
        )


def place_of(event: AnyEvent) -> str:
    return f"change-{event.pk}"


class HistoryDay(NamedTuple):
    date: date
    entries: list[HistoryEntry]


@dataclass(frozen=True)
class HistoryPage:
    page: ListPage
    entries: list[HistoryEntry]

    @property
    def days(self) -> list[HistoryDay]:
        return [
            HistoryDay(day, list(of_day))
            for day, of_day in groupby(self.entries, key=lambda entry: entry.at.date())
        ]


def history_page(
    user, query: PreparedRows, number: str | None, step: int | None = None
) -> HistoryPage:
    """`number`: of the page, as the address says it; `step`: with its primary key, the changes of one alone."""
    start = max(0, page_number(number) - 1) * ENTRIES_A_PAGE
    keys = [user.pk] if step is None else [user.pk, step]
    page = list_page(EventList(query, *keys, start=start), number, ENTRIES_A_PAGE)
    return HistoryPage(page, history_entries(user, page, is_alone=step is None))


def history_entries(
    user, events: Iterable[AnyEvent], is_alone: bool = True
) -> list[HistoryEntry]:
    events, zone = list(events), zone_named(user.time_zone)
    sweeps = sweeps_of(user, events)
    amounts, before = amounts_of(user, sweeps), values_before(user, events)
    return [
        HistoryEntry(
            event,
            event.at.astimezone(zone),
            before[event.pk],
            sweeps.get(event.sweep_id or event.undone_sweep),
            amounts.get(event.sweep_id, {}),
            is_alone,
        )
        for event in events
    ]


def sweeps_of(user, events: list[AnyEvent]) -> dict[int, Sweep]:
    """Most pages have none, so they are no joins of the query for the events."""
    pks = {event.sweep_id or event.undone_sweep for event in events} - {None}
    if not pks:
        return {}
    found = Sweep.objects.for_user(user).select_related(
        "roadmap", "course", "background"
    )
    sweeps = found.in_bulk(list(pks))
    of_stages = [each for each in sweeps.values() if each.kind == Sweep.Kind.STAGE]
    prefetch_related_objects(of_stages, "roadmap__stages")
    return sweeps


def amounts_of(user, sweeps: Collection[int]) -> dict[int, dict[str, int]]:
    """How many changes of each kind belong to each sweep."""
    if not sweeps:
        return {}
    rows = (
        ProgressEvent.objects.for_user(user)
        .filter(sweep__in=list(sweeps))
        .order_by()
        .values_list("sweep", "kind")
    )
    amounts: dict[int, dict[str, int]] = {}
    for sweep, kind, number in rows.annotate(number=Count("pk")):
        amounts.setdefault(sweep, {})[kind] = number
    return amounts


def values_before(user, events: list[AnyEvent]) -> dict[int, str]:
    """What comes back with each event when it is taken back."""
    before: dict[int, str] = {}
    for name, kind in KINDS.items():
        of_kind = [event for event in events if event.kind == name]
        before |= kind.values_before(user, of_kind)
    return before


@dataclass(frozen=True)
class StepHistory:
    """A step with how much was changed on it."""

    step: Step
    state: State
    changes: int
    minutes: int
    last: datetime


@dataclass(frozen=True)
class StepHistories:
    page: ListPage
    steps: list[StepHistory] = field(default_factory=list)
    others: int = 0  # changes of courses and skills alone


def step_histories(user, progress, number: str | None) -> StepHistories:
    """The steps on which a learner changed anything, the one changed last first."""
    events, zone = ProgressEvent.objects.for_user(user), zone_named(user.time_zone)
    grouped = events.exclude(step=None).order_by().values("step")
    page = list_page(
        grouped.annotate(changes=Count("pk"), last=Max("at")).order_by(
            "-last", "-step"
        ),
        number,
        STEPS_A_PAGE,
    )
    rows = list(page)
    pks = [row["step"] for row in rows]
    steps = Step.objects.in_bulk(pks)
    minutes = dict(
        StepHours.objects.for_user(user)
        .filter(step__in=pks)
        .values_list("step", "minutes")
    )
    histories = [
        StepHistory(
            steps[row["step"]],
            progress.of(row["step"]),
            row["changes"],
            minutes.get(row["step"], 0),
            row["last"].astimezone(zone),
        )
        for row in rows
    ]
    return StepHistories(page, histories, events.filter(step=None).count())
