"""Many changes by one press: a reset of a roadmap, all that a finished course covers, what is left of a stage, and what
a form, a profile, the placement check or an imported file says of skills."""

from datetime import timedelta
from itertools import groupby
from operator import attrgetter

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.criterion_tick import CriterionTick
from accounts.models.progress_event import By, State
from accounts.models.skill_claim import SkillClaim
from accounts.models.step_progress import StepProgress
from accounts.models.write_lock import atomic_write, lock_learner
from guide.models import Background, Course, Roadmap

CAN_BE_UNDONE_FOR = timedelta(days=30)
# What a sweep may change, by the kind of its events.
SWEPT_MODELS = {
    model.kind: model for model in (StepProgress, CriterionTick, SkillClaim)
}


class SweepQuerySet(models.QuerySet):
    def for_user(self, user):
        return self.filter(user=user)

    def reset(self, user, roadmap, states, ticks, older=None):
        """Take a learner back to the start of a roadmap: its steps and the criteria ticked on them.

        `states`: by step, as pages show them; `ticks`: by criterion, its step; `older`: by step, those that became it.
        Notes, links and hours stay. None where there was nothing left to change.
        """
        at = timezone.now()
        with atomic_write(self.db):
            lock_learner(user)
            sweep = self.create(
                user=user, kind=Sweep.Kind.RESET, roadmap_id=roadmap.pk, at=at
            )
            supersede_older(user, states, older, at)
            change = {"at": at, "by": By.RESET, "sweep": sweep}
            begun_again = dict.fromkeys(states, State.NOT_STARTED)
            steps = StepProgress.objects.set_many(
                user, begun_again, shown=states, **change
            )
            opened = CriterionTick.objects.open_many(user, ticks, **change)
            return sweep.unless_empty(steps, opened)

    def mark_known(self, user, course, states, skills, older=None):
        """Mark what a finished course covers as known.

        `states`: by step, as pages show them; `skills`: levels by skill; `older`: by step, those that became it.
        None where there was nothing left to change.
        """
        at = timezone.now()
        with atomic_write(self.db):
            lock_learner(user)
            sweep = self.create(
                user=user, kind=Sweep.Kind.COURSE, course_id=course.pk, at=at
            )
            supersede_older(user, states, older, at)
            change = {"at": at, "by": By.COURSE, "sweep": sweep}
            known = dict.fromkeys(states, State.KNOWN)
            steps = StepProgress.objects.set_many(user, known, shown=states, **change)
            claims = SkillClaim.objects.set_many(user, skills, **change)
            return sweep.unless_empty(steps, claims)

    def mark_stage_known(self, user, roadmap, stage, steps, older=None):
        """Mark steps of a stage that are not started as known.

        `stage`: its code; `steps`: their primary keys; `older`: by step, those that became it. None where nothing was
        left to change.
        """
        at = timezone.now()
        with atomic_write(self.db):
            lock_learner(user)
            sweep = self.create(
                user=user,
                kind=Sweep.Kind.STAGE,
                roadmap_id=roadmap.pk,
                stage=stage,
                at=at,
            )
            supersede_older(user, dict.fromkeys(steps, State.NOT_STARTED), older, at)
            return sweep.unless_empty(
                StepProgress.objects.mark_known(user, steps, roadmap, at, sweep)
            )

    def set_levels(self, user, kind, levels, background=None):
        """What a learner says of several skills at once. `levels` by skill. None where nothing was left to change."""
        at = timezone.now()
        with atomic_write(self.db):
            lock_learner(user)
            sweep = self.create(user=user, kind=kind, background=background, at=at)
            change = {"at": at, "by": CLAIMED_BY[kind], "sweep": sweep}
            return sweep.unless_empty(
                SkillClaim.objects.set_many(user, levels, **change)
            )

    def mark_steps_known(self, user, kind, steps, older=None):
        """Mark steps that are not started as known. `older`: by step, those that became it. None where none was."""
        at = timezone.now()
        with atomic_write(self.db):
            lock_learner(user)
            sweep = self.create(user=user, kind=kind, at=at)
            supersede_older(user, dict.fromkeys(steps, State.NOT_STARTED), older, at)
            known = dict.fromkeys(steps, State.KNOWN)
            change = {"at": at, "by": CLAIMED_BY[kind], "sweep": sweep}
            return sweep.unless_empty(
                StepProgress.objects.set_many(user, known, **change)
            )

    def newest_of_stage(self, user, roadmap, stage):
        """The last one of a stage, taken back or not; None where there was none."""
        of_stage = self.for_user(user).filter(
            kind=Sweep.Kind.STAGE, roadmap_id=roadmap.pk, stage=stage
        )
        return of_stage.select_related("user").order_by("-at", "-pk").first()


def supersede_older(user, states, older, at):
    if older:
        shown = {step: states[step] for step in older}
        StepProgress.objects.supersede(user, shown, set().union(*older.values()), at)


class Sweep(models.Model):
    """Many changes by one press, undone by one press."""

    class Kind(models.TextChoices):
        RESET = "reset", _("reset of a roadmap")
        COURSE = "course", _("what a course covers")
        STAGE = "stage", _("what is left of a stage")
        SKILLS = "skills", _("several skills")
        PRESET = "preset", _("a profile")
        CHECK = "check", _("the placement check")
        IMPORT = "import", _("an imported file")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(_("kind"), max_length=6, choices=Kind)
    roadmap = models.ForeignKey(
        Roadmap, models.PROTECT, null=True, related_name="+", verbose_name=_("roadmap")
    )
    course = models.ForeignKey(
        Course, models.PROTECT, null=True, related_name="+", verbose_name=_("course")
    )
    # Of a profile.
    background = models.ForeignKey(
        Background,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("background"),
    )
    # Its code, of a stage of the roadmap: a stage may go, and what happened stays.
    stage = models.CharField(_("stage"), max_length=60, blank=True, db_default="")
    at = models.DateTimeField(_("at"))
    undone_at = models.DateTimeField(_("undone at"), null=True)

    objects = SweepQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("sweep"), _("sweeps")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="reset", roadmap__isnull=False)
                | models.Q(kind="course", course__isnull=False)
                | (models.Q(kind="stage", roadmap__isnull=False) & ~models.Q(stage=""))
                | models.Q(kind="preset", background__isnull=False)
                | models.Q(kind__in=["skills", "check", "import"]),
                name="sweep_of_something",
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.at}"

    @property
    def subject(self):
        """What it is named after, where that is a thing of the guide."""
        return self.roadmap or self.course or self.background

    @property
    def stage_name(self):
        """Empty where the roadmap has no such stage any more. No query where the stages are prefetched."""
        stages = self.roadmap.stages.all()
        return next((each.name for each in stages if each.code == self.stage), "")

    @property
    def can_be_undone(self):
        return self.undone_at is None and timezone.now() < self.at + CAN_BE_UNDONE_FOR

    def unless_empty(self, *changes):
        """Itself, or None and it is gone: the same press came twice, and an undo of nothing is never offered."""
        if any(changes):
            return self
        self.delete()
        return None

    def undo(self):
        """Undo what nothing has changed since, once however often it is asked. Returns how many changes, or None."""
        at = timezone.now()
        with atomic_write(self._state.db):
            # Two that lock the same rows in different orders would stop each other.
            lock_learner(self.user)
            undoable = Sweep.objects.filter(
                pk=self.pk, undone_at=None, at__gt=at - CAN_BE_UNDONE_FOR
            )
            if not undoable.update(undone_at=at):
                return None
            events = self.events.order_by("kind", "pk")
            return sum(
                self._take_back(SWEPT_MODELS[kind], list(of_kind), at)
                for kind, of_kind in groupby(events, attrgetter("kind"))
            )

    def _take_back(self, model, events, at):
        """Undo the changes of one kind, whatever their number, by two queries and those of a save."""
        typed = model._meta.get_field(model.value).to_python
        event_of = {getattr(event, f"{model.subject}_id"): event for event in events}
        rows = model.objects.for_user(self.user).select_for_update()
        rows = rows.filter(**{f"{model.subject}__in": list(event_of)})
        current = {
            subject: (value, changed_at)
            for subject, value, changed_at in rows.values_list(
                model.subject, model.value, "changed_at"
            )
        }
        unchanged = {
            subject: event
            for subject, event in event_of.items()
            if current.get(subject) == (typed(event.after), event.at)
        }
        before = {subject: typed(event.before) for subject, event in unchanged.items()}
        each = {
            subject: {"step_id": event.step_id, "undoes": event}
            for subject, event in unchanged.items()
        }
        return len(model.objects.set_many(self.user, before, at, By.UNDO, each=each))


# What stands at the claims of a sweep.
CLAIMED_BY = {
    Sweep.Kind.SKILLS: By.PRESS,
    Sweep.Kind.PRESET: By.PRESET,
    Sweep.Kind.CHECK: By.CHECK,
    Sweep.Kind.IMPORT: By.IMPORT,
}
