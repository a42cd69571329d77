from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guide.models.content import ContentQuerySet, Named, line_field, text_field
from guide.models.course import Course
from guide.models.fields import (
    AddressField,
    CountryField,
    ExplainedCheck,
    PartialDateField,
)
from guide.models.source import Source
from guide.models.text import Translated, active_language


class EmployerGroup(NamedTuple):
    name: str
    slug: str
    employers: list["Employer"]


class EmployerQuerySet(ContentQuerySet):
    def in_groups(self) -> list[EmployerGroup]:
        """By where they are, the reader's own part of the world first; then kinds of employer. One query."""
        rows = list(self.select_related("source").by_name())
        china = EmployerGroup(
            gettext("Employers in mainland China"),
            "employers-china",
            [row for row in rows if row.country == "CN"],
        )
        elsewhere = EmployerGroup(
            gettext("Employers elsewhere"),
            "employers-elsewhere",
            [row for row in rows if row.country not in ("CN", "")],
        )
        kinds = EmployerGroup(
            gettext("Kinds of employer"),
            "employers-kinds",
            [row for row in rows if not row.country],
        )
        near = [china, elsewhere] if active_language() == "zh" else [elsewhere, china]
        return [group for group in (*near, kinds) if group.employers]


class Employer(Named):
    """An employer, or a kind of employer: what is built there, where, and how beginners come in."""

    kind_en = line_field(_("kind (English)"), 100)
    kind_zh = line_field(_("kind (Chinese)"), 100)
    country = CountryField(
        _("country of its headquarters"),
        blank=True,
        help_text=_("Empty for a kind of employer."),
    )
    url = AddressField(_("address of its openings"), max_length=500, blank=True)
    body_en = text_field(_("what is built there (English)"))
    body_zh = text_field(_("what is built there (Chinese)"))
    where_en = line_field(_("where (English)"))
    where_zh = line_field(_("where (Chinese)"))
    juniors_en = line_field(_("how beginners come in (English)"))
    juniors_zh = line_field(_("how beginners come in (Chinese)"))
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="employers",
        verbose_name=_("source"),
    )
    checked_by = models.CharField(
        _("checked by"),
        max_length=10,
        choices=Course.CheckedBy,
        default=Course.CheckedBy.NOBODY,
        help_text=_("What was opened. The source says which list or page."),
    )
    checked_on = PartialDateField(_("checked on"), default="undated")
    kind = Translated()
    body = Translated()
    where = Translated()
    juniors = Translated()

    objects = EmployerQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("employer"), _("employers")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(checked_by__in=["page", "copy", "list", "nobody"]),
                name="employer_checked_by_known",
            ),
            ExplainedCheck(
                condition=models.Q(juniors_en="") | ~models.Q(source=None),
                name="employer_with_a_way_in_names_its_source",
                error_field="source",
                violation_error_message=_(
                    "Name the source of what is said about beginners."
                ),
            ),
        ]
