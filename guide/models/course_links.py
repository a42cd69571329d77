from django.db import models
from django.utils.translation import gettext_lazy as _

from guide.models.content import Keyed
from guide.models.course import Course
from guide.models.fields import level_field, level_is_known
from guide.models.skill import Skill


class CourseSkill(Keyed):
    """A course teaches a skill, up to a level."""

    key = ("course", "skill")
    owner = "course"

    course = models.ForeignKey(
        Course, models.CASCADE, related_name="skill_links", verbose_name=_("course")
    )
    skill = models.ForeignKey(
        Skill, models.PROTECT, related_name="course_links", verbose_name=_("skill")
    )
    level = level_field()
    main = models.BooleanField(
        _("main subject"),
        default=False,
        help_text=_(
            "What the course is really about, not what it only touches on. Such courses come first on step pages."
        ),
    )

    class Meta:
        verbose_name, verbose_name_plural = (
            _("skill of a course"),
            _("skills of courses"),
        )
        constraints = [
            models.UniqueConstraint(
                fields=["course", "skill"], name="course_skill_once"
            ),
            level_is_known("course_skill_level_known"),
        ]

    def __str__(self):
        return f"{self.course}: {self.skill} {self.level}"


class CoursePrerequisite(Keyed):
    """A course assumes a skill."""

    key = ("course", "skill")
    owner = "course"

    course = models.ForeignKey(
        Course,
        models.CASCADE,
        related_name="prerequisite_links",
        verbose_name=_("course"),
    )
    skill = models.ForeignKey(
        Skill,
        models.PROTECT,
        related_name="course_prerequisite_links",
        verbose_name=_("assumes"),
    )

    class Meta:
        verbose_name, verbose_name_plural = (
            _("prerequisite of a course"),
            _("prerequisites of courses"),
        )
        constraints = [
            models.UniqueConstraint(
                fields=["course", "skill"], name="course_prerequisite_once"
            )
        ]

    def __str__(self):
        return f"{self.course} ← {self.skill}"
