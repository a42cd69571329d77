from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guide.models import Course, Roadmap

from .criterion_tick import CriterionTick
from .progress_event import By, Kind, State
from .skill_claim import SkillClaim
from .step_progress import StepProgress
from .turns import whole

KEPT = timedelta(days=30)  # how long a sweep can be taken back


class SweepQuerySet(models.QuerySet):
    def for_user(self, user):
        return self.filter(user=user)

    def reset(self, user, roadmap, states, ticks):
        """Take a learner back to the start of a roadmap: its steps, as shown, and the criteria ticked on them.

        `states` by step; `ticks`: criterion → step. Notes, links and hours stay.
        """
        at = timezone.now()
        with whole(self.db):
            sweep = self.create(user=user, kind=Sweep.Kind.RESET, roadmap_id=roadmap.pk, at=at)
            StepProgress.objects.move(user, states, State.NOT_STARTED, at, By.RESET, sweep)
            untick(user, ticks, at, By.RESET, sweep)
        return sweep

    def know(self, user, course, states, skills):
        """What a finished course covers is known: steps with their states as shown, and levels by skill."""
        at = timezone.now()
        with whole(self.db):
            sweep = self.create(user=user, kind=Sweep.Kind.COURSE, course_id=course.pk, at=at)
            StepProgress.objects.move(user, states, State.KNOWN, at, By.COURSE, sweep)
            SkillClaim.objects.set_many(user, skills, at, By.COURSE, sweep=sweep)
        return sweep


def untick(user, ticks, at, by, sweep):
    for step in set(ticks.values()):
        opened = {pk: CriterionTick.State.OPEN for pk, its_step in ticks.items() if its_step == step}
        CriterionTick.objects.set_many(user, opened, at, by, step_id=step, sweep=sweep)


class Sweep(models.Model):
    """Many changes by one press, taken back by one press."""

    class Kind(models.TextChoices):
        RESET = "reset", _("reset of a roadmap")
        COURSE = "course", _("what a course covers")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(_("kind"), max_length=6, choices=Kind)
    roadmap = models.ForeignKey(Roadmap, models.PROTECT, null=True, related_name="+", verbose_name=_("roadmap"))
    course = models.ForeignKey(Course, models.PROTECT, null=True, related_name="+", verbose_name=_("course"))
    at = models.DateTimeField(_("at"))
    undone_at = models.DateTimeField(_("undone at"), null=True)

    objects = SweepQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("sweep"), _("sweeps")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="reset", roadmap__isnull=False) | models.Q(kind="course", course__isnull=False),
                name="sweep_of_something",
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.at}"

    @property
    def can_be_undone(self):
        return self.undone_at is None and timezone.now() < self.at + KEPT

    def undo(self):
        """Take back what nothing has changed since. Twice is once. Returns how many changes came back, or None."""
        at = timezone.now()
        with whole(self._state.db):
            mine = Sweep.objects.filter(pk=self.pk, undone_at=None, at__gt=at - KEPT)
            if not mine.update(undone_at=at):
                return None
            return sum(self._undo(event, at) for event in self.events.order_by("pk"))

    def _undo(self, event, at):
        model, subject, value = {
            Kind.STATE: (StepProgress, "step", "state"),
            Kind.CRITERION: (CriterionTick, "criterion", "state"),
            Kind.SKILL: (SkillClaim, "skill", "level"),
        }[event.kind]
        row = model.objects.for_user(self.user).filter(**{f"{subject}_id": getattr(event, f"{subject}_id")}).first()
        if row is None or row.changed_at != event.at or str(getattr(row, value)) != event.after:
            return False
        change = {"at": at, "by": By.UNDO, "undoes": event}
        if model is StepProgress:
            return model.objects.set_state(self.user, event.step, event.before, **change) is not None
        if model is CriterionTick:
            return model.objects.set_state(self.user, event.criterion, event.before, **change) is not None
        return model.objects.set(self.user, event.skill_id, int(event.before), **change) is not None
