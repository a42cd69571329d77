from django.db import models
from django.utils.translation import gettext_lazy as _


class LoadedRecord(models.Model):
    """What a fixture said when it was last loaded, field by field: the base of every later merge."""

    model = models.CharField(_("model"), max_length=40)
    key = models.CharField(_("natural key"), max_length=400)
    fields = models.JSONField(_("fields"))

    class Meta:
        verbose_name, verbose_name_plural = _("loaded record"), _("loaded records")
        constraints = [models.UniqueConstraint(fields=["model", "key"], name="loaded_record_once")]

    def __str__(self):
        return f"{self.model} {self.key}"
