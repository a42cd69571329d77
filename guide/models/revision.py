"""What a record was after each change, and the drafts that wait to become one."""

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from guide.models.conflict import model_kind_name


class RevisionQuerySet(models.QuerySet):
    def live(self):
        """What was on the site, without drafts."""
        return self.filter(state=Revision.State.LIVE)

    def drafts(self):
        """Those that wait, whatever was said of them."""
        return self.filter(state__in=WAITING)

    def due_later(self):
        """Those that wait for their time."""
        return self.drafts().filter(publish_at__isnull=False)

    def of_record(self, label, key, row):
        """Of one record: also of when it had another key, and of one that was deleted and came back."""
        of_row = models.Q(row=row) if row else models.Q()
        return self.filter(models.Q(key=key) | of_row, model=label)

    def of_kinds(self, labels):
        """And first loads, which name no kind."""
        return self.filter(model__in=["", *labels])

    def without_documents(self):
        return self.defer("document", "before")


class Revision(models.Model):
    """A record, with the rows that belong to it, as one change left it. Documents are compressed JSON."""

    class State(models.TextChoices):
        LIVE = "live", _("on the site")
        DRAFT = "draft", _("draft")
        REVIEW = "review", _("draft that waits for a reader")
        SENT_BACK = "sent_back", _("draft that was sent back")
        APPROVED = "approved", _("draft that was approved")
        PUBLISHED = "published", _("draft that was published")
        DISCARDED = "discarded", _("draft that was discarded")

    class Reason(models.TextChoices):
        FORM = "form", _("form")
        LIST = "list", _("list")
        PUBLISH = "publish", _("published in the list")
        RETIRE = "retire", _("retired in the list")
        DELETE = "delete", _("deleted")
        SPLIT = "split", _("a step was split")
        MERGE = "merge", _("steps were merged")
        CONFLICT = "conflict", _("a conflict was decided")
        IMPORT = "import", _("survey of salaries")
        SYNC = "sync", _("fixtures, merged")
        LOADDATA = "loaddata", _("fixtures, as they are")
        DRAFT = "draft", _("a draft was published")
        STILL_RIGHT = "renewed", _("still right")
        MOVED = "moved", _("an address moved")
        REVERT = "revert", _("an older version brought back")
        CODE = "code", _("by a program")

    model = models.CharField(_("kind"), max_length=40, blank=True)
    key = models.CharField(_("natural key"), max_length=400, blank=True)
    row = models.PositiveBigIntegerField(null=True)  # the primary key of the record
    version = models.PositiveIntegerField(_("version"), null=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.LIVE
    )
    document = models.BinaryField()
    # What it was made from, where that differs: editorial/documents.py says how.
    before = models.BinaryField()
    # |price|criterion.text_en|
    fields = models.TextField(_("changed fields"), blank=True)
    at = models.DateTimeField(_("when"), db_index=True)
    by = models.CharField(_("by"), max_length=254, blank=True)
    # The primary key of the account: its address may change. Empty where a program did it.
    person = models.PositiveBigIntegerField(null=True, editable=False)
    reason = models.CharField(
        _("way"), max_length=10, choices=Reason, default=Reason.CODE
    )
    note = models.CharField(_("note"), max_length=400, blank=True)
    is_load = models.BooleanField(_("by a load"), default=False)
    # Of a draft that waits for a moment.
    publish_at = models.DateTimeField(_("publish at"), null=True, blank=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("revision"), _("revisions")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["model", "key"], name="revision_of_key"),
            models.Index(fields=["model", "row"], name="revision_of_row"),
            models.Index(
                fields=["publish_at"],
                condition=models.Q(publish_at__isnull=False),
                name="revision_due",
            ),
        ]

    def __str__(self):
        kind = capfirst(model_kind_name(self.model)) if self.model else _("First load")
        return f"{kind} {self.key}".strip()

    @property
    def field_count(self):
        return self.fields.count("|") - 1 if self.fields else 0

    @property
    def is_waiting(self):
        """Whether it is a draft that may still be published."""
        return self.state in WAITING


WAITING = (
    Revision.State.DRAFT,
    Revision.State.REVIEW,
    Revision.State.SENT_BACK,
    Revision.State.APPROVED,
)
