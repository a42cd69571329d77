from django.db import models
from django.utils.translation import gettext_lazy as _


class LoadedRecord(models.Model):
    """What a fixture said when it was last loaded, field by field: the base of every later merge."""

    model = models.CharField(_("model"), max_length=40)
    key = models.CharField(_("natural key"), max_length=400)
    fields = models.JSONField(_("fields"))
    digest = models.CharField(
        max_length=24, default=""
    )  # of the fields as text: tells quickly what did not change
    file = models.CharField(_("file"), max_length=200, default="")

    class Meta:
        verbose_name, verbose_name_plural = _("loaded record"), _("loaded records")
        constraints = [
            models.UniqueConstraint(fields=["model", "key"], name="loaded_record_once")
        ]

    def __str__(self):
        return f"{self.model} {self.key}"


class LoadedFile(models.Model):
    """A fixture file as it was last loaded whole. While it stays the same, there is nothing to merge."""

    name = models.CharField(_("file"), max_length=200, unique=True)
    digest = models.CharField(max_length=64)
    records = models.PositiveIntegerField(_("records"))

    class Meta:
        verbose_name, verbose_name_plural = _("loaded file"), _("loaded files")

    def __str__(self):
        return self.name
