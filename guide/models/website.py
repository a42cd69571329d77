"""Sites that courses and sources lie on, and whether a reader in mainland China reaches them without detours."""

import re

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from guide.models.content import Keyed, line_field
from guide.models.fields import UNDATED, ExplainedCheck, PartialDateField
from guide.models.source import Source
from guide.models.text import Translated
from web.links import link_host

HOST = r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}"
UNKNOWN = "unknown"  # of a site that nobody said anything about


class Website(Keyed):
    """What a named source said, on a day, of a host and all hosts below it that have no row of their own."""

    key = ("host",)

    class Reach(models.TextChoices):
        OPEN = "open", _("opens")
        UNSTABLE = "unstable", _("unstable")
        BLOCKED = "blocked", _("blocked")

    host = models.CharField(
        _("host"),
        max_length=100,
        unique=True,
        validators=[
            RegexValidator(
                rf"^{HOST}\Z",
                _("Enter a host in small letters, without https:// and without www."),
            )
        ],
        help_text=_("Such as github.com; hosts below it count too, such as www."),
    )
    reach = models.CharField(_("in mainland China"), max_length=10, choices=Reach)
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="websites", verbose_name=_("source")
    )
    reported_on = PartialDateField(
        _("reported on"), help_text=_("The day of the report, not of our reading it.")
    )
    note_en = line_field(_("note (English)"))
    note_zh = line_field(_("note (Chinese)"))
    note = Translated()

    class Meta:
        verbose_name, verbose_name_plural = _("website"), _("websites")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reach__in=["open", "unstable", "blocked"]),
                name="website_reach_known",
            ),
            ExplainedCheck(
                condition=~models.Q(reported_on__in=["", UNDATED]),
                name="website_says_when",
                error_field="reported_on",
                violation_error_message=_("Say of when the report is."),
            ),
        ]

    def __str__(self):
        return self.host

    @property
    def is_assumption(self):
        """Whether nobody reported it: it is our own guess, from where the site is run."""
        return self.source.kind == Source.Kind.EDITORIAL


REACHES = [*Website.Reach.values, UNKNOWN]


def hosts_above(url: str) -> list[str]:
    """The host of an address and those above it, the nearest first: zh.d2l.ai, d2l.ai, ai."""
    labels = link_host(url).split(".")
    return [".".join(labels[place:]) for place in range(len(labels))]


def reach_condition(reach: str, column: str = "url") -> models.Q:
    """The condition that the site of an address has this reach; the nearest host with a row decides. One query."""
    hosts = dict(Website.objects.values_list("host", "reach"))
    if reach == UNKNOWN:
        return ~lies_on(hosts, column)
    own = [host for host, known in hosts.items() if known == reach]
    others = [
        host
        for host, known in hosts.items()
        if known != reach and set(hosts_above(f"//{host}")[1:]) & set(own)
    ]
    return lies_on(own, column) & ~lies_on(others, column)


def lies_on(hosts, column: str) -> models.Q:
    """The condition that an address lies on one of the hosts, or below it; never true of no host."""
    if not hosts:
        return models.Q(pk__in=[])
    names = "|".join(map(re.escape, sorted(hosts)))
    return models.Q(
        **{f"{column}__iregex": rf"^https?://([^/?#]*\.)?({names})(:|/|\?|#|$)"}
    )
