"""Drafts: documents that wait. A draft is merged with what happened since it was made, and applied."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guide.editorial.applying import Application
from guide.editorial.documents import (
    Document,
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
from guide.models import Conflict, ContentVersion, Keyed, Revision

# Rows that only a trial makes have the same keys each time, so that a form finds them again.
TRIAL_KEYS = 2_000_000_000


@contextmanager
def trial() -> Iterator[None]:
    """All that is written meanwhile is taken back, and nothing that is computed from it is kept."""
    with transaction.atomic(), ContentVersion.previewing(), doing(Silence()):
        yield
        transaction.set_rollback(True)


def write_draft(
    draft: Revision | None, row: Keyed, base: Document, document: Document, by: str
) -> Revision | None:
    """A new draft, or what the draft says from now on; None where nothing differs from what it was made from."""
    label = f"guide.{row._meta.model_name}"
    before = difference(base, document, label)
    if not before and draft is None:
        return None
    draft = draft or Revision(
        model=label, row=row.pk, by=by, reason=Revision.Reason.DRAFT
    )
    draft.key = root_key(base, label)
    draft.version = getattr(row, "version", None)
    draft.state = Revision.State.DRAFT
    draft.document, draft.before = pack(document), pack(before)
    draft.fields = changed_fields(before, document, label)
    draft.at = timezone.now()
    draft.save()
    return draft


def base_of(draft: Revision) -> Document:
    """What the draft was made from."""
    return document_before(unpack(draft.document), unpack(draft.before))


def row_of(draft: Revision) -> Keyed:
    """The record, locked until the end of the transaction. Raises ValidationError where it is gone."""
    model = apps.get_model(draft.model)
    row = (
        model._base_manager.select_for_update(of=("self",)).filter(pk=draft.row).first()
    )
    if row is None:
        raise ValidationError(_("This record no longer exists."))
    return row


def merge_draft(draft: Revision, now: Document, prefers_theirs: bool = False) -> Merge:
    merge = Merge(base_of(draft), now, unpack(draft.document), prefers_theirs)
    return merge.run(draft.model)


def apply_draft(draft: Revision, row: Keyed) -> Keyed:
    """For a trial: what the draft says, beside what happened since."""
    now = read_record(type(row), row.pk).document
    merge = merge_draft(draft, now, prefers_theirs=True)
    return Application(type(row), row, TRIAL_KEYS).apply(merge.document)


def publish_draft(draft: Revision) -> tuple[list[Disputed], list[str]]:
    """Merge it into the record. Returns what waits for a decision, and sentences on what could not be.

    Raises ValidationError, and nothing is written then, where it breaks a rule or does not wait any more.
    """
    waiting = Revision.objects.filter(pk=draft.pk, state=Revision.State.DRAFT)
    row = row_of(draft)
    if not waiting.select_for_update().exists():
        raise ValidationError(_("This draft does not wait any more."))
    now = read_record(type(row), row.pk).document
    merge = merge_draft(draft, now)
    application = Application(type(row), row)
    if work := WORK.get():
        work.reason, work.note = (
            Revision.Reason.DRAFT,
            f"{draft.by} {draft.at:%Y-%m-%d}",
        )
    application.apply(merge.document)
    dispute(draft, merge.disputed)
    draft.state = Revision.State.PUBLISHED
    draft.save(update_fields=["state"])
    return merge.disputed, application.left


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


def discard_draft(draft: Revision):
    """Its words stay in the table, but it waits no more."""
    waiting = Revision.objects.filter(pk=draft.pk, state=Revision.State.DRAFT)
    if waiting.exists():
        draft.state = Revision.State.DISCARDED
        draft.save(update_fields=["state"])
