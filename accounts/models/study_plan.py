from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.write_lock import atomic_write, lock_learner

MOST_VERSIONS = 100  # of one learner; with another one the oldest goes
LONGEST_QUERY = 8_000
LONGEST_DOCUMENT = 1_000_000  # characters; a plan of 76 steps has about 150,000


class PlanChangedError(Exception):
    """Another version is current than the one that the page showed."""


class StudyPlanQuerySet(models.QuerySet):
    def for_user(self, user):
        return self.filter(user=user)

    def current(self, user):
        """The last version that was not taken back; None where there is none."""
        return self.for_user(user).filter(taken_back=None).order_by("-number").first()

    def keep(self, user, query, document, at=None):
        """A new version; the same document as the current one is no change. Returns the current version."""
        with atomic_write(self.db):
            lock_learner(user)
            current = self.current(user)
            if current and current.document == document:
                return current
            last = self.for_user(user).order_by("-number").first()
            number = last.number + 1 if last else 1
            self.for_user(user).filter(number__lte=number - MOST_VERSIONS).delete()
            return self.create(
                user=user,
                number=number,
                query=query,
                document=document,
                at=at or timezone.now(),
            )

    def take_back(self, user, number, at=None):
        """The version before is current again, byte for byte. Raises PlanChangedError where another one is current."""
        with atomic_write(self.db):
            lock_learner(user)
            current = self.current(user)
            if current is None or current.number != number:
                raise PlanChangedError
            current.taken_back = at or timezone.now()
            current.save(update_fields=["taken_back"])


class StudyPlan(models.Model):
    """A version of a learner's plan, with all that it was made of. The last one that was not taken back holds."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField(_("version"))
    # What was asked for, as an address holds it.
    query = models.TextField(_("question"), max_length=LONGEST_QUERY)
    # Question, answer, weeks and names as JSON (accounts.plan.kept_plan).
    document = models.TextField(_("plan"), max_length=LONGEST_DOCUMENT)
    at = models.DateTimeField(_("at"))
    taken_back = models.DateTimeField(_("taken back at"), null=True, blank=True)

    objects = StudyPlanQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("study plan"), _("study plans")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "number"], name="study_plan_version_once"
            )
        ]

    def __str__(self):
        return f"{self.user_id}: {self.number}"
