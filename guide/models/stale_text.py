from django.db import models
from django.utils.translation import gettext_lazy as _


class StaleText(models.Model):
    """A text whose other language was changed after it. Both are current where there is no such row.

    It names the record, the row of it in which the text stands, and the text without its language.
    """

    model = models.CharField(_("kind"), max_length=40)
    row = models.PositiveBigIntegerField()  # the primary key of the record
    # The kind of the row, and its key within the record; empty for the record itself.
    part = models.CharField(max_length=40)
    part_key = models.CharField(max_length=400, blank=True)
    field = models.CharField(_("text"), max_length=60)
    language = models.CharField(_("language"), max_length=2)
    # What the other language said when this one was right.
    seen = models.TextField()
    since = models.DateTimeField(_("since"), db_index=True)
    by = models.CharField(_("by"), max_length=254, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = (
            _("text older than its other language"),
            _("texts older than their other language"),
        )
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["model", "row", "part", "part_key", "field"],
                name="stale_text_once",
            ),
            models.CheckConstraint(
                condition=models.Q(language__in=["en", "zh"]),
                name="stale_text_language_known",
            ),
        ]

    def __str__(self):
        return f"{self.part} {self.field}_{self.language}"

    @property
    def place(self):
        """What tells it from the others of its record."""
        return self.part, self.part_key, self.field

    @property
    def other_language(self):
        return "zh" if self.language == "en" else "en"
