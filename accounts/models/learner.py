from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import connections, models
from django.utils.translation import gettext_lazy as _

from accounts.models.write_lock import writer_queue
from guide.models import Roadmap
from web.choices import MOST_HOURS


class Theme(models.TextChoices):
    SYSTEM = "system", _("Same as the device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class LearnerQuerySet(models.QuerySet):
    def set_roadmap(self, user, roadmap):
        """Follow a roadmap; safe to call twice and from two tabs."""
        self.set_fields(user, roadmap_id=roadmap.pk)

    def set_fields(self, user, **fields):
        """Set these fields and no others, so that two tabs do not revert each other."""
        names = [self.model._meta.get_field(name).name for name in fields]
        with writer_queue(connections[self.db]):
            self.bulk_create(
                [Learner(user=user, **fields)],
                update_conflicts=True,
                unique_fields=["user"],
                update_fields=names,
            )

    def set_first_roadmap(self, user, roadmap):
        """Follow a roadmap unless the learner follows one. There may be settings and no roadmap yet."""
        self.bulk_create(
            [Learner(user=user, roadmap_id=roadmap.pk)], ignore_conflicts=True
        )
        self.filter(user=user, roadmap=None).update(roadmap_id=roadmap.pk)


class Learner(models.Model):
    """The settings of somebody with an account."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        primary_key=True,
        related_name="learner",
    )
    roadmap = models.ForeignKey(
        Roadmap,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("current roadmap"),
    )
    hours_a_week = models.PositiveSmallIntegerField(
        _("hours a week"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_HOURS)],
    )
    country = models.CharField(_("country"), max_length=2, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    language = models.CharField(
        _("language"), max_length=10, blank=True, choices=settings.LANGUAGES
    )
    theme = models.CharField(_("theme"), max_length=6, blank=True, choices=Theme)
    # The database knows the default too: workers of the version before go on while this one is installed.
    review_mails = models.BooleanField(
        _("mail about reviews"), default=False, db_default=False
    )

    objects = LearnerQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("learner"), _("learners")

    def __str__(self):
        return f"{self.user_id}: {self.roadmap_id}"
