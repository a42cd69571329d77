"""What a visitor has written on a step and said of courses, account or browser behind one face."""

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

from accounts.journal.guest_drafts import Waiting, waiting_of
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
from accounts.progress.visitor import is_signed_in

RECENT = timedelta(
    hours=1
)  # how long the page itself offers to take something back; the history does so later


@dataclass(frozen=True)
class Written:
    ticks: frozenset[int] = frozenset()  # criteria, those of the step among them
    courses: Mapping[int, str] = field(default_factory=dict)  # states
    claims: Mapping[int, int] = field(default_factory=dict)  # levels by skill
    sweeps: Mapping[int, int] = field(
        default_factory=dict
    )  # by course, the one that can be taken back
    minutes: int = 0
    added: tuple[int, int] | None = (
        None  # the event of the last addition, and its minutes
    )

    def course(self, course: int) -> str:
        return self.courses.get(course, CourseProgress.State.NONE)


def written_of(request, step: int | None = None) -> Written:
    """One query a page for somebody signed in, however much they wrote; none for anybody else."""
    kept = request.__dict__.setdefault("_written", {})
    if step not in kept:
        kept[step] = (
            written_by(request.user, step)
            if is_signed_in(request)
            else written_in(waiting_of(request), step)
        )
    return kept[step]


def written_by(user, step: int | None) -> Written:
    first, *others = columns_about(user) + (columns_on(user, step) if step else [])
    found: dict[str, dict[int, str]] = {}
    for kind, subject, value in first.union(*others, all=True):
        found.setdefault(kind, {})[subject] = value
    sweeps = {
        int(course): sweep for sweep, course in sorted(found.get("sweep", {}).items())
    }
    return Written(
        ticks=ticked_criteria(found.get("tick", {}), criterion_succession().before)
        if step
        else frozenset(),
        courses=courses_shown(found.get("course", {})),
        claims={skill: int(level) for skill, level in found.get("skill", {}).items()},
        sweeps=sweeps,
        minutes=sum(int(minutes) for minutes in found.get("hours", {}).values()),
        added=last_addition(found.get("added", {})),
    )


def written_in(waiting: Waiting, step: int | None) -> Written:
    if not waiting.entries:
        return Written()
    return Written(
        ticks=ticked_criteria(
            {entry.subject: entry.value for entry in waiting.of(Kind.CRITERION)},
            criterion_succession().before,
        ),
        courses=courses_shown(
            {entry.subject: entry.value for entry in waiting.of(Kind.COURSE)}
        ),
        minutes=waiting.minutes(step) if step else 0,
    )


def carried_tick(user, criterion) -> Mapping[int, str]:
    """What pages show of a criterion that replaced others, as long as nothing was said of it."""
    if (
        criterion.pk not in criterion_succession().before
        or criterion.pk not in written_by(user, criterion.step_id).ticks
    ):
        return {}
    return {criterion.pk: CriterionTick.State.TICKED}


def carried_course(user, course) -> Mapping[int, str]:
    if course.pk not in content_index().replaced_courses:
        return {}
    return {course.pk: written_by(user, None).course(course.pk)}


def courses_shown(said: Mapping[int, str]) -> Mapping[int, str]:
    """What was said of a course holds for the one that replaced it, until something is said of that one itself."""
    return carried_over(
        said,
        content_index().replaced_courses,
        CourseProgress.State.values,
        superseded=said,
    )


def last_addition(events: Mapping[int, str]) -> tuple[int, int] | None:
    if not events:
        return None
    event = max(events)
    before, after = events[event].split()
    return event, int(after) - int(before)


def columns(kind: str, rows: QuerySet, subject: str, value) -> QuerySet:
    value = Cast(value, TextField()) if isinstance(value, str) else value
    return rows.order_by().values_list(Value(kind, CharField()), F(subject), value)


def columns_about(user) -> list[QuerySet]:
    """What was said of courses and skills, wherever."""
    sweeps = Sweep.objects.for_user(user).filter(
        kind=Sweep.Kind.COURSE,
        undone_at=None,
        at__gt=timezone.now() - CAN_BE_UNDONE_FOR,
    )
    return [
        columns("course", CourseProgress.objects.for_user(user), "course_id", "state"),
        columns(
            "skill",
            SkillClaim.objects.for_user(user).filter(level__gt=0),
            "skill_id",
            "level",
        ),
        columns("sweep", sweeps, "pk", "course_id"),
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
    return [
        columns("tick", ticks, "criterion_id", "state"),
        columns(
            "hours",
            StepHours.objects.for_user(user).filter(step=step),
            "step_id",
            "minutes",
        ),
        columns("added", additions, "pk", change),
    ]


def note_of(request, step) -> StepNote:
    """The last version; without an account the text that waits for one, which has number 0."""
    if is_signed_in(request):
        return StepNote.objects.current(request.user, step)
    return StepNote(step_id=step.pk, version=0, text=waiting_of(request).note(step.pk))


def links_of(request, step) -> tuple[list[EvidenceLink], EvidenceLink | None]:
    """The links that are shown, and the one removed last if that was a moment ago."""
    if not is_signed_in(request):
        return waiting_of(request).links(step.pk), None
    recent = timezone.now() - RECENT
    rows = EvidenceLink.objects.for_user(request.user).filter(step=step.pk)
    rows = list(
        (rows.shown() | rows.filter(removed_at__gt=recent)).order_by("added_at", "pk")
    )
    shown = [link for link in rows if link.removed_at is None]
    removed = [
        link
        for link in rows
        if link.removed_at and link.url not in {other.url for other in shown}
    ]
    return shown, max(removed, key=lambda link: link.removed_at, default=None)
