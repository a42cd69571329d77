"""What a visitor has written on a step and set for courses and skills: one query a page, for a guest none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

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
    Kind,
    ProgressEvent,
    SkillClaim,
    StepHours,
    Sweep,
)
from accounts.models.sweep import CAN_BE_UNDONE_FOR
from accounts.progress.content_index import content_index
from accounts.progress.criterion_successors import criterion_succession, ticked_criteria
from accounts.progress.merge import carried_over
from web.access import is_signed_in

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


def forget_entries(request) -> None:
    """What the request has changed is read anew."""
    request.__dict__.pop("_entries", None)
    request.__dict__.pop("_sections", None)


def account_entries(user, step: int | None) -> JournalEntries:
    first, *others = columns_about(user) + (columns_on(user, step) if step else [])
    found: dict[str, dict[int, str]] = {}
    for name, subject, value in first.union(*others, all=True):
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


def columns_about(user) -> list[QuerySet]:
    """Of courses and skills, on whatever page."""
    sweeps = Sweep.objects.for_user(user).filter(
        kind=Sweep.Kind.COURSE,
        undone_at=None,
        at__gt=timezone.now() - CAN_BE_UNDONE_FOR,
    )
    claims = SkillClaim.objects.for_user(user).filter(level__gt=0)
    return [
        labelled_columns(
            "course", CourseProgress.objects.for_user(user), "course_id", "state"
        ),
        labelled_columns("skill", claims, "skill_id", "level"),
        labelled_columns("sweep", sweeps, "pk", "course_id"),
    ]


def columns_on(user, step: int) -> list[QuerySet]:
    undone = ProgressEvent.objects.filter(undoes=OuterRef("pk"))
    additions = ProgressEvent.objects.for_user(user).filter(
        ~Exists(undone),
        kind=Kind.HOURS,
        step=step,
        by=By.PRESS,
        at__gt=timezone.now() - RECENT,
    )
    change = Concat("before", Value(" "), "after", output_field=TextField())
    of_step = Q(criterion__step=step) | Q(
        criterion__in=criterion_succession().on_step.get(step, ())
    )
    ticks = CriterionTick.objects.for_user(user).filter(of_step)
    hours = StepHours.objects.for_user(user).filter(step=step)
    return [
        labelled_columns("tick", ticks, "criterion_id", "state"),
        labelled_columns("hours", hours, "step_id", "minutes"),
        labelled_columns("added", additions, "pk", change),
    ]
