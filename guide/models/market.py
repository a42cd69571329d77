from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guide.models.content import (
    Alphabetical,
    ContentQuerySet,
    Keyed,
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
from guide.models.verification import figures_past_date


class FactQuerySet(ContentQuerySet):
    def of_the_outlook(self):
        """Those that count something. What a career guide says of the market stands on the page of that source."""
        return self.exclude(source__kind=Source.Kind.ARTICLE)

    def past_date(self):
        return self.filter(figures_past_date())

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
    body_en = text_field(_("what it means and what it doesn’t (English)"))
    body_zh = text_field(_("what it means and what it doesn’t (Chinese)"))
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


class OutlookNumberQuerySet(ContentQuerySet):
    def with_facts(self):
        """Those with a published figure at least, each with its figures in order: one query more."""
        rows = (
            OutlookNumberFact.objects.filter(fact__published=True)
            .select_related("fact__source")
            .order_by("order", "pk")
        )
        shown = self.filter(fact_links__fact__published=True).distinct()
        return shown.prefetch_related(models.Prefetch("fact_links", rows))


class OutlookNumber(Named):
    """One of the numbers that the outlook begins with: its first figure, and others beside it as bars."""

    order = models.PositiveSmallIntegerField(_("order"))
    text_en = line_field(_("what the number counts (English)"), 200)
    text_zh = line_field(_("what the number counts (Chinese)"), 200)
    facts = models.ManyToManyField(
        Fact,
        through="OutlookNumberFact",
        related_name="outlook_numbers",
        verbose_name=_("market facts"),
    )
    text = Translated()

    objects = OutlookNumberQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = (
            _("number of the outlook"),
            _("numbers of the outlook"),
        )

    def get_absolute_url(self):
        return f"{reverse('guide:market')}#{self.slug}"

    @property
    def credited_facts(self):
        """The first figure of each publisher: whom the number rests on."""
        found = {}
        for link in self.fact_links.all():
            found.setdefault(link.fact.source.credit, link.fact)
        return list(found.values())

    @property
    def bars(self):
        """Its figures, each with the label and the length of its bar, in percent of the longest."""
        links = list(self.fact_links.all())
        longest = max((link.fact.value or 0 for link in links), default=0) or 1
        for link in links:
            link.percent = max(0, round((link.fact.value or 0) * 100 / longest))
        return links


class OutlookNumberFact(Keyed):
    """A figure of a number of the outlook; the first one is the number itself."""

    key = ("number", "fact")
    owner = "number"

    number = models.ForeignKey(
        OutlookNumber,
        models.CASCADE,
        related_name="fact_links",
        verbose_name=_("number of the outlook"),
    )
    fact = models.ForeignKey(
        Fact,
        models.PROTECT,
        related_name="outlook_links",
        verbose_name=_("market fact"),
    )
    order = models.PositiveSmallIntegerField(_("order"))
    label_en = line_field(_("beside its bar (English)"), 60)
    label_zh = line_field(_("beside its bar (Chinese)"), 60)
    label = Translated()

    class Meta:
        verbose_name, verbose_name_plural = (
            _("figure of a number"),
            _("figures of a number"),
        )
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["number", "fact"], name="outlook_number_fact_once"
            )
        ]

    def __str__(self):
        return f"{self.number}: {self.fact}"


class Industry(Named):
    examples_en = line_field(_("examples (English)"))
    examples_zh = line_field(_("examples (Chinese)"))
    body_en = text_field(_("what is built there (English)"))
    body_zh = text_field(_("what is built there (Chinese)"))
    examples = Translated()
    body = Translated()

    class Meta:
        verbose_name, verbose_name_plural = _("industry"), _("industries")
