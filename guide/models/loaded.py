"""What sync_guide remembers of its last load."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LoadedRecord(models.Model):
    """The field values of a fixture record at its last load: the base of the next three-way merge."""

    model = models.CharField(_("model"), max_length=40)
    key = models.CharField(_("natural key"), max_length=400)
    fields = models.JSONField(_("fields"))
    digest = models.CharField(
        max_length=24, default=""
    )  # of the fields as text, to skip unchanged records quickly
    file = models.CharField(_("file"), max_length=200, default="")

    class Meta:
        verbose_name, verbose_name_plural = _("loaded record"), _("loaded records")
        constraints = [
            models.UniqueConstraint(fields=["model", "key"], name="loaded_record_once")
        ]

    def __str__(self):
        return f"{self.model} {self.key}"


class LoadedFile(models.Model):
    """The digest of a fixture file at its last complete load. A file with the same digest is skipped."""

    name = models.CharField(_("file"), max_length=200, unique=True)
    digest = models.CharField(max_length=64)
    records = models.PositiveIntegerField(_("records"))

    class Meta:
        verbose_name, verbose_name_plural = _("loaded file"), _("loaded files")

    def __str__(self):
        return self.name
