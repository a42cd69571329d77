"""What a guest wrote before there is an account: it waits in the session, on the server, until somebody signs in.

At sign-up it is written into the new account in the request that makes it. It leaves the session at sign-in, when
everything is written that contradicts nothing; the rest is asked about.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import DEFAULT_DB_ALIAS, models
from django.utils import timezone

from accounts.models import (
    By,
    CourseProgress,
    CriterionTick,
    EvidenceLink,
    Kind,
    StepHours,
    StepNote,
)
from accounts.models.evidence_link import TooManyError
from accounts.models.write_lock import atomic_write
from accounts.progress.content_index import content_index
from accounts.progress.criterion_successors import criterion_succession, ticked_criteria
from accounts.progress.guest_cookie import FullError
from accounts.progress.merge import carried_over
from guide.models import Course, Criterion, Step

NAME = "waiting"  # session key
MOST_ENTRIES = 50
MOST_BYTES = 40_000
SUBJECTS: dict[str, type[models.Model]] = {
    Kind.CRITERION: Criterion, Kind.COURSE: Course, Kind.NOTE: Step, Kind.LINK: Step, Kind.HOURS: Step,
}  # fmt: skip
SAYS_NOTHING = {
    Kind.CRITERION: CriterionTick.NOTHING,
    Kind.COURSE: CourseProgress.NOTHING,
    Kind.NOTE: "",
}


@dataclass(frozen=True)
class Entry:
    kind: str
    subject: int  # the criterion, the course or the step
    value: str  # a state, a text, an address, minutes
    more: str = ""  # the title of a link, the key of an addition
    at: str = field(default_factory=lambda: timezone.now().isoformat())

    @property
    def key(self) -> str:
        """An entry of the same key replaces it: one note a step, one state a course, each link and addition once."""
        told_apart = {Kind.LINK: self.value, Kind.HOURS: self.more}.get(self.kind)
        return ":".join(filter(None, [self.kind, str(self.subject), told_apart]))

    @property
    def says_nothing(self) -> bool:
        return SAYS_NOTHING.get(self.kind) == self.value


def came_along(entry: Entry) -> bool:
    """Whether an older criterion or course may have brought something along to which this one says no."""
    return entry.subject in {
        Kind.CRITERION: criterion_succession().before,
        Kind.COURSE: content_index().replaced_courses,
    }.get(entry.kind, ())


@dataclass(frozen=True)
class Waiting:
    entries: Mapping[str, Entry] = field(default_factory=dict)

    def kept(self, entry: Entry) -> "Waiting":
        entries = {
            key: other for key, other in self.entries.items() if key != entry.key
        }
        return Waiting(
            entries
            if entry.says_nothing and not came_along(entry)
            else {**entries, entry.key: entry}
        )

    def without(self, key: str) -> "Waiting":
        return Waiting(
            {other: entry for other, entry in self.entries.items() if other != key}
        )

    def of(self, kind: str, subject: int | None = None) -> list[Entry]:
        return [
            entry
            for entry in self.entries.values()
            if entry.kind == kind and subject in (None, entry.subject)
        ]

    def note(self, step: int) -> str:
        return next((entry.value for entry in self.of(Kind.NOTE, step)), "")

    def links(self, step: int) -> list[EvidenceLink]:
        return [
            EvidenceLink(step_id=step, url=entry.value, title=entry.more)
            for entry in self.of(Kind.LINK, step)
        ]

    def minutes(self, step: int) -> int:
        return sum(int(entry.value) for entry in self.of(Kind.HOURS, step))

    def packed(self) -> list[dict]:
        record = [asdict(entry) for entry in self.entries.values()]
        if (
            len(record) > MOST_ENTRIES
            or len(json.dumps(record, ensure_ascii=False).encode()) > MOST_BYTES
        ):
            raise FullError
        return record


def unpacked(record: list[dict] | None) -> Waiting:
    entries = (Entry(**fields) for fields in record or ())
    return Waiting({entry.key: entry for entry in entries})


def waiting_of(request) -> Waiting:
    """What the session holds; without its cookie the session is not touched."""
    if not hasattr(request, "_waiting"):
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        request._waiting = (
            unpacked(request.session.get(NAME)) if has_session else Waiting()
        )
    return request._waiting


def keep(request, entry: Entry) -> None:
    change(request, lambda waiting: waiting.kept(entry))


def forget(request, key: str) -> None:
    if key in waiting_of(request).entries:
        change(request, lambda waiting: waiting.without(key))


def change(request, make) -> None:
    """Changes what the session holds at this moment, not when the request began: two tabs at once lose nothing."""
    waiting_of(request)
    with atomic_write(DEFAULT_DB_ALIAS):
        row = (
            Session.objects.select_for_update()
            .filter(pk=request.session.session_key)
            .first()
        )
        if row is None:
            request._waiting = make(Waiting())
            request.session[NAME] = request._waiting.packed()
            return
        held = row.get_decoded()
        request._waiting = make(unpacked(held.get(NAME)))
        row.session_data = request.session.encode(
            {**held, NAME: request._waiting.packed()}
        )
        row.save(update_fields=["session_data"])


# Into an account


def bring(request, user, by: By) -> Waiting:
    """Write what the account says nothing about, and what cannot contradict it. Returns what has to be asked about.

    Doing it twice writes once.
    """
    waiting = waiting_of(request)
    known = subjects_of(waiting)
    left = waiting
    for key, entry in waiting.entries.items():
        subject = known[entry.kind].get(entry.subject)
        if subject is None or settled(
            entry, user, subject, by
        ):  # what it was about may be gone from the guide
            left = left.without(key)
    return left


def subjects_of(waiting: Waiting) -> dict[str, dict[int, models.Model]]:
    """By kind and primary key: one query for each of three models, where there is anything."""
    asked: dict[type[models.Model], set[int]] = {}
    for entry in waiting.entries.values():
        asked.setdefault(SUBJECTS[entry.kind], set()).add(entry.subject)
    rows = {Criterion: Criterion.objects.select_related("step")}
    found = {
        model: rows.get(model, model.objects).in_bulk(keys)
        for model, keys in asked.items()
    }
    return {kind: found.get(model, {}) for kind, model in SUBJECTS.items()}


def settle(request, user) -> Waiting:
    """At sign-in."""
    if waiting_of(request).entries:
        request._waiting = bring(request, user, By.MERGE)
        request.session[NAME] = request._waiting.packed()
    return waiting_of(request)


def settled(entry: Entry, user, subject, by: By) -> bool:
    """Whether the account holds an entry now. False where it says something else, or has no room."""
    match entry.kind:
        case Kind.CRITERION:
            return latest_settled(
                CriterionTick, entry, user, by, step_id=subject.step_id
            )
        case Kind.COURSE:
            return latest_settled(CourseProgress, entry, user, by)
        case Kind.NOTE:
            return note_settled(entry, user, subject, by)
        case Kind.LINK:
            return link_settled(entry, user, subject, by)
        case Kind.HOURS:
            StepHours.objects.add(
                user, subject, int(entry.value), key=entry.more, by=by
            )
    return True


def latest_said(model, entry, user) -> str | None:
    """What the account says of it, or shows because an older one brought it along."""
    said = dict(model.objects.for_user(user).values_list(model.subject, "state"))
    if entry.subject in said or not came_along(entry):
        return said.get(entry.subject)
    if model is CriterionTick:
        return (
            CriterionTick.State.TICKED
            if entry.subject in ticked_criteria(said, criterion_succession().before)
            else None
        )
    states = carried_over(
        said,
        content_index().replaced_courses,
        CourseProgress.State.values,
        superseded=said,
    )
    return (
        states[entry.subject]
        if states[entry.subject] != CourseProgress.NOTHING
        else None
    )


def shown(model, entry, user) -> Mapping[int, str]:
    return {entry.subject: latest_said(model, entry, user) or model.NOTHING}


def latest_settled(model, entry, user, by, **event) -> bool:
    said = latest_said(model, entry, user)
    if said is None:
        model.objects.set(user, entry.subject, entry.value, by=by, **event)
    return said in (None, entry.value)


def note_settled(entry, user, step, by) -> bool:
    notes = StepNote.objects.for_user(user).filter(step=step)
    current = StepNote.objects.current(user, step)
    if notes.filter(text=entry.value).exists():
        return True
    if current.text:
        return False
    StepNote.objects.write(user, step, entry.value, seen=current.version, by=by)
    return True


def link_settled(entry, user, step, by) -> bool:
    brought = EvidenceLink.objects.for_user(user).filter(step=step, url=entry.value)
    if not brought.filter(added_at__gte=datetime.fromisoformat(entry.at)).exists():
        try:
            EvidenceLink.objects.add(user, step, entry.value, entry.more, by=by)
        except TooManyError:
            return False
    return True


# What the account says otherwise


def says(entry: Entry, user, subject):
    """What holds in the account, for the question which of both it shall be: a note, or a state in words."""
    match entry.kind:
        case Kind.CRITERION:
            return CriterionTick.State(
                latest_said(CriterionTick, entry, user) or CriterionTick.NOTHING
            ).label
        case Kind.COURSE:
            return CourseProgress.State(
                latest_said(CourseProgress, entry, user) or CourseProgress.NOTHING
            ).label
        case Kind.NOTE:
            return StepNote.objects.current(user, subject)
    return None


def overrule(entry: Entry, user) -> bool:
    """What waited holds instead of what the account says. False where there is no room for it."""
    subject = SUBJECTS[entry.kind].objects.filter(pk=entry.subject).first()
    if subject is None:
        return True
    match entry.kind:
        case Kind.CRITERION:
            CriterionTick.objects.set_state(
                user,
                subject,
                entry.value,
                by=By.MERGE,
                shown=shown(CriterionTick, entry, user),
            )
        case Kind.COURSE:
            CourseProgress.objects.set(
                user,
                subject.pk,
                entry.value,
                by=By.MERGE,
                shown=shown(CourseProgress, entry, user),
            )
        case Kind.LINK:
            return link_settled(entry, user, subject, By.MERGE)
    return entry.kind != Kind.NOTE  # a note is decided about where both texts are shown
