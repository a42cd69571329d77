"""Taking back a change that the history shows: what it changed goes back to what it was before."""

from django.db import IntegrityError

from accounts.models import (
    By,
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
)
from accounts.progress.content_index import content_index
from accounts.progress.visitor import (
    saved_steps,
    set_step_state,
    state_to_restore,
    states_and_superseded,
)


class ChangedSince(Exception):
    """The history was out of date: something else holds `now`."""

    def __init__(self, now):
        super().__init__()
        self.now = now


def undo(event: ProgressEvent, seen: str) -> None:
    """Take back a change, once however often it is asked for. `seen` is what the page said holds now.

    Raises ChangedSince where that is no longer so, and step_note.Changed where the note is another one by now.
    """
    if is_undone(event):
        return
    if event.kind != Kind.HOURS and (now := holds(event)) != seen:
        raise ChangedSince(now)
    try:
        TAKE_BACK[event.kind](event, {"by": By.UNDO, "undoes": event})
    except IntegrityError:
        if not is_undone(event):  # else somebody pressed twice at once
            raise


def is_undone(event: ProgressEvent) -> bool:
    return ProgressEvent.objects.filter(undoes=event.pk).exists()


def holds(event: ProgressEvent) -> str:
    """The value of what an event changed, as it is now."""
    user, step = event.user, event.step
    match event.kind:
        case Kind.STATE:
            row, nothing = (
                StepProgress.objects.for_user(user)
                .filter(step=step)
                .values_list("state"),
                State.NOT_STARTED,
            )
        case Kind.CRITERION:
            row, nothing = rows_of(CriterionTick, event), CriterionTick.NOTHING
        case Kind.COURSE:
            row, nothing = rows_of(CourseProgress, event), CourseProgress.NOTHING
        case Kind.SKILL:
            row, nothing = rows_of(SkillClaim, event), SkillClaim.NOTHING
        case Kind.HOURS:
            row, nothing = (
                StepHours.objects.for_user(user)
                .filter(step=step)
                .values_list("minutes"),
                0,
            )
        case Kind.NOTE:
            return str(StepNote.objects.current(user, step).version)
        case Kind.LINK:
            return "there" if is_shown(event.link) else ""
    found = row.first()
    return str(found[0] if found else nothing)


def rows_of(model, event):
    subject = f"{model.subject}_id"
    return (
        model.objects.for_user(event.user)
        .filter(**{subject: getattr(event, subject)})
        .values_list(model.value)
    )


def is_shown(link: EvidenceLink) -> bool:
    return (
        EvidenceLink.objects.for_user(link.user)
        .filter(step=link.step_id, url=link.url)
        .shown()
        .exists()
    )


def take_back_state(event, change):
    set_step_state(event.user, event.step, before_of(event), **change)


def before_of(event) -> State:
    """Where nothing had been said about the step, what it had taken over from an older one comes back."""
    before = State(event.before)
    if before != State.NOT_STARTED or event.step_id not in content_index().made_of:
        return before
    states, settled = states_and_superseded(saved_steps(event.user))
    return state_to_restore(states, event.step_id, before, settled)


def take_back_tick(event, change):
    CriterionTick.objects.set_state(event.user, event.criterion, event.before, **change)


def take_back_course(event, change):
    CourseProgress.objects.set(event.user, event.course_id, event.before, **change)


def take_back_claim(event, change):
    SkillClaim.objects.set(event.user, event.skill_id, int(event.before), **change)


def take_back_hours(event, change):
    StepHours.objects.add(
        event.user, event.step, int(event.before) - int(event.after), **change
    )


def take_back_note(event, change):
    older = (
        StepNote.objects.for_user(event.user)
        .filter(step=event.step, version=event.before)
        .first()
    )
    StepNote.objects.write(
        event.user,
        event.step,
        older.text if older else "",
        seen=int(holds(event)),
        **change,
    )


def take_back_link(event, change):
    link = event.link
    if event.after == "there":
        EvidenceLink.objects.remove(link, **change)
    else:
        EvidenceLink.objects.add(event.user, event.step, link.url, link.title, **change)


TAKE_BACK = {
    Kind.STATE: take_back_state,
    Kind.CRITERION: take_back_tick,
    Kind.COURSE: take_back_course,
    Kind.SKILL: take_back_claim,
    Kind.HOURS: take_back_hours,
    Kind.NOTE: take_back_note,
    Kind.LINK: take_back_link,
}
