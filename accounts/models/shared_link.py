"""What a learner shows to others: links with a token, and own sentences on projects."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.write_lock import atomic_write, lock_learner
from guide.models import Roadmap, Step
from web.tokens import hash_of_asked, new_token, token_hash

MOST_LINKS = 20  # of one learner
LONGEST_SENTENCE = 500  # characters


class TooManyLinksError(Exception):
    pass


class SharedLinkQuerySet(models.QuerySet):
    def for_user(self, user):
        return self.filter(user=user)

    def make(self, user, **fields):
        """A link and its token, which is kept nowhere. Raises TooManyLinksError."""
        token = new_token()
        with atomic_write(self.db):
            lock_learner(user)
            if self.for_user(user).count() >= MOST_LINKS:
                raise TooManyLinksError
            link = self.create(
                user=user,
                token_hash=token_hash(token),
                made_at=timezone.now(),
                **fields,
            )
        return link, token

    def of_token(self, token, today):
        """None for an unknown, a withdrawn and an expired one, and of a roadmap that is not published: alike, by one
        query. `today` is still in time.
        """
        hashed = hash_of_asked(token)
        if hashed is None:
            return None
        return (
            self.filter(token_hash=hashed, roadmap__published=True)
            .exclude(expires_on__lt=today)
            .select_related("user", "roadmap__role")
            .first()
        )


class SharedLink(models.Model):
    """An address under which others see what a learner chose. Withdrawn it is deleted."""

    class Kind(models.TextChoices):
        PROGRESS = "progress", _("my progress")
        PORTFOLIO = "portfolio", _("a portfolio for employers")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=9, choices=Kind)
    label = models.CharField(_("for whom"), max_length=80)
    shown_name = models.CharField(_("name that is shown"), max_length=80, blank=True)
    roadmap = models.ForeignKey(
        Roadmap, models.PROTECT, related_name="+", verbose_name=_("roadmap")
    )
    has_progress = models.BooleanField(_("progress"), default=True)
    has_skills = models.BooleanField(_("skills"), default=False)
    has_work = models.BooleanField(_("links to my work"), default=False)
    has_plan = models.BooleanField(_("plan"), default=False)
    made_at = models.DateTimeField(_("made at"))
    expires_on = models.DateField(_("last day"), null=True, blank=True)
    opened_on = models.DateField(_("last opened on"), null=True, blank=True)

    objects = SharedLinkQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("shared link"), _("shared links")

    def __str__(self):
        return f"{self.user_id}: {self.label}"

    @property
    def is_over(self) -> bool:
        return bool(self.expires_on and self.expires_on < timezone.localdate())

    def note_opening(self, today) -> None:
        """Writes at most once a day, and nothing about who came."""
        if self.opened_on is None or today - self.opened_on >= timedelta(days=1):
            SharedLink.objects.filter(pk=self.pk).update(opened_on=today)


class ProjectSentenceQuerySet(models.QuerySet):
    def for_user(self, user):
        return self.filter(user=user)

    def write(self, user, step, text, at=None):
        """An empty text takes the sentence away."""
        with atomic_write(self.db):
            lock_learner(user)
            if not text:
                self.for_user(user).filter(step=step).delete()
                return
            self.update_or_create(
                user=user,
                step=step,
                defaults={"text": text, "changed_at": at or timezone.now()},
            )


class ProjectSentence(models.Model):
    """What a learner says in a portfolio of the project of a step."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    step = models.ForeignKey(
        Step, models.PROTECT, related_name="+", verbose_name=_("step")
    )
    text = models.CharField(_("sentence"), max_length=LONGEST_SENTENCE)
    changed_at = models.DateTimeField(_("changed at"))

    objects = ProjectSentenceQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = (
            _("sentence on a project"),
            _("sentences on projects"),
        )
        constraints = [
            models.UniqueConstraint(
                fields=["user", "step"], name="project_sentence_once"
            )
        ]

    def __str__(self):
        return f"{self.user_id}: {self.step}"
