from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from guide.admin.editing.base import ContentAdmin, NamedAdmin, StackedRows
from guide.admin.editing.columns import MissingText, has_chinese, row_count
from guide.admin.editing.form_fields import bilingual_fields
from guide.models import (
    Employer,
    Fact,
    Industry,
    OutlookNumber,
    OutlookNumberFact,
    Source,
)


@admin.register(Fact)
class FactAdmin(ContentAdmin):
    named_by = "metric_en"
    list_display = [
        "subject_en", "metric_en", "value", "value_text_en", "unit", "period", "published", has_chinese, "updated_at",
    ]  # fmt: skip
    list_display_links = ["subject_en", "metric_en"]
    list_filter = [
        "published",
        MissingText,
        "country",
        "source__kind",
        "subject_en",
    ]
    search_fields = [
        "subject_en",
        "subject_zh",
        "metric_en",
        "metric_zh",
        "slug",
        "source__title",
    ]
    ordering = ["subject_en", "metric_en"]
    page = "guide:market"
    fieldsets = [
        (
            _("What it is"),
            {"fields": [*bilingual_fields("subject", "metric"), ("slug", "published")]},
        ),
        (
            _("Figure"),
            {
                "fields": [
                    ("value", "unit"),
                    *bilingual_fields("value_text"),
                    ("period", "as_of"),
                    "country",
                    "source",
                ]
            },
        ),
        (_("Texts"), {"fields": bilingual_fields("body")}),
    ]

    def public_address(self, row):
        """What an article says of the market stands on the page of that source."""
        if row.source.kind == Source.Kind.ARTICLE and row.source.published:
            return f"{row.source.get_absolute_url()}#{row.slug}"
        return super().public_address(row)


class OutlookNumberFactRows(StackedRows):
    model = OutlookNumberFact
    verbose_name, verbose_name_plural = _("figure"), _("its figures, the number first")
    fields = [("fact", "order"), ("label_en", "label_zh")]
    ordering = ["order"]


@admin.register(OutlookNumber)
class OutlookNumberAdmin(NamedAdmin):
    page = "guide:market"
    list_display = [
        "name_en",
        "name_zh",
        "order",
        "published",
        has_chinese,
        row_count("fact_links", _("figures")),
        "updated_at",
    ]
    list_editable = ["order"]
    ordering = ["order", "slug"]
    fieldsets = [
        (
            _("What it is"),
            {"fields": [*bilingual_fields("name"), ("slug", "published"), "order"]},
        ),
        (_("Texts"), {"fields": bilingual_fields("text")}),
    ]
    inlines = [OutlookNumberFactRows]


@admin.register(Industry)
class IndustryAdmin(NamedAdmin):
    page = "guide:industries"
    fieldsets = [
        (
            _("What it is"),
            {"fields": [*bilingual_fields("name"), ("slug", "published")]},
        ),
        (_("Texts"), {"fields": bilingual_fields("examples", "body")}),
    ]


@admin.register(Employer)
class EmployerAdmin(NamedAdmin):
    page = "guide:industries"
    fieldsets = [
        (
            _("What it is"),
            {
                "fields": [
                    *bilingual_fields("name"),
                    ("slug", "published"),
                    *bilingual_fields("kind"),
                    ("country", "url"),
                ]
            },
        ),
        (_("Texts"), {"fields": bilingual_fields("body", "where", "juniors")}),
        (_("Source"), {"fields": ["source", ("checked_by", "checked_on")]}),
    ]
