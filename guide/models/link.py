"""What became of the addresses that content leads to. `check_links` writes it; guide/freshness says by which rules."""

from datetime import datetime, timedelta

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guide.models.version import ContentVersion

LONGEST_ADDRESS = 500  # characters, as in the fields of content
APART = timedelta(hours=24)  # between the two failures of a link that is gone
VOUCHED = timedelta(days=90)  # how long an editor who opened it is believed


class LinkQuerySet(models.QuerySet):
    def gone(self):
        return self.filter(state=Link.State.GONE)

    def moved(self):
        return self.filter(state=Link.State.MOVED)

    def dead_or_moved(self):
        """Those that an editor should look at."""
        return self.filter(state__in=[Link.State.GONE, Link.State.MOVED])

    def vouch(self, addresses, by):
        """Somebody opened these today and found what content says, whatever programs are answered."""
        now = timezone.now()
        with transaction.atomic():
            rows = self.filter(address__in=[each for each in addresses if each])
            if rows.gone().exists():
                ContentVersion.bump()
            rows.filter(state=Link.State.GONE).update(state=Link.State.BLOCKED)
            rows.update(first_failed_at=None, opened_at=now, opened_by=by)


class Link(models.Model):
    """An address that content leads to, and what its site answered."""

    class State(models.TextChoices):
        LIVE = "live", _("live")
        MOVED = "moved", _("moved for good")
        BLOCKED = "blocked", _("refuses programs")
        GONE = "gone", _("gone")
        UNKNOWN = "unknown", _("unknown")

    class Said(models.TextChoices):
        """What came instead of a status of HTTP."""

        NO_HOST = "no-host", _("there is no such site")
        NOT_PUBLIC = "not-public", _("not a public address; it was not asked")
        REFUSED = "refused", _("an address that the checker may not ask")
        TIME = "time-out", _("no answer in time")
        CLOSED = "closed", _("the connection ended without an answer")
        CERTIFICATE = "certificate", _("its certificate is not valid")
        HOPS = "redirects", _("it was sent on too often")
        SIGN_IN = "sign-in", _("it asks to sign in")
        FRONT_PAGE = "front-page", _("sent on to the front page")

    address = models.CharField(_("address"), max_length=LONGEST_ADDRESS, unique=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.UNKNOWN, db_index=True
    )
    # A status such as 404, or one of Said.
    said = models.CharField(_("answer"), max_length=20, blank=True)
    final_address = models.CharField(
        _("new address"), max_length=LONGEST_ADDRESS, blank=True
    )
    # The first of the failures that no good answer came after.
    first_failed_at = models.DateTimeField(_("fails since"), null=True)
    checked_at = models.DateTimeField(_("last asked"), null=True, db_index=True)
    opened_at = models.DateTimeField(_("opened by an editor"), null=True)
    opened_by = models.CharField(_("opened by"), max_length=254, blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("link"), _("links")
        ordering = ["address"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["live", "moved", "blocked", "gone", "unknown"]
                ),
                name="link_state_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="moved") | ~models.Q(final_address=""),
                name="link_moved_says_where",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="gone")
                | models.Q(first_failed_at__isnull=False),
                name="link_gone_says_since_when",
            ),
        ]

    def __str__(self):
        return self.address

    def note_answer(self, state, said: str, final_address: str = ""):
        """Live, moved, or an answer that says nothing of the page: blocked and unknown leave gone and moved alone."""
        self.said = said
        if state in (self.State.LIVE, self.State.MOVED):
            self.state, self.final_address = state, final_address
            self.first_failed_at = None
        elif self.state not in (self.State.GONE, self.State.MOVED):
            self.state = state

    def note_failure(self, said: str, now: datetime):
        """The site said that there is no such page. The second time, on another day, it is gone."""
        before, self.said = self.first_failed_at, said
        self.first_failed_at = before or now
        if self.opened_at and now - self.opened_at < VOUCHED:
            self.state = self.State.BLOCKED
        elif before and now - before >= APART:
            self.state = self.State.GONE
        elif self.state != self.State.GONE:
            self.state = self.State.UNKNOWN
