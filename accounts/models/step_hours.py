from django.conf import settings
from django.db import IntegrityError, connections, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.progress_event import By, Kind, ProgressEvent
from accounts.models.write_lock import atomic_write
from guide.models import Step

MAX_MINUTES = 60 * 24 * 1000  # minutes on one step: a thousand days and nights
ADD_MINUTES = """
INSERT INTO accounts_stephours AS kept (minutes, user_id, step_id) VALUES (%s, %s, %s)
ON CONFLICT (user_id, step_id) DO UPDATE SET minutes = kept.minutes + excluded.minutes RETURNING minutes
"""
SUBTRACT_MINUTES = """
UPDATE accounts_stephours SET minutes = minutes + %s WHERE user_id = %s AND step_id = %s RETURNING minutes
"""


class StepHoursQuerySet(models.QuerySet):
    def for_user(self, user):
        return self.filter(user=user)

    def add(self, user, step, minutes, key="", at=None, by=By.PRESS, undoes=None):
        """Add minutes, or take some away. Sent again with the same key it changes nothing. True where it counted.

        The sum stays between 0 and MOST; where it would not, or the key is known, nothing is written.
        """
        at = at or timezone.now()
        event = {"kind": Kind.HOURS, "step_id": step.pk, "undoes": undoes, "key": key}
        try:
            with atomic_write(self.db):
                total = self._sum(user, step, minutes)
                ProgressEvent.objects.create(
                    user=user,
                    at=at,
                    by=by,
                    before=total - minutes,
                    after=total,
                    **event,
                )
        except IntegrityError:
            return False
        return True

    def _sum(self, user, step, minutes):
        with connections[self.db].cursor() as cursor:
            cursor.execute(
                ADD_MINUTES if minutes > 0 else SUBTRACT_MINUTES,
                [minutes, user.pk, step.pk],
            )
            if row := cursor.fetchone():
                return row[0]
        raise IntegrityError("There is nothing to take away from.")


class StepHours(models.Model):
    """The time that a learner says a step took so far, in minutes."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    step = models.ForeignKey(
        Step, models.PROTECT, related_name="+", verbose_name=_("step")
    )
    minutes = models.IntegerField(_("minutes"))

    objects = StepHoursQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("hours on a step"), _("hours on steps")
        constraints = [
            models.UniqueConstraint(fields=["user", "step"], name="step_hours_once"),
            models.CheckConstraint(
                condition=models.Q(minutes__range=(0, MAX_MINUTES)),
                name="step_hours_in_range",
            ),
        ]

    def __str__(self):
        return f"{self.step_id}: {self.minutes}"
