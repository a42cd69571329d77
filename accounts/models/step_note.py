from django.conf import settings
from django.db import IntegrityError, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.progress_event import By, Kind, ProgressEvent
from accounts.models.write_lock import atomic_write
from guide.models import Step
from guide.text_cleaning import clean_text

MAX_NOTE_LENGTH = 10_000  # characters


class NoteChangedError(Exception):
    """Somebody who looked at an older version wants to save. `note` is the one that stands."""

    def __init__(self, note):
        super().__init__()
        self.note = note


class StepNoteQuerySet(models.QuerySet):
    def for_user(self, user):
        return self.filter(user=user)

    def current(self, user, step):
        """The last version; an empty one, of number 0, where nothing was written yet."""
        empty = StepNote(user=user, step_id=step.pk, version=0)
        return (
            self.for_user(user).filter(step_id=step.pk).order_by("-version").first()
            or empty
        )

    def write(self, user, step, text, seen, at=None, by=By.PRESS, undoes=None):
        """Save the text over version `seen`. Raises Changed where another one stands; the same text again is no change.

        Two who save at once make the same version: the database lets one of them.
        """
        text = clean_note(text)
        kept = self.current(user, step)
        if kept.text == text:
            return kept
        if kept.version != seen:
            raise NoteChangedError(kept)
        at = at or timezone.now()
        note = StepNote(user=user, step_id=step.pk, version=seen + 1, text=text, at=at)
        event = {
            "kind": Kind.NOTE,
            "step_id": step.pk,
            "before": seen,
            "after": seen + 1,
            "undoes": undoes,
        }
        try:
            with atomic_write(self.db):
                note.save(force_insert=True)
                ProgressEvent.objects.create(user=user, at=at, by=by, **event)
        except IntegrityError:
            kept = self.current(user, step)
            if kept.text == text:
                return kept
            raise NoteChangedError(kept) from None
        return note


def clean_note(text):
    """A lone \\r, which content may not have, ends a line too: nothing that a learner writes is refused for it."""
    return clean_text(text).replace("\r", "\n")


class StepNote(models.Model):
    """A version of a learner's private note on a step. The last one holds; older ones stay for the history."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    step = models.ForeignKey(
        Step, models.PROTECT, related_name="+", verbose_name=_("step")
    )
    version = models.PositiveIntegerField(_("version"))
    text = models.TextField(_("text"), blank=True, max_length=MAX_NOTE_LENGTH)
    at = models.DateTimeField(_("at"))

    objects = StepNoteQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("note on a step"), _("notes on steps")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "step", "version"], name="step_note_version_once"
            )
        ]

    def __str__(self):
        return f"{self.step_id}: {self.version}"  # never its text: this reaches logs and the admin
