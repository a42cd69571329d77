from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from guide.admin.editing.base import ContentAdmin, NamedAdmin
from guide.admin.editing.columns import MissingText, has_chinese
from guide.admin.editing.form_fields import bilingual_fields
from guide.models import Employer, Fact, Industry


@admin.register(Fact)
class FactAdmin(ContentAdmin):
    named_by = "metric_en"
    list_display = [
        "subject_en", "metric_en", "value", "value_text_en", "unit", "period", "published", has_chinese, "updated_at",
    ]  # fmt: skip
    list_display_links = ["subject_en", "metric_en"]
    list_filter = ["published", MissingText, "country", "source__kind", "subject_en"]
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
            None,
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


@admin.register(Industry)
class IndustryAdmin(NamedAdmin):
    page = "guide:industries"
    fieldsets = [
        (None, {"fields": [*bilingual_fields("name"), ("slug", "published")]}),
        (_("Texts"), {"fields": bilingual_fields("examples", "body")}),
    ]


@admin.register(Employer)
class EmployerAdmin(NamedAdmin):
    page = "guide:industries"
    fieldsets = [
        (
            None,
            {
                "fields": [
                    *bilingual_fields("name"),
                    ("slug", "published"),
                    *bilingual_fields("kind"),
                ]
            },
        ),
        (_("Texts"), {"fields": bilingual_fields("body")}),
    ]
