from functools import cache

from django.conf import settings
from django.db import connections, models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guide.models import Course, Criterion, Skill, Step


class State(models.TextChoices):
    """The states of a step, in the order of a merge: the further one wins."""

    NOT_STARTED = "not-started", _("Not started")
    SKIPPED = "skipped", _("Skipped")
    DOING = "doing", _("Under way")
    KNOWN = "known", _("Known already")
    DONE = "done", pgettext_lazy("state of a step", "Done")


class Kind(models.TextChoices):
    """What an event changed. `before` and `after` are its values in words of that kind."""

    STATE = "state", _("state of a step")
    CRITERION = "criterion", _("tick of a criterion")
    COURSE = "course", _("course")
    SKILL = "skill", _("skill")  # the level claimed, 0 where nothing is said
    HOURS = "hours", _("hours")  # minutes in all
    NOTE = "note", _("note")  # versions of it; never its text
    LINK = "link", _("link")


class By(models.TextChoices):
    PRESS = "press", _("press")
    UNDO = "undo", _("undo")
    MERGE = "merge", _("added from a browser")
    SIGN_UP = "sign-up", _("brought over at sign-up")
    RESET = "reset", _("reset of a roadmap")
    COURSE = "course", _("a finished course")
    STAGE = "stage", _("a whole stage")
    PRESET = "preset", _("a profile")
    CHECK = "check", _("the placement check")
    IMPORT = "import", _("an imported file")


def rows_as_sql(connection, rows) -> tuple[str, str, list]:
    """Of new rows of one model: their columns, the marks of their values, and the values, as an INSERT has them."""
    fields, columns, marks = columns_of(type(rows[0]))
    values = [
        field.get_db_prep_save(getattr(row, field.attname), connection)
        for row in rows
        for field in fields
    ]
    return columns, ", ".join([marks] * len(rows)), values


@cache
def columns_of(model) -> tuple[list, str, str]:
    """The fields of a new row, their columns, and the marks of their values."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    return fields, columns, f"({', '.join(['%s'] * len(fields))})"


def add_events(using: str, events: list["ProgressEvent"]):
    """As `bulk_create`, which takes five times as long for the one event of a press; nobody learns their keys."""
    if not events:
        return
    connection = connections[using]
    columns, marks, values = rows_as_sql(connection, events)
    table = events[0]._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) VALUES {marks}",  # noqa: S608  names
            values,
        )


class ProgressEventQuerySet(models.QuerySet):
    def for_user(self, user):
        return self.filter(user=user)

    def newest_first(self):
        return self.order_by("-at", "-pk")

    def update(self, **kwargs):
        raise TypeError("What happened stays: progress events are only added.")

    def delete(self):
        raise TypeError(
            "What happened stays: progress events go only with their learner."
        )


def is_given(name):
    # As a negation it would read NOT (… IS NULL), in which SQLite does not see the condition of a query again.
    return Q(**{f"{name}__isnull": False})


def partial_index(name):
    """Most events leave this reference empty, so only those that have it are indexed."""
    return models.Index(
        fields=[name], name=f"progress_event_{name}", condition=is_given(name)
    )


class ProgressEvent(models.Model):
    """One change that a learner made. Only added: history, study days and undo come from it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="progress_events"
    )
    kind = models.CharField(_("kind"), max_length=9, choices=Kind, default=Kind.STATE)
    step = models.ForeignKey(
        Step, models.PROTECT, null=True, related_name="+", verbose_name=_("step")
    )
    criterion = models.ForeignKey(
        Criterion,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("criterion"),
    )
    course = models.ForeignKey(
        Course,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("course"),
    )
    skill = models.ForeignKey(
        Skill,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("skill"),
    )
    link = models.ForeignKey(
        "EvidenceLink",
        models.CASCADE,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("link"),
    )
    before = models.CharField(_("before"), max_length=11, blank=True)
    after = models.CharField(_("after"), max_length=11, blank=True)
    at = models.DateTimeField(_("at"))
    by = models.CharField(_("by"), max_length=7, choices=By)
    undoes = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("undoes"),
    )
    sweep = models.ForeignKey(
        "Sweep",
        models.CASCADE,
        null=True,
        related_name="events",
        db_index=False,
        verbose_name=_("sweep"),
    )
    # What a page was given to send with an addition, so that sending it twice adds once.
    key = models.CharField(max_length=22, blank=True, editable=False)

    objects = ProgressEventQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = (
            _("event of progress"),
            _("events of progress"),
        )
        indexes = [
            models.Index(fields=["user", "at"], name="progress_event_by_time"),
            *map(partial_index, ("criterion", "course", "skill", "link", "sweep")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=Kind.values, by__in=By.values)
                & (
                    ~Q(kind="state")
                    | Q(before__in=State.values, after__in=State.values)
                ),
                name="progress_event_known",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["state", "hours", "note"], step__isnull=False)
                | Q(kind="criterion", step__isnull=False, criterion__isnull=False)
                | Q(kind="link", step__isnull=False, link__isnull=False)
                | Q(kind="course", course__isnull=False)
                | Q(kind="skill", skill__isnull=False),
                name="progress_event_of_something",
            ),
            models.UniqueConstraint(
                fields=["undoes"],
                condition=is_given("undoes"),
                name="progress_event_undone_once",
            ),
            models.UniqueConstraint(
                fields=["user", "key"],
                condition=~Q(key=""),
                name="progress_event_added_once",
            ),
        ]

    def __str__(self):
        return f"{self.step_id or self.course_id or self.skill_id}: {self.before} → {self.after}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("What happened stays: progress events are only added.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError(
            "What happened stays: progress events go only with their learner."
        )
