"""Drafts: documents that wait. A draft is merged with what happened since it was made, and applied."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from guide.editorial.applying import Application
from guide.editorial.documents import (
    Document,
    RecordNow,
    changed_fields,
    difference,
    document_before,
    pack,
    read_record,
    root_key,
    unpack,
)
from guide.editorial.keeping import WORK, Silence, doing
from guide.editorial.merging import Disputed, Merge
from guide.editorial.review import NOBODY, Person, note
from guide.editorial.two_persons import check_due, check_publisher
from guide.models import Conflict, ContentVersion, DraftNote, Keyed, Revision
from guide.models.refusal import Refusal
from guide.sync.database import ContentTables
from guide.sync.record_schema import schema_of

# Rows that only a trial makes have the same keys each time, so that a form finds them again.
TRIAL_KEYS = 2_000_000_000


@contextmanager
def trial() -> Iterator[None]:
    """All that is written meanwhile is taken back, and nothing that is computed from it is kept."""
    with transaction.atomic(), ContentVersion.previewing(), doing(Silence()):
        yield
        transaction.set_rollback(True)


def write_draft(
    draft: Revision | None,
    label: str,
    row: int | None,
    base: RecordNow,
    document: Document,
    person: Person,
) -> Revision | None:
    """A new draft, or what the draft says from now on; None where nothing differs from what it was made from.

    `row`: the primary key of the record, None of one that the draft makes.
    """
    before = difference(base.document, document, label)
    if not before and draft is None:
        return None
    packed = pack(document), pack(before)
    if draft and packed == (bytes(draft.document), bytes(draft.before)):
        return draft
    if draft is None and (same := same_draft(label, row, packed, person)):
        return same
    draft = draft or Revision(
        model=label,
        row=row,
        by=person.name,
        person=person.number,
        reason=Revision.Reason.DRAFT,
    )
    draft.key = root_key(base.document, label) or root_key(document, label)
    draft.version = base.version
    draft.state = Revision.State.DRAFT
    draft.document, draft.before = packed
    draft.fields = changed_fields(before, document, label)
    draft.at = timezone.now()
    draft.save()
    note(draft, DraftNote.Kind.WRITTEN, person)
    return draft


def same_draft(
    label: str, row: int | None, packed: tuple[bytes, bytes], person: Person
) -> Revision | None:
    """One of this person that waits and says just that: the button was pressed twice."""
    mine = Revision.objects.drafts().filter(model=label, row=row, by=person.name)
    return mine.filter(document=packed[0], before=packed[1]).first()


def base_of(draft: Revision) -> Document:
    """What the draft was made from."""
    return document_before(unpack(draft.document), unpack(draft.before))


def row_of(draft: Revision) -> Keyed | None:
    """The record, locked until the end of the transaction; None where the draft makes it.

    Raises Refusal where it is gone, or has been made by somebody else.
    """
    model = apps.get_model(draft.model)
    if draft.row is None:
        if draft.key in ContentTables().ids_by_key(schema_of(model)):
            raise Refusal("made-meanwhile")
        return None
    row = (
        model._base_manager.select_for_update(of=("self",)).filter(pk=draft.row).first()
    )
    if row is None:
        raise Refusal("gone")
    return row


def merge_draft(draft: Revision, now: Document, prefers_theirs: bool = False) -> Merge:
    merge = Merge(base_of(draft), now, unpack(draft.document), prefers_theirs)
    return merge.run(draft.model)


def base_of_next(draft: Revision, now: RecordNow) -> RecordNow:
    """What a draft that is edited again is made from: what is there now, as its form shows it.

    Where somebody else changed the same since, the form shows the draft's own value: there it stays made from what it
    was made from, so that publishing finds both.
    """
    base = {label: dict(rows) for label, rows in now.document.items()}
    for each in merge_draft(draft, now.document).disputed:
        rows = base.setdefault(each.model, {})
        if each.field:
            rows[each.key] = rows[each.key] | {each.field: each.base}
        elif each.base is None:
            rows.pop(each.key, None)
        else:
            rows[each.key] = each.base
    return RecordNow(base, now.version)


def apply_draft(draft: Revision, row: Keyed | None) -> Keyed:
    """For a trial: what the draft says, beside what happened since."""
    model = apps.get_model(draft.model)
    now = read_record(model, row and row.pk).document
    merge = merge_draft(draft, now, prefers_theirs=True)
    return Application(model, row, TRIAL_KEYS).apply(merge.document)


def publish_draft(
    draft: Revision, person: Person, is_due: bool = False
) -> tuple[list[Disputed], list[str]]:
    """Merge it into the record. Returns what waits for a decision, and sentences on what could not be.

    `is_due`: its time has come, which `person` had set. Raises Refusal, and nothing is written then, where it
    breaks a rule, is the person's own work under the two-person rule, or does not wait any more.
    """
    waiting = Revision.objects.drafts().filter(pk=draft.pk)
    row = row_of(draft)
    if not waiting.select_for_update().exists():
        raise Refusal("over")
    check_due(draft) if is_due else check_publisher(draft, person)
    model = apps.get_model(draft.model)
    merge = merge_draft(draft, read_record(model, draft.row).document)
    application = Application(model, row)
    if work := WORK.get():
        work.reason, work.is_by_two = Revision.Reason.DRAFT, True
        work.note = f"{draft.by} {draft.at:%Y-%m-%d}"
    draft.row = application.apply(merge.document).pk
    dispute(draft, merge.disputed)
    close_draft(draft, Revision.State.PUBLISHED)
    note(draft, DraftNote.Kind.PUBLISHED, NOBODY if is_due else person)
    return merge.disputed, application.left


def close_draft(draft: Revision, state: str):
    draft.state, draft.publish_at = state, None
    draft.save(update_fields=["state", "publish_at", "row"])


def dispute(draft: Revision, disputed: list[Disputed]):
    for each in disputed:
        Conflict.objects.update_or_create(
            model=each.model,
            key=each.key,
            field=each.field,
            origin=str(draft.pk),
            resolved_at=None,
            defaults={
                "base": each.base,
                "ours": each.ours,
                "theirs": each.theirs,
                "found_at": timezone.now(),
            },
        )


def discard_draft(draft: Revision, person: Person):
    """Its words stay in the table, but it waits no more."""
    if Revision.objects.drafts().filter(pk=draft.pk).exists():
        close_draft(draft, Revision.State.DISCARDED)
        note(draft, DraftNote.Kind.DISCARDED, person)
