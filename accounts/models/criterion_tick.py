from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.latest_value import LatestValue, LatestValueQuerySet
from accounts.models.progress_event import Kind
from guide.models import Criterion


class CriterionTickQuerySet(LatestValueQuerySet):
    def ticked(self):
        return self.filter(state=CriterionTick.State.TICKED)

    def open_many(self, user, ticks, **change):
        """Open criteria that pages show as ticked. `ticks`: by criterion, its step."""
        opened, ticked = (dict.fromkeys(ticks, state) for state in CriterionTick.State)
        each = {criterion: {"step_id": step} for criterion, step in ticks.items()}
        return self.set_many(user, opened, shown=ticked, each=each, **change)

    def set_state(self, user, criterion, state, **change):
        """The event names the step too: that is where a learner looks for it."""
        return self.set(user, criterion.pk, state, step_id=criterion.step_id, **change)


class CriterionTick(LatestValue):
    """A learner can do what a criterion says, or said so and took it back."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        TICKED = "ticked", _("Ticked")

    subject, value, kind, NOTHING = "criterion", "state", Kind.CRITERION, State.OPEN

    criterion = models.ForeignKey(
        Criterion, models.PROTECT, related_name="+", verbose_name=_("criterion")
    )
    state = models.CharField(_("state"), max_length=6, choices=State)
    before = models.CharField(_("before"), max_length=6, choices=State)

    objects = CriterionTickQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = (
            _("tick of a criterion"),
            _("ticks of criteria"),
        )
        constraints = [
            models.UniqueConstraint(
                fields=["user", "criterion"], name="criterion_tick_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "ticked"]),
                name="criterion_tick_known",
            ),
        ]

    def __str__(self):
        return f"{self.criterion_id}: {self.state}"
