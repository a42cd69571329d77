from django.db import models
from django.utils.translation import gettext_lazy as _

from guide.models.content import Keyed, KeyedQuerySet, line_field
from guide.models.course import Course
from guide.models.fields import ExplainedCheck, in_rising_order
from guide.models.step import Step
from guide.models.text import Translated
from guide.models.verification import verified_courses

MOST_CHOSEN = 6  # courses of a step


class StepCourseQuerySet(KeyedQuerySet):
    def recommended(self):
        """Those whose course may be recommended today; what editors chose once can have gone since."""
        return self.filter(verified_courses("course__"), course__published=True)

    def with_courses(self):
        return self.select_related("course__provider", "course__source")


class StepCourse(Keyed):
    """A course that editors chose for a step: which part of it to take, and why.

    The first in order that a reader can follow, in speech or subtitles, is the recommendation in his language; the
    others stand behind it. No two of a step share a place, so there are six at most.
    """

    key = ("step", "course")
    owner = "step"

    step = models.ForeignKey(
        Step, models.CASCADE, related_name="chosen_courses", verbose_name=_("step")
    )
    course = models.ForeignKey(
        Course, models.PROTECT, related_name="chosen_for", verbose_name=_("course")
    )
    order = models.PositiveSmallIntegerField(
        _("order"),
        help_text=_(
            "1 to 6, each once. The first that a reader can follow is the recommendation in his language."
        ),
    )
    part_en = line_field(_("which part (English)"))
    part_zh = line_field(_("which part (Chinese)"))
    hours_low = models.PositiveIntegerField(
        _("hours of the part, from"), null=True, blank=True
    )
    hours_high = models.PositiveIntegerField(
        _("hours of the part, to"), null=True, blank=True
    )
    reason_en = line_field(_("why (English)"))
    reason_zh = line_field(_("why (Chinese)"))
    part = Translated()
    reason = Translated()

    objects = StepCourseQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = (
            _("course of a step"),
            _("courses of steps"),
        )
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["step", "course"], name="step_course_once"),
            ExplainedCheck(
                condition=models.Q(order__gte=1, order__lte=MOST_CHOSEN),
                name="step_course_order_known",
                error_field="order",
                violation_error_message=_(
                    "A step has six chosen courses at most: enter 1 to 6."
                ),
            ),
            ExplainedCheck(
                condition=~models.Q(reason_en=""),
                name="step_course_says_why",
                error_field="reason_en",
                violation_error_message=_("Say why this course is chosen."),
            ),
            ExplainedCheck(
                condition=models.Q(part_en="", hours_low=None, hours_high=None)
                | ~models.Q(part_en="")
                & ~models.Q(hours_low=None)
                & ~models.Q(hours_high=None),
                name="step_course_part_has_hours",
                error_field="hours_high",
                violation_error_message=_(
                    "A part and its hours belong together: give both, or neither for the whole course."
                ),
            ),
            in_rising_order(
                "hours_low",
                "hours_high",
                name="step_course_hours_rise",
                error_field="hours_high",
                message=_("This must be at least as much as the hours from."),
            ),
        ]

    def __str__(self):
        return f"{self.step}: {self.order}. {self.course}"
