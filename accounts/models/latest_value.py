from django.conf import settings
from django.db import connections, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.progress_event import By, ProgressEvent
from accounts.models.write_lock import AHEAD, whole

# The database alone decides which of two changes is the later one; what it replaced comes back.
UPSERT = """
INSERT INTO {table} AS kept (user_id, {subject}, {value}, before, changed_at) VALUES {rows}
ON CONFLICT (user_id, {subject}) DO UPDATE SET
  before = kept.{value}, {value} = excluded.{value}, changed_at = excluded.changed_at
WHERE (kept.changed_at <= excluded.changed_at OR kept.changed_at > %s) AND kept.{value} <> excluded.{value}
RETURNING {subject}, before
"""


class LatestQuerySet(models.QuerySet):
    def for_user(self, user):
        return self.filter(user=user)

    def set(self, user, subject, value, at=None, **change):
        """Save what a learner says of one subject. Returns what held before, or None where nothing changed."""
        return self.set_many(user, {subject: value}, at, **change).get(subject)

    def set_many(
        self, user, values, at=None, by=By.PRESS, shown=None, each=None, **event
    ):
        """Save values by primary key of their subject, each with its event. Returns what held before, of the changed.

        The last writer is the one with the latest `at`; the same value again changes nothing. `shown`: what pages show
        where nothing was said of a subject itself. `event`, and by subject `each`: other fields of the events.
        """
        at, shown, each = at or timezone.now(), shown or {}, each or {}
        if not values:
            return {}
        with whole(self.db):
            before = self._upsert(user, values, shown, at)
            changed = {
                pk: was for pk, was in before.items() if str(was) != str(values[pk])
            }
            ProgressEvent.objects.using(self.db).bulk_create(
                ProgressEvent(
                    user_id=user.pk, kind=self.model.kind, before=was, after=values[pk], at=at, by=by,
                    **{f"{self.model.subject}_id": pk, **event, **each.get(pk, {})},
                )
                for pk, was in changed.items()
            )  # fmt: skip
        return changed

    def _upsert(self, user, values, shown, at):
        connection, model = connections[self.db], self.model
        of_wrong_clock, at = (
            connection.ops.adapt_datetimefield_value(each) for each in (at + AHEAD, at)
        )
        statement = UPSERT.format(
            table=model._meta.db_table,
            subject=model._meta.get_field(model.subject).column,
            value=model.value,
            rows=", ".join(["(%s, %s, %s, %s, %s)"] * len(values)),
        )
        rows = [
            (user.pk, pk, value, shown.get(pk, model.NOTHING), at)
            for pk, value in values.items()
        ]
        with connection.cursor() as cursor:
            cursor.execute(
                statement, [*(column for row in rows for column in row), of_wrong_clock]
            )
            return dict(cursor.fetchall())


class Latest(models.Model):
    """What a learner said last of one subject: a row a learner and subject, and never a row the less."""

    subject: str  # the field that points to it
    value: str  # the field that holds what was said
    kind: str  # of its events
    NOTHING: str | int  # nothing said, or taken back

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        abstract = True
