from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.latest_value import (
    NOT_OLDER,
    LatestValue,
    LatestValueQuerySet,
)
from accounts.models.progress_event import By, Kind, State
from accounts.models.user import zone_named
from accounts.models.write_lock import atomic_write
from guide.models import Roadmap, Step

RANK = " ".join(f"WHEN '{state}' THEN {rank}" for rank, state in enumerate(State))
FURTHER = f"(CASE kept.state {RANK} END) < (CASE excluded.state {RANK} END)"
# Days stay when a state goes back, so that an undo brings them back too.
MORE_UPDATES = """, "by" = excluded."by",
  roadmap_id = COALESCE(excluded.roadmap_id, kept.roadmap_id),
  started_on = CASE WHEN kept.state = 'not-started' AND excluded."by" = 'press' THEN excluded.started_on
    ELSE COALESCE(kept.started_on, excluded.started_on) END,
  finished_on = CASE WHEN excluded."by" = 'press' THEN COALESCE(excluded.finished_on, kept.finished_on)
    ELSE COALESCE(kept.finished_on, excluded.finished_on) END"""


class StepProgressQuerySet(LatestValueQuerySet):
    def set_state(
        self,
        user,
        step,
        state,
        at=None,
        by=By.PRESS,
        roadmap=None,
        shown=None,
        **event,
    ):
        """Save a press and its event. Returns the state that it replaced, or None where nothing changed.

        As `set_many`, with the days and the roadmap on whose page it was pressed. `shown`: the state that pages show
        where the step has none of its own; `seen`: the state that the pressed page showed, where it says so.
        """
        at = at or timezone.now()
        row = self.new_row(user, step.pk, state, at, by, shown)
        row.roadmap_id = roadmap.pk if roadmap else None
        row.set_days(timezone.localdate(at, zone_named(user.time_zone)))
        before = self.write_rows([row], NOT_OLDER, **event)
        return State(before[step.pk]) if before else None

    def mark_known(self, user, steps, roadmap, at, sweep):
        """Of `steps` those that are not started. Returns the states that it replaced, by step.

        `roadmap`: the one on whose page that was pressed.
        """
        rows = [
            self.new_row(user, step, State.KNOWN, at, By.STAGE)
            for step in sorted(steps)
        ]
        for row in rows:
            row.roadmap_id = roadmap.pk
        return self.write_rows(rows, NOT_OLDER, seen=State.NOT_STARTED, sweep=sweep)

    def supersede(self, user, states, older, at=None):
        """Before a state is set of steps that `older` ones became: the older ones no longer count for them.

        `states`: what pages show of the new steps so far. It becomes their own, so that an undo brings it back.
        """
        rows = self.begun_rows(user, states, By.MERGE, at)
        if rows:
            self.upsert_rows(rows, FURTHER)
        self.for_user(user).filter(step__in=older).update(settled=True)

    def merge(self, user, states, by, at=None):
        """Take over states, by primary key of the step, that go further than the saved ones. Returns how many did."""
        return len(self.write_rows(self.begun_rows(user, states, by, at), FURTHER))

    def begun_rows(self, user, states, by, at):
        at = at or timezone.now()
        return [
            self.new_row(user, step, state, at, by)
            for step, state in sorted(states.items())
            if state != State.NOT_STARTED
        ]

    def mark_retirements_seen(self, user, steps):
        """The learner has seen that these steps have retired. Should one retire again, that is shown again."""
        today = Step.objects.filter(pk=models.OuterRef("step_id")).values("retired_on")
        with atomic_write(self.db):
            self.for_user(user).filter(step__in=steps).update(
                retirement_seen_on=models.Subquery(today)
            )


class StepProgress(LatestValue):
    """How far a learner is with a step, and what the last press changed."""

    State = State
    subject, value, kind, NOTHING = "step", "state", Kind.STATE, State.NOT_STARTED
    more_updates = MORE_UPDATES

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="step_progress"
    )
    step = models.ForeignKey(
        Step, models.PROTECT, related_name="+", verbose_name=_("step")
    )
    state = models.CharField(_("state"), max_length=11, choices=State)
    before = models.CharField(
        _("before"), max_length=11, choices=State, default=State.NOT_STARTED
    )
    by = models.CharField(_("by"), max_length=7, choices=By)
    started_on = models.DateField(_("started on"), null=True, blank=True)
    finished_on = models.DateField(_("finished on"), null=True, blank=True)
    # The date of the retirement that the learner has seen; a later one is shown again.
    retirement_seen_on = models.DateField(null=True, blank=True, editable=False)
    # Superseded: the learner has set a state of the step that this one became, so it no longer counts for that one.
    settled = models.BooleanField(default=False, db_default=False, editable=False)
    # The page on which it was pressed last: the roadmap in hand until the learner chooses one.
    roadmap = models.ForeignKey(
        Roadmap, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = StepProgressQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = (
            _("progress with a step"),
            _("progress with steps"),
        )
        constraints = [
            models.UniqueConstraint(fields=["user", "step"], name="step_progress_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=State.values),
                name="step_progress_state_known",
            ),
        ]

    def __str__(self):
        return f"{self.step_id}: {self.state}"

    def set_days(self, today):
        self.started_on = today if self.state in (State.DOING, State.DONE) else None
        self.finished_on = today if self.state == State.DONE else None
