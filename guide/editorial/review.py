"""A second pair of eyes: who asked for it, what was said and decided. All of it stays with the draft.

Whoever wrote a part of a draft is no reader of it, nor is who wrote a part of a record that the draft brings onto the
site. An approval counts for what the draft said then.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Case, Q, QuerySet, When
from django.utils import timezone

from guide.editorial.documents import (
    digest_of,
    document_before,
    stands_on_site,
    unpack,
)
from guide.models import DraftNote, Revision

Kind, State = DraftNote.Kind, Revision.State
DECISIONS = {
    Kind.ASKED: State.REVIEW,
    Kind.APPROVED: State.APPROVED,
    Kind.SENT_BACK: State.SENT_BACK,
}


class Person(NamedTuple):
    """Of an account, which is known by its number: an address may change."""

    number: int | None
    name: str


NOBODY = Person(None, "")  # a program


def person_of(user: Any) -> Person:
    return Person(user.pk, user.get_username())


def draft_digest(draft: Revision) -> str:
    return digest_of(unpack(draft.document))


def note(draft: Revision, kind: str, person: Person, text: str = "") -> DraftNote:
    """Keep it, and move the draft on where it is a decision. Who wants to hear of it does, once it is kept."""
    made = DraftNote.objects.create(
        draft=draft,
        kind=kind,
        text=text,
        at=timezone.now(),
        by=person.name,
        person=person.number,
        digest=draft_digest(draft),
        document=draft.document if kind == Kind.WRITTEN else None,
    )
    if state := DECISIONS.get(Kind(kind)):
        draft.state = state
        if kind == Kind.SENT_BACK:
            draft.publish_at = None
        draft.save(update_fields=["state", "publish_at"])
        for tell in listeners:
            transaction.on_commit(partial(tell, made), robust=True)
    return made


def has_written(draft: Revision, person: Person) -> bool:
    """Whether a part of what it brings onto the site is this person's."""
    return wrote_draft(draft, person) or (
        brings_record(draft) and wrote_unseen_record(draft, person)
    )


def by_person(person: Person) -> Q:
    """What this person did, under whichever address; never what a program did."""
    named = Q(by=person.name) & ~Q(by="")
    return named if person.number is None else named | Q(person=person.number)


def wrote_draft(draft: Revision, person: Person) -> bool:
    if draft.by == person.name or (person.number and draft.person == person.number):
        return True
    return draft.notes.filter(by_person(person), kind=Kind.WRITTEN).exists()


def brings_record(draft: Revision) -> bool:
    """Whether the draft shows a record that was there and that the site does not show."""
    says = unpack(draft.document)
    was = document_before(says, unpack(draft.before))
    return (
        bool(was)
        and stands_on_site(says, draft.model)
        and not stands_on_site(was, draft.model)
    )


def wrote_unseen_record(draft: Revision, person: Person) -> bool:
    """Whether a part of the record is this person's that was written since the site showed it last."""
    mine = by_person(person)
    saves = Revision.objects.live().of_record(draft.model, draft.key, draft.row)
    shown_last = next(
        (each for each in saves if stands_on_site(unpack(each.document), draft.model)),
        None,
    )
    drafts = Revision.objects.filter(
        model=draft.model, row=draft.row, state=State.PUBLISHED
    )
    if shown_last:
        saves = saves.filter(pk__gt=shown_last.pk)
        since = Q(notes__kind=Kind.PUBLISHED, notes__at__gt=shown_last.at)
        drafts = drafts.filter(since)
    written = DraftNote.objects.filter(mine, kind=Kind.WRITTEN, draft__in=drafts)
    published = Revision.Reason.DRAFT  # by who published what others wrote
    return saves.filter(mine).exclude(reason=published).exists() or written.exists()


def last_approval(draft: Revision) -> DraftNote | None:
    return draft.notes.filter(kind=Kind.APPROVED).last()


def notes_of(draft: Revision) -> list[DraftNote]:
    """With `has_words`: whether what the draft said then is kept. One query."""
    has_words = Case(When(document=None, then=False), default=True)
    return list(draft.notes.defer("document").annotate(has_words=has_words))


def wording(draft: Revision, note: int | None) -> DraftNote | None:
    """An earlier one, by the note of who wrote it."""
    return draft.notes.filter(pk=note).exclude(document=None).first()


def counting_approval(draft: Revision) -> DraftNote | None:
    """None where nobody else approved what the draft says now."""
    approval = last_approval(draft)
    if draft.state != State.APPROVED or approval is None:
        return None
    reader = Person(approval.person, approval.by)
    is_current = approval.digest == draft_digest(draft)
    return approval if is_current and not has_written(draft, reader) else None


def stale_approval(draft: Revision) -> DraftNote | None:
    """One that no longer counts, because the draft has changed since."""
    approval = last_approval(draft)
    if not draft.is_waiting or approval is None or counting_approval(draft):
        return None
    return approval if approval.digest != draft_digest(draft) else None


def waiting_for(user: Any) -> QuerySet[Revision]:
    """The drafts for which a review was asked, and which this person may read and did not write. One query.

    Where nobody publishes alone, what only brings the person's own record waits for others too.
    """
    labels = [
        label
        for label in Revision.objects.filter(state=State.REVIEW)
        .order_by()
        .values_list("model", flat=True)
        .distinct()
        if user.has_perm("guide.change_" + label.partition(".")[2])
    ]
    mine = Q(notes__person=user.pk) | Q(notes__by=user.get_username())
    written = Revision.objects.filter(mine, notes__kind=Kind.WRITTEN)
    drafts = Revision.objects.filter(state=State.REVIEW, model__in=labels)
    theirs = drafts.exclude(by=user.get_username()).exclude(pk__in=written.values("pk"))
    if settings.TWO_PERSON_RULE:
        person = person_of(user)
        own = [draft.pk for draft in theirs if has_written(draft, person)]
        theirs = theirs.exclude(pk__in=own)
    return theirs.without_documents()


Listener = Callable[[DraftNote], None]
listeners: list[Listener] = []


def hears_of_reviews(listener: Listener) -> Listener:
    """Register a function that is called after the commit of a request, an approval, a sending back."""
    listeners.append(listener)
    return listener
