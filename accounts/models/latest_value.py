"""Values of which the last word wins: one row for each learner and subject, and an event for each change."""

from django.conf import settings
from django.db import connections, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.progress_event import By, ProgressEvent, add_events, rows_as_sql
from accounts.models.write_lock import CLOCK_TOLERANCE, atomic_write

# The later change wins, and the same value again is no change.
NOT_OLDER = "(kept.changed_at <= excluded.changed_at OR kept.changed_at > %s) AND kept.{value} <> excluded.{value}"
STILL_AS_SEEN = " AND kept.{value} = %s"
# The database alone decides whether a change holds, so that no race can lose one; what it replaced comes back.
UPSERT = """
INSERT INTO {table} AS kept ({columns}) VALUES {rows}
ON CONFLICT (user_id, {subject}) DO UPDATE SET
  before = kept.{value}, {value} = excluded.{value}, changed_at = excluded.changed_at{more}
WHERE {condition} RETURNING {subject}, before
"""


class LatestValueQuerySet(models.QuerySet):
    def for_user(self, user):
        return self.filter(user=user)

    def set(self, user, subject, value, at=None, **change):
        """Save the value of one subject. Returns what it replaced, or None where nothing changed."""
        return self.set_many(user, {subject: value}, at, **change).get(subject)

    def set_many(
        self, user, values, at=None, by=By.PRESS, shown=None, each=None, **event
    ):
        """Save values by primary key of their subject, each with its event. Returns what the changed ones replaced.

        The change with the latest `at` wins; the same value again changes nothing. `shown`: by subject, what pages
        show where it has no value of its own. `event`, and by subject `each`: other fields of the events.
        """
        at, shown = at or timezone.now(), shown or {}
        rows = [
            self.new_row(user, pk, value, at, by, shown.get(pk))
            for pk, value in sorted(values.items())
        ]
        return self.write_rows(rows, NOT_OLDER, each, **event)

    def new_row(self, user, subject, value, at, by, before=None):
        """`by` goes into the event, and into a column where the model has one."""
        model = self.model
        before = model.NOTHING if before is None else before
        row = model(user=user, before=before, changed_at=at)
        setattr(row, f"{model.subject}_id", subject)
        setattr(row, model.value, value)
        row.by = by
        return row

    def write_rows(self, rows, condition, each=None, seen=None, **event):
        """Save rows where the condition holds, and the events of those that changed. Returns what these replaced.

        `seen`: the value that a page showed; another one that stands by now is not overwritten.
        """
        if not rows:
            return {}
        # A press belongs to the transaction around it as a whole, so it needs no savepoint of its own.
        with atomic_write(self.db, savepoint=False):
            before = self.upsert_rows(rows, condition, seen)
            changed = [row for row in rows if row.differs_from(before)]
            add_events(
                self.db,
                [
                    row.new_event(before[row.subject_pk], event, each or {})
                    for row in changed
                ],
            )
        return {row.subject_pk: before[row.subject_pk] for row in changed}

    def upsert_rows(self, rows, condition, seen=None):
        """One statement. Returns the value before by subject; rows for which the condition does not hold are left out.

        All rows have the same `changed_at`.
        """
        connection, model = connections[self.db], self.model
        columns, marks, values = rows_as_sql(connection, rows)
        if "%s" in condition:
            wrong_clock = rows[0].changed_at + CLOCK_TOLERANCE
            values.append(connection.ops.adapt_datetimefield_value(wrong_clock))
        if seen is not None:
            condition += STILL_AS_SEEN
            values.append(seen)
        statement = UPSERT.format(
            table=model._meta.db_table,
            subject=model._meta.get_field(model.subject).column,
            value=model.value,
            more=model.more_updates,
            columns=columns,
            rows=marks,
            condition=condition.format(value=model.value),
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return dict(cursor.fetchall())


class LatestValue(models.Model):
    """The last value that a learner gave to one subject. Taking it back writes NOTHING; no row is deleted."""

    subject: str  # the field that points to it
    value: str  # the field that holds the value
    kind: str  # of its events
    NOTHING: str | int  # no value yet, or one that was taken back
    more_updates = ""  # SQL: what else a change of an existing row sets

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        abstract = True

    @property
    def subject_pk(self):
        return getattr(self, f"{self.subject}_id")

    def differs_from(self, before):
        """Whether this row replaced another value, of those that an upsert returned by subject."""
        value = getattr(self, self.value)
        return str(before.get(self.subject_pk, value)) != str(value)

    def new_event(self, before, event, each):
        fields = {f"{self.subject}_id": self.subject_pk, **event}
        fields |= each.get(self.subject_pk, {})
        return ProgressEvent(
            user_id=self.user_id,
            kind=self.kind,
            before=before,
            after=getattr(self, self.value),
            at=self.changed_at,
            by=self.by,
            **fields,
        )
