"""Undo: a change goes back to the value before it. Each kind knows how to write that value (kinds/)."""

from django.contrib import messages
from django.db import DEFAULT_DB_ALIAS
from django.utils.translation import gettext_lazy

from accounts.journal.kinds import KINDS
from accounts.models import By, ProgressEvent
from accounts.models.evidence_link import TooManyError
from accounts.models.write_lock import atomic_write, lock_learner

NOTHING_BACK = gettext_lazy(
    "Nothing to undo: it is that way already, or less time is left than was added."
)
NO_ROOM_FOR_LINK = gettext_lazy(
    "A step can have up to 20 links. Remove one to add another."
)


class ChangedSince(Exception):
    """The page was out of date: the value is `now` another one."""

    def __init__(self, now):
        super().__init__()
        self.now = now


def undo(event: ProgressEvent, seen: str) -> None:
    """Take back a change, once however often it is asked for. `seen` is the value that the page showed as current.

    Raises ChangedSince where that is no longer so, and NoteChangedError where the note is another one by now.
    """
    kind = KINDS[event.kind]
    with atomic_write(DEFAULT_DB_ALIAS):
        lock_learner(event.user)
        if is_undone(event):
            return
        if kind.compares_value and (now := current_value(event)) != seen:
            raise ChangedSince(now)
        kind.take_back(event, seen, by=By.UNDO, undoes=event)


def is_undone(event: ProgressEvent) -> bool:
    return ProgressEvent.objects.filter(undoes=event.pk).exists()


def current_value(event: ProgressEvent) -> str:
    """The value of what an event changed, as it is now."""
    value = KINDS[event.kind].current_value()
    events = ProgressEvent.objects.filter(pk=event.pk).annotate(now=value)
    return events.values_list("now", flat=True).get()


def undo_with_message(event: ProgressEvent, seen: str) -> tuple[int, str]:
    """Take back a change. Returns the level and the words of the message about it."""
    try:
        undo(event, seen)
    except TooManyError:
        return messages.WARNING, NO_ROOM_FOR_LINK
    if not is_undone(event):
        return messages.WARNING, NOTHING_BACK
    kind = KINDS[event.kind]
    value = current_value(event) if kind.compares_value else ""
    return messages.SUCCESS, kind.undone_words(event, value)
