"""Rates that turn one figure into another. Each names its source and its date."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guide.models.content import Keyed
from guide.models.fields import (
    CountryField,
    CurrencyField,
    ExplainedCheck,
    PartialDateField,
    currency_is_known,
    not_empty,
)
from guide.models.source import Source


class ExchangeRate(Keyed):
    """Units of a currency for one US dollar."""

    key = ("currency", "kind", "period")

    class Kind(models.TextChoices):
        AVERAGE = "average", _("average of the year")
        SPOT = "spot", _("rate of the day")
        PEG = "peg", _("fixed peg")

    currency = CurrencyField(_("currency"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    period = PartialDateField(_("year or day"))
    per_usd = models.DecimalField(
        _("for one US dollar"), max_digits=18, decimal_places=8
    )
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="exchange_rates", verbose_name=_("source")
    )

    class Meta:
        verbose_name, verbose_name_plural = _("exchange rate"), _("exchange rates")
        constraints = [
            models.UniqueConstraint(
                fields=["currency", "kind", "period"], name="exchange_rate_once"
            ),
            ExplainedCheck(
                condition=models.Q(per_usd__gt=0),
                name="exchange_rate_positive",
                error_field="per_usd",
                violation_error_message=_("A rate must be above zero."),
            ),
            models.CheckConstraint(
                condition=~models.Q(currency=""), name="exchange_rate_has_a_currency"
            ),
            currency_is_known("currency", name="exchange_rate_currency_known"),
            not_empty("period", "exchange_rate_says_when"),
        ]

    def __str__(self):
        return f"{self.currency} {self.period}"


class PriceLevel(Keyed):
    """Purchasing power: units of the local currency that buy what one US dollar buys in the United States."""

    key = ("country", "year")

    country = CountryField(_("country"))
    year = models.PositiveSmallIntegerField(_("year"))
    factor = models.DecimalField(
        _("local units for one international dollar"), max_digits=18, decimal_places=6
    )
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="price_levels", verbose_name=_("source")
    )

    class Meta:
        verbose_name, verbose_name_plural = _("price level"), _("price levels")
        constraints = [
            models.UniqueConstraint(
                fields=["country", "year"], name="price_level_once"
            ),
            ExplainedCheck(
                condition=models.Q(factor__gt=0),
                name="price_level_positive",
                error_field="factor",
                violation_error_message=_("A price level must be above zero."),
            ),
            not_empty("country", "price_level_has_a_country"),
        ]

    def __str__(self):
        return f"{self.country} {self.year}"


class PriceIndex(Keyed):
    """Consumer prices: an index, or the yearly inflation in per cent (which may be negative)."""

    key = ("country", "period", "measure")

    class Measure(models.TextChoices):
        INDEX = "index", _("index, 1982–84 = 100")
        INFLATION = "inflation", _("yearly inflation in percent")

    country = CountryField(_("country"))
    period = PartialDateField(_("year or month"))
    measure = models.CharField(_("measure"), max_length=10, choices=Measure)
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=6)
    months = models.PositiveSmallIntegerField(
        _("months in the mean"), null=True, blank=True
    )
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="price_indices", verbose_name=_("source")
    )

    class Meta:
        verbose_name, verbose_name_plural = _("price index"), _("price indices")
        constraints = [
            models.UniqueConstraint(
                fields=["country", "period", "measure"], name="price_index_once"
            ),
            ExplainedCheck(
                condition=models.Q(measure="inflation") | models.Q(value__gt=0),
                name="price_index_positive",
                error_field="value",
                violation_error_message=_("An index must be above zero."),
            ),
            not_empty("country", "price_index_has_a_country"),
            not_empty("period", "price_index_says_when"),
        ]

    def __str__(self):
        return f"{self.country} {self.period}"
