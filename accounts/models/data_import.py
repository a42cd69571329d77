from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

CAN_BE_TAKEN_BACK_FOR = timedelta(days=30)


class DataImport(models.Model):
    """The last import of a learner's file, with the account as it was before, so that it can be taken back."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+"
    )
    at = models.DateTimeField(_("at"))
    before = models.BinaryField(
        _("the account before")
    )  # a document of “My data”, packed
    # Of the account right after the import: with another one something else has changed since.
    after_digest = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("import of data"), _("imports of data")

    def __str__(self):
        return f"{self.user_id}: {self.at}"
