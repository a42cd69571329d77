"""The events of a learner with all that the history shows of them: one query a page, whose SQL is made once.

A sweep is one entry, and so is taking one back: the first of its events stands for all of them.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property

from django.db.models import (
    Case,
    CharField,
    Count,
    DateTimeField,
    Exists,
    F,
    Min,
    Model,
    OuterRef,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)

from accounts.journal.kinds import KINDS
from accounts.models import EvidenceLink, ProgressEvent
from guide.models import Course, Criterion, Skill, Step
from web.prepared_rows import PreparedRows

ENTRIES_A_PAGE = 40
# What an entry shows of the guide and of links: of their texts and figures it needs nothing else.
DETAILS = sorted({name for kind in KINDS.values() for name in kind.details})
RELATED = sorted({name.partition("__")[0] for name in DETAILS})
COLUMNS = [column.attname for column in ProgressEvent._meta.concrete_fields]
# Beside the columns; `with_details` says what they are.
FOUND = ("now", "since", "is_undone", "undone_sweep", "note")


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


def changes_of_step(user, step) -> QuerySet:
    """Those of a sweep too, one by one."""
    return ProgressEvent.objects.for_user(user).filter(step=step).newest_first()


def other_changes(user) -> QuerySet:
    """Those of courses and skills alone."""
    return changes(user).filter(step=None)


def with_details(pks: Iterable[int]) -> QuerySet:
    """With all that an entry shows: the value `now`, `since` when, `is_undone`, and the `note` of that version."""
    undone = ProgressEvent.objects.filter(undoes=OuterRef("pk"))
    return (
        ProgressEvent.objects.filter(pk__in=pks)
        .select_related(*RELATED)
        .only(*COLUMNS, *DETAILS)
        .annotate(
            # Values that are never compared are not read.
            now=of_each_kind(
                CharField(),
                default="after",
                values={
                    name: kind.current_value()
                    for name, kind in KINDS.items()
                    if kind.compares_value
                },
            ),
            since=of_each_kind(
                DateTimeField(),
                {name: kind.current_since() for name, kind in KINDS.items()},
            ),
            is_undone=Exists(undone),
            undone_sweep=F("undoes__sweep"),
            note=of_each_kind(
                TextField(), {name: kind.text_after() for name, kind in KINDS.items()}
            ),
        )
        .newest_first()
    )


def of_each_kind(output_field, values, default=None) -> Case:
    """One column with the value that the kind of each event gives; a kind without a value has the default."""
    cases = [
        When(kind=name, then=value)
        for name, value in values.items()
        if value is not None
    ]
    return Case(*cases, default=Value(default), output_field=output_field)


class EventRow:
    """An event as the queries below read it: its columns, and of what it is about what an entry shows."""

    id: int
    kind: str
    step_id: int | None
    before: str
    after: str
    at: datetime
    by: str
    sweep_id: int | None
    now: str
    since: datetime | None
    is_undone: bool
    undone_sweep: int | None
    note: str | None

    def __init__(self, values):
        self.__dict__.update(zip((*COLUMNS, *DETAILS, *FOUND), values, strict=True))

    @property
    def pk(self) -> int:
        return self.id

    # Made only where somebody asks for it: most entries look like one that was shown before.

    @cached_property
    def step(self) -> Step | None:
        return self.related_object("step", Step)

    @cached_property
    def criterion(self) -> Criterion | None:
        return self.related_object("criterion", Criterion)

    @cached_property
    def course(self) -> Course | None:
        return self.related_object("course", Course)

    @cached_property
    def skill(self) -> Skill | None:
        return self.related_object("skill", Skill)

    @cached_property
    def link(self) -> EvidenceLink | None:
        return self.related_object("link", EvidenceLink)

    def related_object(self, name: str, model: type[Model]):
        row, start = self.__dict__, f"{name}__"
        if row[f"{name}_id"] is None:
            return None
        names = [each for each in DETAILS if each.startswith(start)]
        values = {each.removeprefix(start): row[each] for each in names}
        return model(pk=row[f"{name}_id"], **values)


def page_rows(events: QuerySet, start: int) -> QuerySet:
    """With how many there are in all."""
    number = events.order_by().annotate(all=Value(1)).values("all")
    total = Subquery(number.annotate(total=Count("pk")).values("total"))
    shown = with_details(events.values("pk")[start : start + ENTRIES_A_PAGE])
    return shown.values_list(*COLUMNS, *DETAILS, *FOUND, total)


BY_DAY = PreparedRows(lambda user, start: page_rows(changes(user), start), int, int)
OTHERS = PreparedRows(
    lambda user, start: page_rows(other_changes(user), start), int, int
)
OF_STEP = PreparedRows(
    lambda user, step, start: page_rows(changes_of_step(user, step), start),
    int,
    int,
    int,
)


class EventList:
    """Events as a list that is read a page at a time. How many there are comes with each page that has any."""

    ordered = True  # for the paginator

    def __init__(self, query: PreparedRows, *keys: int, start: int = 0):
        """`start`: of the page that is asked for, if there is one."""
        self.query, self.keys = query, keys
        self.read(start)
        if start and not self.events:
            self.read(0)

    def read(self, start: int) -> None:
        rows = self.query.rows(*self.keys, start)
        self.start, self.events = start, [EventRow(row[:-1]) for row in rows]
        self.total = rows[0][-1] if rows else 0

    def count(self) -> int:
        return self.total

    def __getitem__(self, part: slice) -> list[EventRow]:
        if part.start != self.start:
            self.read(part.start)
        return self.events
