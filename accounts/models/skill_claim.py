from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.latest_value import LatestValue, LatestValueQuerySet
from accounts.models.progress_event import Kind
from guide.models import Skill


class SkillClaim(LatestValue):
    """“I know this already”: the level of a skill that a learner claims, 0 for none."""

    subject, value, kind, NOTHING = "skill", "level", Kind.SKILL, 0

    skill = models.ForeignKey(
        Skill, models.PROTECT, related_name="+", verbose_name=_("skill")
    )
    level = models.PositiveSmallIntegerField(_("level"))
    before = models.PositiveSmallIntegerField(_("before"))

    objects = LatestValueQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("skill claimed"), _("skills claimed")
        constraints = [
            models.UniqueConstraint(fields=["user", "skill"], name="skill_claim_once"),
            models.CheckConstraint(
                condition=models.Q(level__in=range(5)), name="skill_claim_level_known"
            ),
        ]

    def __str__(self):
        return f"{self.skill_id}: {self.level}"
