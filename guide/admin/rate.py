from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from guide.admin.editing.base import KeyedAdmin
from guide.models import ExchangeRate, PriceIndex, PriceLevel


class RateAdmin(KeyedAdmin):
    list_select_related = ["source"]


@admin.register(ExchangeRate)
class ExchangeRateAdmin(RateAdmin):
    list_display = ["currency", "period", "kind", "per_usd", "source"]
    list_filter = ["kind", "period"]
    search_fields = ["currency", "period", "source__title"]
    ordering = ["currency", "-period"]
    fieldsets = [
        (
            _("What it is"),
            {"fields": ["currency", ("kind", "period"), "per_usd", "source"]},
        )
    ]


@admin.register(PriceLevel)
class PriceLevelAdmin(RateAdmin):
    list_display = ["country", "year", "factor", "source"]
    list_filter = ["year"]
    search_fields = ["country", "year", "source__title"]
    ordering = ["country", "-year"]
    fieldsets = [(_("What it is"), {"fields": ["country", "year", "factor", "source"]})]


@admin.register(PriceIndex)
class PriceIndexAdmin(RateAdmin):
    list_display = ["country", "period", "measure", "value", "months", "source"]
    list_filter = ["measure", "country"]
    search_fields = ["country", "period", "source__title"]
    ordering = ["country", "-period"]
    fieldsets = [
        (
            _("What it is"),
            {
                "fields": [
                    "country",
                    ("measure", "period"),
                    ("value", "months"),
                    "source",
                ]
            },
        )
    ]
