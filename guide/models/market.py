from django.db import models
from django.utils.translation import gettext_lazy as _

from guide.models.content import (
    Alphabetical,
    ContentQuerySet,
    Named,
    line_field,
    name_order,
    text_field,
)
from guide.models.fields import (
    CountryField,
    ExplainedCheck,
    PartialDateField,
    not_empty,
)
from guide.models.source import Source
from guide.models.text import Translated, active_language


class FactQuerySet(ContentQuerySet):
    def by_subject(self):
        """Alphabetical in the reader's language; what speaks of one subject stands together."""
        language = active_language()
        return self.order_by(
            name_order(text="subject_en"),
            f"subject_{language}",
            "subject_en",
            f"metric_{language}",
            "period",
            "slug",
        )


class Fact(Alphabetical):
    """A figure or statement about the labour market, as one source gives it."""

    sorted_by = "subject"

    subject_en = models.CharField(_("subject (English)"), max_length=200)
    subject_zh = models.CharField(_("subject (Chinese)"), max_length=200, blank=True)
    metric_en = models.CharField(_("metric (English)"), max_length=300)
    metric_zh = models.CharField(_("metric (Chinese)"), max_length=300, blank=True)
    value = models.DecimalField(
        _("value"), max_digits=18, decimal_places=4, null=True, blank=True
    )
    value_text_en = line_field(_("value in words (English)"))
    value_text_zh = line_field(_("value in words (Chinese)"))
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    period = models.CharField(_("period"), max_length=60, blank=True)
    country = CountryField(_("country"), blank=True)
    as_of = PartialDateField(_("as of"))
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="facts", verbose_name=_("source")
    )
    body_en = text_field(_("what it means and what not (English)"))
    body_zh = text_field(_("what it means and what not (Chinese)"))
    subject = Translated()
    metric = Translated()
    value_text = Translated()
    body = Translated()

    objects = FactQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("market fact"), _("market facts")
        constraints = [
            ExplainedCheck(
                condition=~models.Q(value=None, value_text_en=""),
                name="fact_has_a_value",
                error_field="value",
                violation_error_message=_("Give a value, or a value in words."),
            ),
            not_empty("as_of", "fact_says_when"),
        ]


class Industry(Named):
    examples_en = line_field(_("examples (English)"))
    examples_zh = line_field(_("examples (Chinese)"))
    body_en = text_field(_("what is built there (English)"))
    body_zh = text_field(_("what is built there (Chinese)"))
    examples = Translated()
    body = Translated()

    class Meta:
        verbose_name, verbose_name_plural = _("industry"), _("industries")


class Employer(Named):
    """An employer, or a kind of employer, that the articles name."""

    kind_en = line_field(_("kind (English)"), 100)
    kind_zh = line_field(_("kind (Chinese)"), 100)
    body_en = text_field(_("text (English)"))
    body_zh = text_field(_("text (Chinese)"))
    kind = Translated()
    body = Translated()

    class Meta:
        verbose_name, verbose_name_plural = _("employer"), _("employers")
