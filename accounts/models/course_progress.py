from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models.latest_value import LatestValue, LatestValueQuerySet
from accounts.models.progress_event import Kind
from guide.models import Course


class CourseProgress(LatestValue):
    """How far a learner is with a course."""

    class State(models.TextChoices):
        NONE = "none", _("Not on my list")
        PLANNED = "planned", pgettext_lazy("state of a course", "Planned")
        DOING = "doing", _("Under way")
        DONE = "done", pgettext_lazy("state of a course", "Finished")

    subject, value, kind, NOTHING = "course", "state", Kind.COURSE, State.NONE

    course = models.ForeignKey(
        Course, models.PROTECT, related_name="+", verbose_name=_("course")
    )
    state = models.CharField(_("state"), max_length=7, choices=State)
    before = models.CharField(_("before"), max_length=7, choices=State)

    objects = LatestValueQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = (
            _("progress with a course"),
            _("progress with courses"),
        )
        constraints = [
            models.UniqueConstraint(
                fields=["user", "course"], name="course_progress_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["none", "planned", "doing", "done"]),
                name="course_progress_known",
            ),
        ]

    def __str__(self):
        return f"{self.course_id}: {self.state}"
