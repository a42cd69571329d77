from django.db import models
from django.utils.translation import gettext_lazy as _


class DueRun(models.Model):
    """One row: when drafts whose time had come were looked for last, by manage.py publish_due."""

    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name, verbose_name_plural = (
            _("run of publish_due"),
            _("runs of publish_due"),
        )
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="due_run_is_one_row")
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M}"
