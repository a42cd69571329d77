from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.latest_value import LatestValue, LatestValueQuerySet
from accounts.models.progress_event import By, Kind
from guide.models import Skill

# To say "none" goes further than to say nothing; else the higher level does.
RANK = "(CASE {row}.level WHEN 0 THEN -2 ELSE {row}.level END)"
FURTHER = f"{RANK.format(row='kept')} < {RANK.format(row='excluded')}"


class SkillClaimQuerySet(LatestValueQuerySet):
    def merge(self, user, levels, by):
        """Take over levels by skill that go further than the saved ones. Returns how many did."""
        at = timezone.now()
        rows = [
            self.new_row(user, skill, level, at, by)
            for skill, level in sorted(levels.items())
            if level != self.model.NOTHING
        ]
        return len(self.write_rows(rows, FURTHER))


class SkillClaim(LatestValue):
    """What a learner says of a skill: its level, or NONE. NOTHING is no word at all, or one that was taken back."""

    subject, value, kind, NOTHING = "skill", "level", Kind.SKILL, 0
    NONE = -1  # said, so that nothing else makes it known
    more_updates = ', "by" = excluded."by"'

    skill = models.ForeignKey(
        Skill, models.PROTECT, related_name="+", verbose_name=_("skill")
    )
    level = models.SmallIntegerField(_("level"))
    before = models.SmallIntegerField(_("before"))
    by = models.CharField(_("by"), max_length=7, choices=By, default=By.PRESS)

    objects = SkillClaimQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("skill claimed"), _("skills claimed")
        constraints = [
            models.UniqueConstraint(fields=["user", "skill"], name="skill_claim_once"),
            models.CheckConstraint(
                condition=models.Q(level__in=range(-1, 5)),
                name="skill_claim_level_known",
            ),
        ]

    def __str__(self):
        return f"{self.skill_id}: {self.level}"
