from django.db import models
from django.utils.translation import gettext_lazy as _

from guide.models.content import Content, ContentQuerySet, Keyed, Named, line_field
from guide.models.fields import (
    AmountField,
    CountryField,
    CurrencyField,
    ExplainedCheck,
    PartialDateField,
    currency_is_known,
    in_rising_order,
    not_empty,
    not_negative,
)
from guide.models.role import Role
from guide.models.source import Source
from guide.models.text import Translated
from guide.models.verification import figures_past_date


class Occupation(Named):
    """The job that a figure is about; not always one of the roles."""

    codes = models.CharField(_("codes"), max_length=100, blank=True)
    note_en = line_field(_("note (English)"))
    note_zh = line_field(_("note (Chinese)"))
    roles = models.ManyToManyField(
        Role,
        through="OccupationRole",
        related_name="occupations",
        verbose_name=_("roles"),
    )
    note = Translated()

    class Meta:
        verbose_name, verbose_name_plural = _("occupation"), _("occupations")


class OccupationRole(Keyed):
    """How near an occupation's figures are to a role."""

    key = ("occupation", "role")
    owner = "occupation"

    class Relation(models.TextChoices):
        SAME = "same", _("the same job")
        PROXY = "proxy", _("proxy: counted together with it")
        NEIGHBOUR = "neighbour", _("neighboring job")
        BENCHMARK = "benchmark", _("benchmark for comparison")

    occupation = models.ForeignKey(
        Occupation,
        models.CASCADE,
        related_name="role_links",
        verbose_name=_("occupation"),
    )
    role = models.ForeignKey(
        Role, models.PROTECT, related_name="occupation_links", verbose_name=_("role")
    )
    relation = models.CharField(_("relation"), max_length=10, choices=Relation)
    note_en = line_field(_("note (English)"))
    note_zh = line_field(_("note (Chinese)"))
    note = Translated()

    class Meta:
        verbose_name, verbose_name_plural = (
            _("role of an occupation"),
            _("roles of occupations"),
        )
        constraints = [
            models.UniqueConstraint(
                fields=["occupation", "role"], name="occupation_role_once"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    relation__in=["same", "proxy", "neighbour", "benchmark"]
                ),
                name="occupation_role_relation_known",
            ),
        ]

    def __str__(self):
        return f"{self.occupation} ~ {self.role}"


class SurveyTitle(Keyed):
    """A job title of the advert survey, and the occupation that it is counted under."""

    key = ("title",)

    title = models.CharField(_("job title"), max_length=200, unique=True)
    occupation = models.ForeignKey(
        Occupation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="survey_titles",
        verbose_name=_("occupation"),
    )
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="survey_titles", verbose_name=_("source")
    )

    class Meta:
        verbose_name, verbose_name_plural = (
            _("title in the survey"),
            _("titles in the survey"),
        )

    def __str__(self):
        return self.title


class SalaryQuerySet(ContentQuerySet):
    def with_occupation(self):
        return self.select_related("occupation", "source")

    def publicly_visible(self):
        """Published salaries of published sources, with the related rows that every page shows."""
        return (
            self.published()
            .filter(source__published=True)
            .with_occupation()
            .order_by("slug")
        )

    def past_date(self):
        return self.filter(figures_past_date())

    def newest_first(self):
        return self.order_by(models.F("year").desc(nulls_last=True), "country", "slug")


class Salary(Content):
    """One figure as one source gives it: never averaged with another, always with its date."""

    class Kind(models.TextChoices):
        AVERAGE = "average", _("average")
        MEDIAN = "median", _("median")
        RANGE = "range", _("range")
        TYPICAL = "typical", _("typical")
        HIGH = "high", _("high")
        LOW = "low", _("low")
        ADVERTISED = "advertised", _("advertised band")
        PERCENTILES = "percentiles", _("percentiles")

    class Evidence(models.TextChoices):
        """The kind of source. Kinds are never blended or averaged; in one picture each keeps its own ink."""

        OFFICIAL = "official", _("official statistics")
        ADVERTISED = "advertised", _("advertised pay")
        PUBLISHED = "published", _("published sources")

    class Experience(models.TextChoices):
        ANY = "any", _("any experience")
        ENTRY = "entry", _("entry level")
        MID = "mid", _("mid-career")
        SENIOR = "senior", _("senior")
        EXECUTIVE = "executive", _("executive")

    class Period(models.TextChoices):
        YEAR = "year", _("a year")
        MONTH = "month", _("a month")
        WEEK = "week", _("a week")
        DAY = "day", _("a day")
        HOUR = "hour", _("an hour")

    class Caution(models.TextChoices):
        ADVERT_BANDS = "advert-bands", _("Advertised bands, not what people earn.")
        REPEATED_ADS = "repeated-ads", _("The same adverts were counted many times.")
        FEW_DISTINCT = "few-distinct", _("Fewer than five different amounts.")
        PART_YEAR = "part-year", _("The figures are of only part of the year.")
        TOP_CODED = (
            "top-coded",
            _("The source caps its highest figures, so they are left out here."),
        )

    occupation = models.ForeignKey(
        Occupation,
        models.PROTECT,
        related_name="salaries",
        verbose_name=_("occupation"),
    )
    country = CountryField(_("country"), blank=True)
    region = models.CharField(_("region"), max_length=100, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    experience = models.CharField(
        _("experience"), max_length=10, choices=Experience, default=Experience.ANY
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    low = AmountField(_("low"), null=True, blank=True)
    mid = AmountField(
        _("middle"),
        null=True,
        blank=True,
        help_text=_(
            "The average, the median or the typical figure, depending on the kind."
        ),
    )
    high = AmountField(_("high"), null=True, blank=True)
    p10 = AmountField(_("10th percentile"), null=True, blank=True)
    p25 = AmountField(_("25th percentile"), null=True, blank=True)
    p50 = AmountField(_("median"), null=True, blank=True)
    p75 = AmountField(_("75th percentile"), null=True, blank=True)
    p90 = AmountField(_("90th percentile"), null=True, blank=True)
    currency = CurrencyField(_("currency"))
    period = models.CharField(
        _("period"), max_length=5, choices=Period, default=Period.YEAR
    )
    year = models.PositiveSmallIntegerField(
        _("year"),
        null=True,
        blank=True,
        help_text=_("The year the figure is about; empty if the source does not say."),
    )
    as_of = PartialDateField(_("as of"))
    sample_size = models.PositiveIntegerField(_("sample size"), null=True, blank=True)
    distinct = models.PositiveIntegerField(
        _("different entries"), null=True, blank=True
    )
    employed = models.PositiveIntegerField(_("people employed"), null=True, blank=True)
    bonus = AmountField(_("bonus, up to"), null=True, blank=True)
    profit_share = AmountField(_("profit sharing, up to"), null=True, blank=True)
    cautions = models.CharField(
        _("cautions"),
        max_length=100,
        blank=True,
        help_text=_("Codes separated by spaces."),
    )
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="salaries", verbose_name=_("source")
    )
    passage_en = line_field(_("passage (English)"), 600)
    passage_zh = line_field(_("passage (Chinese)"), 600)
    passage = Translated()

    objects = SalaryQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("salary"), _("salaries")
        constraints = [
            in_rising_order(
                "low",
                "mid",
                "high",
                name="salary_amounts_rise",
                error_field="low",
                message=_("Low, middle and high must be in rising order."),
            ),
            in_rising_order(
                "p10",
                "p25",
                "p50",
                "p75",
                "p90",
                name="salary_percentiles_rise",
                error_field="p10",
                message=_("The percentiles must be in rising order."),
            ),
            not_negative(
                "low",
                "mid",
                "high",
                "p10",
                "p25",
                "p50",
                "p75",
                "p90",
                "bonus",
                "profit_share",
                name="salary_amounts_not_negative",
            ),
            ExplainedCheck(
                condition=~models.Q(
                    low=None,
                    mid=None,
                    high=None,
                    p10=None,
                    p25=None,
                    p50=None,
                    p75=None,
                    p90=None,
                ),
                name="salary_has_an_amount",
                error_field="mid",
                violation_error_message=_("Give at least one amount."),
            ),
            models.CheckConstraint(
                condition=~models.Q(currency=""), name="salary_has_a_currency"
            ),
            currency_is_known("currency", name="salary_currency_known"),
            not_empty("as_of", "salary_says_when"),
        ]
        indexes = [
            models.Index(
                fields=["occupation", "country", "year"], name="salary_place_and_year"
            )
        ]

    def __str__(self):
        return self.slug

    @property
    def evidence(self):
        if self.kind == self.Kind.ADVERTISED:
            return self.Evidence.ADVERTISED
        return (
            self.Evidence.OFFICIAL
            if self.source.kind == Source.Kind.OFFICIAL
            else self.Evidence.PUBLISHED
        )

    @property
    def place_level(self):
        """Whether the figure is of a city, a region, a country or the whole world."""
        return (
            "city"
            if self.city
            else "region"
            if self.region
            else "country"
            if self.country
            else "world"
        )
