from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.progress_event import By, Kind, ProgressEvent
from accounts.models.write_lock import atomic_write, lock_learner
from guide.models import Step
from web.links import readable_address, readable_host, sent_address

MAX_LINKS = 20  # links a step
MAX_URL_LENGTH = 2000  # characters of an address, as it is sent


class TooManyError(Exception):
    pass


class EvidenceLinkQuerySet(models.QuerySet):
    def for_user(self, user):
        return self.filter(user=user)

    def shown(self):
        return self.filter(removed_at=None).order_by("added_at", "pk")

    def add(self, user, step, url, title="", at=None, by=By.PRESS, undoes=None):
        """Add an address to a step, once however often it is sent. Raises TooManyError."""
        at, url = at or timezone.now(), sent_address(url)
        with atomic_write(self.db):
            lock_learner(user)
            shown = self.for_user(user).filter(step_id=step.pk).shown()
            if known := shown.filter(url=url).first():
                return known
            if shown.count() >= MAX_LINKS:
                raise TooManyError
            link = self.create(
                user=user, step_id=step.pk, url=url, title=title, added_at=at
            )
            self._happened(link, "", "there", at, by, undoes)
        return link

    def remove(self, link, at=None, by=By.PRESS, undoes=None):
        """Take a link away. It stays for the history."""
        at = at or timezone.now()
        with atomic_write(self.db):
            if self.filter(pk=link.pk, removed_at=None).update(removed_at=at):
                self._happened(link, "there", "", at, by, undoes)

    def _happened(self, link, before, after, at, by, undoes):
        ProgressEvent.objects.create(
            user_id=link.user_id, kind=Kind.LINK, step_id=link.step_id, link=link,
            before=before, after=after, at=at, by=by, undoes=undoes,
        )  # fmt: skip


class EvidenceLink(models.Model):
    """An address where a learner shows what they did for a step."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    step = models.ForeignKey(
        Step, models.PROTECT, related_name="+", verbose_name=_("step")
    )
    url = models.URLField(_("address"), max_length=MAX_URL_LENGTH)
    title = models.CharField(_("title"), max_length=200, blank=True)
    added_at = models.DateTimeField(_("added at"))
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True)

    objects = EvidenceLinkQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = (
            _("link to evidence"),
            _("links to evidence"),
        )
        constraints = [
            models.UniqueConstraint(
                fields=["user", "step", "url"],
                condition=models.Q(removed_at=None),
                name="evidence_link_once",
            )
        ]

    def __str__(self):
        return f"{self.step_id}: {self.pk}"  # never its address: this reaches logs and the admin

    @property
    def host(self):
        return readable_host(self.url)

    @property
    def words(self):
        """What the link is called: its title, or its address for the eye."""
        return self.title or readable_address(self.url)
