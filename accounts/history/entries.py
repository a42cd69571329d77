"""What a learner changed: one entry a change, newest first, with what a page has to know to take it back.

A sweep is one entry, and so is taking one back: the first of its events stands for all of them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import (
    Case,
    CharField,
    Count,
    DateTimeField,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast

from accounts.models import (
    CourseProgress,
    CriterionTick,
    EvidenceLink,
    Kind,
    ProgressEvent,
    SkillClaim,
    State,
    StepHours,
    StepNote,
    StepProgress,
    Sweep,
)
from accounts.models.sweep import CAN_BE_UNDONE_FOR
from accounts.progress.content_index import content_index
from accounts.progress.visitor import (
    saved_steps,
    state_to_restore,
    states_and_superseded,
)
from guide.models import Step
from web.pagination import ListPage, page_of

SIZE = 40  # entries a page
STEPS = 20  # steps a page
# Where the present value of a kind stands: the model, the field of its subject, the field of its value.
LATEST = {
    Kind.STATE: (StepProgress, "step", "state"),
    Kind.CRITERION: (CriterionTick, "criterion", "state"),
    Kind.COURSE: (CourseProgress, "course", "state"),
    Kind.SKILL: (SkillClaim, "skill", "level"),
}
# What an entry shows of the guide: of its texts and figures it needs nothing.
NAMED = {"step": "name_en name_zh", "skill": "name_en name_zh", "course": "title"}
NAMES = [
    f"{subject}__{name}"
    for subject, names in NAMED.items()
    for name in ("slug", "published", *names.split())
]
NAMES += ["criterion__text_en", "criterion__text_zh"]


def changes(user) -> QuerySet:
    """One event for each entry, newest first."""
    rest = rest_of_each(user, "sweep"), rest_of_each(user, "undoes__sweep")
    events = ProgressEvent.objects.for_user(user)
    return events.exclude(pk__in=rest[0]).exclude(pk__in=rest[1]).newest_first()


def rest_of_each(user, group: str) -> QuerySet:
    """All but the first of each group. Found by way of the sweeps, of which a learner has few, not of their events."""
    grouped = ProgressEvent.objects.filter(**{f"{group}__user": user}).order_by()
    first = grouped.values(group).annotate(first=Min("pk")).values("first")
    return grouped.exclude(pk__in=first).values("pk")


def changes_of_step(user, step: Step) -> QuerySet:
    """Those of a sweep too, one by one."""
    return ProgressEvent.objects.for_user(user).filter(step=step).newest_first()


def other_changes(user) -> QuerySet:
    """Those of courses and skills alone."""
    return changes(user).filter(step=None)


@dataclass(frozen=True)
class Entry:
    """A change as a page shows it."""

    event: ProgressEvent  # as `with_details` reads it
    at: datetime  # in the time zone of the learner
    before: str  # what comes back when it is taken back
    sweep: (
        Sweep | None
    )  # the sweep for which this entry stands, or of which it is a part
    amounts: Mapping[str, int]  # of a sweep: how many changes of each kind
    is_alone: bool = (
        True  # else one of many: a row of a sweep among the changes of its step
    )

    @property
    def place(self) -> str:
        """Its id on a page; what is said of it stands there."""
        return place_of(self.event)

    @property
    def clock(self) -> str:
        return f"{self.at:%H:%M}"

    @property
    def is_sweep(self) -> bool:
        return self.is_alone and self.sweep is not None

    @property
    def is_newest(self) -> bool:
        """Nothing has changed the same thing since."""
        if self.event.kind in LATEST:
            return self.event.since == self.event.at
        return self.event.kind == Kind.HOURS or self.event.now == self.event.after

    @property
    def can_go_back(self) -> bool:
        """Whether there is anything to take back; what holds already needs no button."""
        if self.sweep:
            return self.event.sweep_id is not None and self.sweep.can_be_undone
        if self.event.is_undone:
            return False
        return (
            self.event.kind in (Kind.HOURS, Kind.NOTE) or self.event.now != self.before
        )

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


def place_of(event: ProgressEvent) -> str:
    return f"change-{event.pk}"


class Day(NamedTuple):
    date: date
    entries: list[Entry]


@dataclass(frozen=True)
class History:
    """A page of entries."""

    page: ListPage
    entries: list[Entry]

    @property
    def days(self) -> list[Day]:
        return [
            Day(day, list(its))
            for day, its in groupby(self.entries, key=lambda entry: entry.at.date())
        ]


def history_of(
    user, events: QuerySet, asked: str | None, is_alone: bool = True
) -> History:
    page = page_of(events.values_list("pk", flat=True), asked, SIZE)
    return History(page, entries_of(user, with_details(list(page)), is_alone))


def entries_of(
    user, events: Iterable[ProgressEvent], is_alone: bool = True
) -> list[Entry]:
    events, zone = list(events), ZoneInfo(user.time_zone)
    sweeps = sweeps_of(user, events)
    amounts, before = amounts_of(user, sweeps), before_of(user, events)
    return [
        Entry(
            event,
            event.at.astimezone(zone),
            before[event.pk],
            sweeps.get(event.sweep_id or event.undone_sweep),
            amounts.get(event.sweep_id, {}),
            is_alone,
        )
        for event in events
    ]


def sweeps_of(user, events: list[ProgressEvent]) -> dict[int, Sweep]:
    """Most pages have none, so they are no joins of the query for the events."""
    pks = {event.sweep_id or event.undone_sweep for event in events} - {None}
    return (
        Sweep.objects.for_user(user)
        .select_related("roadmap", "course")
        .in_bulk(list(pks))
    )


def amounts_of(user, sweeps: Iterable[int]) -> dict[int, dict[str, int]]:
    rows = (
        ProgressEvent.objects.for_user(user)
        .filter(sweep__in=list(sweeps))
        .order_by()
        .values_list("sweep", "kind")
    )
    found: dict[int, dict[str, int]] = {}
    for sweep, kind, number in rows.annotate(number=Count("pk")):
        found.setdefault(sweep, {})[kind] = number
    return found


def before_of(user, events: list[ProgressEvent]) -> dict[int, str]:
    """What comes back with each: of a step that followed an older one that may be more than its event says."""
    carried = [
        event for event in events
        if event.kind == Kind.STATE and event.before == State.NOT_STARTED and event.step_id in content_index().made_of
    ]  # fmt: skip
    states, settled = (
        states_and_superseded(saved_steps(user)) if carried else ({}, set())
    )
    shown = {
        event.pk: str(
            state_to_restore(states, event.step_id, State.NOT_STARTED, settled)
        )
        for event in carried
    }
    return {event.pk: shown.get(event.pk, event.before) for event in events}


def with_details(pks: Iterable[int]) -> QuerySet:
    """With all that an entry shows: `now` holds, `since` then, `is_undone`, and the `note` of that version."""
    undone = ProgressEvent.objects.filter(undoes=OuterRef("pk"))
    notes = StepNote.objects.filter(user=OuterRef("user"), step=OuterRef("step"))
    version = notes.annotate(named=Cast("version", CharField())).filter(
        named=OuterRef("after")
    )
    return (
        ProgressEvent.objects.filter(pk__in=pks)
        .select_related("step", "criterion", "course", "skill", "link")
        .only(
            *(field.name for field in ProgressEvent._meta.concrete_fields),
            *NAMES,
            "link__url",
            "link__title",
        )
        .annotate(
            now=now(notes),
            since=since(),
            is_undone=Exists(undone),
            undone_sweep=F("undoes__sweep"),
        )
        .annotate(
            note=Case(When(kind=Kind.NOTE, then=Subquery(version.values("text")[:1])))
        )
        .newest_first()
    )


def now(notes: QuerySet) -> Case:
    """The value of what an event changed, as it is now; `accounts.undo.holds` for many at once."""
    latest = [
        When(kind=kind, then=Cast(value_now(kind, LATEST[kind][2]), CharField()))
        for kind in LATEST
    ]
    last = Subquery(notes.order_by("-version").values("version")[:1])
    links = EvidenceLink.objects.filter(
        user=OuterRef("user"), step=OuterRef("step"), url=OuterRef("link__url")
    )
    return Case(
        *latest,
        When(kind=Kind.NOTE, then=Cast(last, CharField())),
        When(
            Q(Exists(links.filter(removed_at=None)), kind=Kind.LINK),
            then=Value("there"),
        ),
        When(kind=Kind.HOURS, then="after"),
        default=Value(""),
        output_field=CharField(),
    )


def since() -> Case:
    """When what holds now was said; for the kinds of which the last word counts."""
    changed = [When(kind=kind, then=value_now(kind, "changed_at")) for kind in LATEST]
    return Case(*changed, output_field=DateTimeField())


def value_now(kind: Kind, column: str) -> Subquery:
    model, subject, _value = LATEST[kind]
    rows = model._default_manager.filter(
        user=OuterRef("user"), **{subject: OuterRef(subject)}
    )
    return Subquery(rows.values(column)[:1])


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


def steps_of(user, progress, asked: str | None) -> StepHistories:
    """The steps on which a learner changed anything, the one changed last first."""
    events, zone = ProgressEvent.objects.for_user(user), ZoneInfo(user.time_zone)
    grouped = events.exclude(step=None).order_by().values("step")
    page = page_of(
        grouped.annotate(changes=Count("pk"), last=Max("at")).order_by(
            "-last", "-step"
        ),
        asked,
        STEPS,
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
