"""What a guest writes before there is an account: drafts in the session, on the server, until somebody signs in.

This module only stores them. What a draft means, and which one takes the place of another, its kind knows (`kinds/`).
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import DEFAULT_DB_ALIAS
from django.utils import timezone

from accounts.journal.guest_storage import (
    SESSION_OVERHEAD,
    count_stored_bytes,
    prolong_session,
)
from accounts.models.write_lock import atomic_write
from accounts.progress.guest_cookie import FullError
from web.cookie_probe import require_cookies

SESSION_KEY = "waiting"
MOST_DRAFTS = 50
MOST_BYTES = 40_000


@dataclass(frozen=True)
class GuestDraft:
    kind: str
    subject: int  # primary key of the criterion, the course or the step
    value: str  # a state, a text, an address, minutes
    more: str = ""  # the title of a link, the key of an addition
    at: str = field(default_factory=lambda: timezone.now().isoformat())
    # Somebody who signed in wants it, and the account says otherwise: it waits for their choice.
    conflicts: bool = field(default=False, compare=False)


class GuestDrafts(tuple[GuestDraft, ...]):
    """The drafts of one browser, the newest last."""

    __slots__ = ()

    def of_kind(self, kind: str, subject: int | None = None) -> list[GuestDraft]:
        return [
            draft
            for draft in self
            if draft.kind == kind and subject in (None, draft.subject)
        ]

    def as_record(self) -> list[dict]:
        """As a session holds them. Raises FullError where there are too many of them."""
        record = [asdict(draft) for draft in self]
        if len(record) > MOST_DRAFTS or record_bytes(record) > MOST_BYTES:
            raise FullError
        return record


def record_bytes(record: list[dict] | None) -> int:
    return len(json.dumps(record or [], ensure_ascii=False).encode())


def drafts_in(record: list[dict] | None) -> GuestDrafts:
    return GuestDrafts(GuestDraft(**fields) for fields in record or ())


def drafts_of(request) -> GuestDrafts:
    """What the session holds; without its cookie the session is not touched."""
    if not hasattr(request, "_drafts"):
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        request._drafts = (
            drafts_in(request.session.get(SESSION_KEY))
            if has_session
            else GuestDrafts()
        )
    return request._drafts


def conflicting_drafts(request) -> GuestDrafts:
    """What waits for the choice of somebody signed in. What they left alone waits for a guest, unseen."""
    return GuestDrafts(draft for draft in drafts_of(request) if draft.conflicts)


def change_drafts(
    request, change: Callable[[GuestDrafts], Iterable[GuestDraft]]
) -> None:
    """Changes what the session holds at this moment, not when the request began: two tabs at once lose nothing.

    It is saved here and not after the view, so that a database that cannot be written is answered by the gate.
    Raises FullError and StorageFullError; then nothing has changed.
    """
    require_cookies(request, settings.SESSION_COOKIE_NAME)
    drafts_of(request)
    with atomic_write(DEFAULT_DB_ALIAS):
        row = (
            Session.objects.select_for_update()
            .filter(pk=request.session.session_key)
            .first()
        )
        content = row.get_decoded() if row else {}
        before = content.get(SESSION_KEY)
        drafts = GuestDrafts(change(drafts_in(before)))
        grown = record_bytes(drafts.as_record()) - record_bytes(before)
        count_stored_bytes(request, grown if row else grown + SESSION_OVERHEAD)
        if row is None:
            set_drafts(request, drafts)
            request.session.save()
            return
        request._drafts = drafts
        row.session_data = request.session.encode(
            {**content, SESSION_KEY: drafts.as_record()}
        )
        row.save(update_fields=["session_data", *prolong_session(request, row)])


def set_drafts(request, drafts: Iterable[GuestDraft]) -> None:
    request._drafts = GuestDrafts(drafts)
    request.session[SESSION_KEY] = request._drafts.as_record()
