from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connections, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.progress_event import By, Kind, ProgressEvent, State
from accounts.models.write_lock import AHEAD, whole
from guide.models import Roadmap, Step

RANK = " ".join(f"WHEN '{state}' THEN {rank}" for rank, state in enumerate(State))
NOT_OLDER = "(kept.changed_at <= excluded.changed_at OR kept.changed_at > %s) AND kept.state <> excluded.state"
FURTHER = f"(CASE kept.state {RANK} END) < (CASE excluded.state {RANK} END)"
# The database alone decides whether a change holds, so that no race can lose one; what it replaced comes back.
# Days stay when a state goes back, so that an undo brings them back too.
UPSERT = """
INSERT INTO accounts_stepprogress AS kept ({columns}) VALUES {rows}
ON CONFLICT (user_id, step_id) DO UPDATE SET
  before = kept.state, state = excluded.state, "by" = excluded."by", changed_at = excluded.changed_at,
  roadmap_id = COALESCE(excluded.roadmap_id, kept.roadmap_id),
  started_on = CASE WHEN kept.state = 'not-started' AND excluded."by" = 'press' THEN excluded.started_on
    ELSE COALESCE(kept.started_on, excluded.started_on) END,
  finished_on = CASE WHEN excluded."by" = 'press' THEN COALESCE(excluded.finished_on, kept.finished_on)
    ELSE COALESCE(kept.finished_on, excluded.finished_on) END
WHERE {holds} RETURNING step_id, before
"""


class StepProgressQuerySet(models.QuerySet):
    def for_user(self, user):
        return self.filter(user=user)

    def set_state(
        self,
        user,
        step,
        state,
        at=None,
        by=By.PRESS,
        roadmap=None,
        shown=State.NOT_STARTED,
        **event,
    ):
        """Save a press and its event. Returns the state before, or None where nothing changed.

        The last writer is the one with the latest `at`; the same state again changes nothing. `shown`: the state that
        pages show where nothing was said of the step itself. `event`: other fields of its event.
        """
        at = at or timezone.now()
        row = StepProgress(
            user=user, step_id=step.pk, before=shown, state=state, by=by, changed_at=at
        )
        row.roadmap_id = roadmap.pk if roadmap else None
        row.set_days(timezone.localdate(at, ZoneInfo(user.time_zone)))
        return self._write([row], NOT_OLDER, {}, **event).get(step.pk)

    def set_many(self, user, states, at, by, shown=None, each=None, **event):
        """Save states by primary key of the step, as LatestQuerySet.set_many does. Returns what held before."""
        shown = shown or {}
        rows = [
            StepProgress(
                user=user, step_id=step, before=shown.get(step, State.NOT_STARTED), state=state, by=by, changed_at=at
            )
            for step, state in sorted(states.items())
        ]  # fmt: skip
        return self._write(rows, NOT_OLDER, each or {}, **event) if rows else {}

    def settle(self, user, states, older, at=None):
        """Something is about to be said of steps that older ones became: these are settled, and count for them no more.

        `states`: what pages show of them so far, which becomes their own, so that it comes back with an undo.
        """
        at = at or timezone.now()
        rows = [
            StepProgress(
                user=user, step_id=step, state=state, by=By.MERGE, changed_at=at
            )
            for step, state in sorted(states.items())
            if state != State.NOT_STARTED
        ]
        if rows:
            self._upsert(rows, FURTHER)
        self.for_user(user).filter(step__in=older).update(settled=True)

    def merge(self, user, states, by, at=None):
        """Take over the states that go further than those kept, by primary key of the step. Returns how many did."""
        at = at or timezone.now()
        rows = [
            StepProgress(user=user, step_id=step, state=state, by=by, changed_at=at)
            for step, state in sorted(states.items())
            if state != State.NOT_STARTED
        ]
        return len(self._write(rows, FURTHER, {})) if rows else 0

    def tell(self, user, steps):
        """The learner has seen that these steps have retired. Each is told again should it retire again."""
        today = Step.objects.filter(pk=models.OuterRef("step_id")).values("retired_on")
        with whole(self.db):
            self.for_user(user).filter(step__in=steps).update(
                retirement_seen_on=models.Subquery(today)
            )

    def _write(self, rows, holds, each, **event):
        """The state before of each row that changed, by step. `event`, and `each` by step, are fields of the events."""
        # A press belongs whole to the transaction around it, so it needs no savepoint of its own.
        with whole(self.db, savepoint=False):
            before = self._upsert(rows, holds)
            changed = [
                row for row in rows if before.get(row.step_id, row.state) != row.state
            ]
            ProgressEvent.objects.using(self.db).bulk_create(
                ProgressEvent(
                    user_id=row.user_id, before=before[row.step_id], after=row.state, at=row.changed_at, by=row.by,
                    **{"step_id": row.step_id, **event, **each.get(row.step_id, {})},
                )
                for row in changed
            )  # fmt: skip
        return {row.step_id: State(before[row.step_id]) for row in changed}

    def _upsert(self, rows, holds):
        connection = connections[self.db]
        fields = [
            field
            for field in StepProgress._meta.concrete_fields
            if not field.primary_key
        ]
        values = [
            field.get_db_prep_save(getattr(row, field.attname), connection)
            for row in rows
            for field in fields
        ]
        places = f"({', '.join(['%s'] * len(fields))})"
        statement = UPSERT.format(
            columns=", ".join(f'"{field.column}"' for field in fields),
            rows=", ".join([places] * len(rows)),
            holds=holds,
        )
        if holds == NOT_OLDER:
            values.append(
                connection.ops.adapt_datetimefield_value(rows[0].changed_at + AHEAD)
            )
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return dict(cursor.fetchall())


class StepProgress(models.Model):
    """How far a learner is with a step, and what the last press changed."""

    State = State
    subject, value, kind, NOTHING = "step", "state", Kind.STATE, State.NOT_STARTED

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
    changed_at = models.DateTimeField(_("changed at"))
    # The date of its retirement that the learner has been told of: each is told until it was seen.
    retirement_seen_on = models.DateField(null=True, blank=True, editable=False)
    # The learner has spoken of the step that this one became since: there it counts no more.
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
