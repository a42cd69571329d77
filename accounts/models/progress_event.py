from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guide.models import Step


class State(models.TextChoices):
    """The states of a step, in the order of a merge: the further one wins."""

    NOT_STARTED = "not-started", _("Not started")
    SKIPPED = "skipped", _("Skipped")
    DOING = "doing", _("Under way")
    KNOWN = "known", _("Known already")
    DONE = "done", pgettext_lazy("state of a step", "Done")


class By(models.TextChoices):
    PRESS = "press", _("press")
    UNDO = "undo", _("undo")
    MERGE = "merge", _("added from a browser")
    SIGN_UP = "sign-up", _("brought along at sign-up")


class ProgressEventQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise TypeError("What happened stays: progress events are only added.")

    def delete(self):
        raise TypeError("What happened stays: progress events go only with their learner.")


class ProgressEvent(models.Model):
    """One change of one learner's state of one step. Only added: history, study days and undo come from it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="progress_events")
    step = models.ForeignKey(Step, models.PROTECT, related_name="+", verbose_name=_("step"))
    before = models.CharField(_("before"), max_length=11, choices=State)
    after = models.CharField(_("after"), max_length=11, choices=State)
    at = models.DateTimeField(_("at"))
    by = models.CharField(_("by"), max_length=7, choices=By)

    objects = ProgressEventQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("event of progress"), _("events of progress")
        indexes = [models.Index(fields=["user", "at"], name="progress_event_by_time")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(before__in=State.values, after__in=State.values, by__in=By.values),
                name="progress_event_known",
            )
        ]

    def __str__(self):
        return f"{self.step_id}: {self.before} → {self.after}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("What happened stays: progress events are only added.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("What happened stays: progress events go only with their learner.")
