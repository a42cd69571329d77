from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from guide.admin.editing.base import ContentAdmin, KeyedAdmin
from guide.admin.editing.columns import MissingText, has_chinese, row_count
from guide.admin.editing.form_fields import bilingual_fields
from guide.admin.editing.forms import CitationForm
from guide.models import Citation, Source, Website


@admin.register(Source)
class SourceAdmin(ContentAdmin):
    named_by = "title"
    list_display = [
        "title", "publisher", "kind", "published_on", "published", has_chinese, row_count("citations", _("citations")),
        row_count("salaries", _("salaries")), "updated_at",
    ]  # fmt: skip
    list_filter = ["published", MissingText, "kind"]
    search_fields = [
        "title",
        "title_zh",
        "publisher",
        "publisher_zh",
        "author",
        "slug",
        "url",
    ]
    ordering = ["title"]
    fieldsets = [
        (
            _("What it is"),
            {
                "fields": [
                    ("title", "title_zh"),
                    "author",
                    ("publisher", "publisher_zh"),
                    ("slug", "published"),
                    "kind",
                    "url",
                ]
            },
        ),
        (_("When"), {"fields": [("published_on", "accessed_on"), "licence"]}),
        (_("Texts"), {"fields": bilingual_fields("summary", "body")}),
    ]


@admin.register(Citation)
class CitationAdmin(KeyedAdmin):
    """“View on site” is the page that cites the source. A save raises the version of the source too."""

    form = CitationForm
    list_display = [
        "__str__",
        "source",
        "statement",
        "subject",
        "subject_slug",
        has_chinese,
    ]
    list_display_links = ["__str__"]
    list_filter = [MissingText, "subject", "source__kind"]
    list_select_related = ["source"]
    search_fields = [
        "subject_slug",
        "statement",
        "source__title",
        "source__slug",
        "passage_en",
        "passage_zh",
    ]
    ordering = ["subject", "subject_slug", "source__slug", "statement"]
    fieldsets = [
        (
            _("What it is"),
            {"fields": ["source", "statement", ("subject", "subject_slug")]},
        ),
        (_("Texts"), {"fields": bilingual_fields("passage")}),
    ]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if form.changed_data:
            for source in Source.objects.filter(
                pk__in={obj.source_id, form.initial.get("source", obj.source_id)}
            ):
                source.raise_version()


@admin.register(Website)
class WebsiteAdmin(KeyedAdmin):
    list_display = ["host", "reach", "reported_on", "source"]
    list_filter = ["reach"]
    list_select_related = ["source"]
    search_fields = ["host", "source__title"]
    ordering = ["host"]
    fieldsets = [
        (_("What it is"), {"fields": ["host", "reach", ("source", "reported_on")]}),
        (_("Texts"), {"fields": bilingual_fields("note")}),
    ]
