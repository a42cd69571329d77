"""What a visitor has written on a step and set for courses and skills: one query a page, for a guest none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import (
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from accounts.journal.guest_drafts import GuestDrafts, drafts_of
from accounts.models import (
    By,
    CourseProgress,
    CriterionTick,
    EvidenceLink,
    Kind,
    ProgressEvent,
    SkillClaim,
    StepHours,
    StepNote,
    Sweep,
)
from accounts.models.sweep import CAN_BE_UNDONE_FOR
from accounts.progress.content_index import content_index
from accounts.progress.criterion_successors import criterion_succession, ticked_criteria
from accounts.progress.merge import carried_over
from web.access import is_signed_in
from web.prepared_rows import PreparedRows

# How long the page itself offers to take something back; the history does so later.
RECENT = timedelta(hours=1)


@dataclass(frozen=True)
class JournalEntries:
    ticks: frozenset[int] = frozenset()  # criteria, those of the step among them
    courses: Mapping[int, str] = field(default_factory=dict)  # states
    claims: Mapping[int, int] = field(default_factory=dict)  # levels by skill
    # By course, the sweep that can be taken back.
    sweeps: Mapping[int, int] = field(default_factory=dict)
    minutes: int = 0
    # The event of the last addition of hours, and its minutes.
    last_addition: tuple[int, int] | None = None
    # Whether there is, or was, a note and a link.
    has_note: bool = True
    has_links: bool = True

    def course_state(self, course: int) -> str:
        return self.courses.get(course, CourseProgress.State.NONE)


def entries_of(request, step: int | None = None) -> JournalEntries:
    """One query a page for somebody signed in, however much they wrote; none for anybody else."""
    known = request.__dict__.setdefault("_entries", {})
    if step not in known:
        known[step] = (
            account_entries(request.user, step)
            if is_signed_in(request)
            else draft_entries(drafts_of(request), step)
        )
    return known[step]


def known_entries(request, step: int) -> JournalEntries:
    """What was read already, for what need not be read then."""
    return request.__dict__.get("_entries", {}).get(step, JournalEntries())


def forget_entries(request) -> None:
    """What the request has changed is read anew."""
    request.__dict__.pop("_entries", None)
    request.__dict__.pop("_sections", None)


def account_entries(user, step: int | None) -> JournalEntries:
    found: dict[str, dict[int, str]] = {}
    for name, subject, value in account_rows(user.pk, step):
        found.setdefault(name, {})[subject] = value
    sweeps = sorted(found.get("sweep", {}).items())
    return JournalEntries(
        ticks=ticked_criteria(found.get("tick", {}), criterion_succession().before)
        if step
        else frozenset(),
        courses=displayed_courses(found.get("course", {})),
        claims={skill: int(level) for skill, level in found.get("skill", {}).items()},
        sweeps={int(course): sweep for sweep, course in sweeps},
        minutes=sum(int(minutes) for minutes in found.get("hours", {}).values()),
        last_addition=last_addition(found.get("added", {})),
        has_note="note" in found,
        has_links="link" in found,
    )


def draft_entries(drafts: GuestDrafts, step: int | None) -> JournalEntries:
    if not drafts:
        return JournalEntries()
    ticks, courses = (
        {draft.subject: draft.value for draft in drafts.of_kind(kind)}
        for kind in (Kind.CRITERION, Kind.COURSE)
    )
    additions = drafts.of_kind(Kind.HOURS, step) if step else []
    return JournalEntries(
        ticks=ticked_criteria(ticks, criterion_succession().before),
        courses=displayed_courses(courses),
        minutes=sum(int(draft.value) for draft in additions),
    )


def displayed_courses(states: Mapping[int, str]) -> Mapping[int, str]:
    """The state of a course counts for the one that replaced it, until that one has a state of its own."""
    return carried_over(
        states,
        content_index().replaced_courses,
        CourseProgress.State.values,
        superseded=states,
    )


def last_addition(events: Mapping[int, str]) -> tuple[int, int] | None:
    if not events:
        return None
    event = max(events)
    before, after = events[event].split()
    return event, int(after) - int(before)


def labelled_columns(name: str, rows: QuerySet, subject: str, value) -> QuerySet:
    value = Cast(value, TextField()) if isinstance(value, str) else value
    return rows.order_by().values_list(Value(name, CharField()), F(subject), value)


def united_columns(parts: list[QuerySet]) -> QuerySet:
    return parts[0].union(*parts[1:], all=True)


def account_rows(user: int, step: int | None) -> list[tuple]:
    now = timezone.now()
    since, recent = now - CAN_BE_UNDONE_FOR, now - RECENT
    if step is None:
        return ROWS_ABOUT.rows(user, since)
    if not (older := criterion_succession().on_step.get(step)):
        return ROWS_ON_STEP.rows(user, since, step, recent)
    parts = [
        *columns_about(user, since),
        *columns_on(user, step, recent),
        tick_columns(user, Q(criterion__in=older)),
    ]
    return list(united_columns(parts))


def columns_about(user: int, since: datetime) -> list[QuerySet]:
    """Of courses and skills, on whatever page. `since`: from when on a sweep can be undone."""
    sweeps = Sweep.objects.for_user(user).filter(
        kind=Sweep.Kind.COURSE, undone_at=None, at__gt=since
    )
    claims = SkillClaim.objects.for_user(user).filter(level__gt=0)
    return [
        labelled_columns(
            "course", CourseProgress.objects.for_user(user), "course_id", "state"
        ),
        labelled_columns("skill", claims, "skill_id", "level"),
        labelled_columns("sweep", sweeps, "pk", "course_id"),
    ]


def tick_columns(user: int, condition: Q) -> QuerySet:
    ticks = CriterionTick.objects.for_user(user).filter(condition)
    return labelled_columns("tick", ticks, "criterion_id", "state")


def columns_on(user: int, step: int, recent: datetime) -> list[QuerySet]:
    """Of a step. `recent`: from when on its page offers to take hours back."""
    undone = ProgressEvent.objects.filter(undoes=OuterRef("pk"))
    additions = ProgressEvent.objects.for_user(user).filter(
        ~Exists(undone), kind=Kind.HOURS, step=step, by=By.PRESS, at__gt=recent
    )
    change = Concat("before", Value(" "), "after", output_field=TextField())
    hours = StepHours.objects.for_user(user).filter(step=step)
    notes = StepNote.objects.for_user(user).filter(step=step)
    links = EvidenceLink.objects.for_user(user).filter(step=step)
    return [
        tick_columns(user, Q(criterion__step=step)),
        labelled_columns("hours", hours, "step_id", "minutes"),
        labelled_columns("added", additions, "pk", change),
        labelled_columns("note", notes, "step_id", Value("", TextField())),
        labelled_columns("link", links, "step_id", Value("", TextField())),
    ]


ROWS_ABOUT = PreparedRows(
    lambda user, since: united_columns(columns_about(user, since)), int, datetime
)
ROWS_ON_STEP = PreparedRows(
    lambda user, since, step, recent: united_columns(
        columns_about(user, since) + columns_on(user, step, recent)
    ),
    int,
    datetime,
    int,
    datetime,
)
