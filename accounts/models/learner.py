from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from guide.models import Roadmap


class LearnerQuerySet(models.QuerySet):
    def take(self, user, roadmap):
        """Take a roadmap in hand; safe to call twice and from two tabs."""
        self.bulk_create(
            [Learner(user=user, roadmap_id=roadmap.pk)],
            update_conflicts=True,
            unique_fields=["user"],
            update_fields=["roadmap"],
        )

    def take_first(self, user, roadmap):
        """Take a roadmap in hand unless the learner has chosen one."""
        self.bulk_create([Learner(user=user, roadmap_id=roadmap.pk)], ignore_conflicts=True)


class Learner(models.Model):
    """What somebody with an account has chosen as a learner."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="learner")
    roadmap = models.ForeignKey(
        Roadmap, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("roadmap in hand")
    )

    objects = LearnerQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("learner"), _("learners")

    def __str__(self):
        return f"{self.user_id}: {self.roadmap_id}"
