"""What people wrote and decided about a draft, kept with it."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from guide.models.refusal import told_refusal
from guide.models.revision import Revision

LONGEST_WORD = 2000  # characters


class DraftNote(models.Model):
    class Kind(models.TextChoices):
        WRITTEN = "written", _("wrote this draft")
        ASKED = "asked", _("asked for a review")
        COMMENT = "comment", _("commented")
        APPROVED = "approved", _("approved it")
        SENT_BACK = "sent_back", _("sent it back")
        SCHEDULED = "scheduled", _("set a time for it")
        UNSCHEDULED = "stopped", _("took the time back")
        MISSED = "missed", _("its time came, and it was not published")
        PUBLISHED = "published", _("published it")
        DISCARDED = "discarded", _("discarded it")

    draft = models.ForeignKey(Revision, models.CASCADE, related_name="notes")
    kind = models.CharField(_("what"), max_length=10, choices=Kind)
    text = models.TextField(_("word"), blank=True, max_length=LONGEST_WORD)
    at = models.DateTimeField(_("when"))
    by = models.CharField(_("by"), max_length=254, blank=True)
    # The primary key of the account: its address may change. Empty where a program did it.
    person = models.PositiveBigIntegerField(null=True)
    # Of who wrote it, all that the draft said from then on; as Revision.document.
    document = models.BinaryField(null=True)
    digest = models.CharField(max_length=32)  # of what the draft said then

    class Meta:
        verbose_name, verbose_name_plural = _("note on a draft"), _("notes on drafts")
        ordering = ["pk"]
        indexes = [models.Index(fields=["draft", "kind"], name="draft_note_of_kind")]

    def __str__(self):
        return f"{self.by} {self.get_kind_display()}".strip()

    @property
    def words(self):
        """What a person wrote; of a time that was missed, why, in the language of the reader."""
        return told_refusal(self.text) if self.kind == self.Kind.MISSED else self.text

    @property
    def planned_for(self):
        """Of a note on a time, the time."""
        return datetime.fromisoformat(self.text)
