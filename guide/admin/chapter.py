from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from guide.admin.editing.base import ContentAdmin, NamedAdmin, TableRows
from guide.admin.editing.columns import MissingText, has_chinese, row_count
from guide.admin.editing.form_fields import bilingual_fields
from guide.models import (
    Belief,
    BeliefStep,
    Chapter,
    Question,
    Reading,
    SitePage,
    Term,
)


class OrderedAdmin(NamedAdmin):
    list_display = [
        "name_en",
        "name_zh",
        "order",
        "published",
        has_chinese,
        "updated_at",
    ]
    list_editable = ["order"]
    ordering = ["order", "slug"]


@admin.register(Chapter)
class ChapterAdmin(OrderedAdmin):
    fieldsets = [
        (
            _("What it is"),
            {
                "fields": [
                    *bilingual_fields("name"),
                    ("slug", "published"),
                    ("order", "picture"),
                ]
            },
        ),
        (
            _("Texts, in the order of the page"),
            {
                "fields": bilingual_fields(
                    "summary", "answer", "body", "example", "next_step", "others_wrote"
                )
            },
        ),
    ]


@admin.register(Question)
class QuestionAdmin(OrderedAdmin):
    fieldsets = [
        (
            _("What it is"),
            {
                "fields": [
                    *bilingual_fields("name"),
                    ("slug", "published"),
                    "order",
                    *bilingual_fields("topic"),
                ]
            },
        ),
        (_("Texts"), {"fields": bilingual_fields("body")}),
    ]


class BeliefStepRows(TableRows):
    model = BeliefStep
    verbose_name, verbose_name_plural = _("step"), _("steps that help")
    fields = ["step", "order"]
    ordering = ["order"]


@admin.register(Belief)
class BeliefAdmin(OrderedAdmin):
    list_display = [
        *OrderedAdmin.list_display[:-1],
        row_count("step_links", _("steps")),
        "updated_at",
    ]
    fieldsets = [
        (
            _("What it is"),
            {"fields": [*bilingual_fields("name"), ("slug", "published"), "order"]},
        ),
        (_("Texts"), {"fields": bilingual_fields("body")}),
    ]
    inlines = [BeliefStepRows]


@admin.register(Term)
class TermAdmin(NamedAdmin):
    list_display = [
        "name_en",
        "name_zh",
        "linked",
        "published",
        has_chinese,
        "updated_at",
    ]
    list_filter = ["published", MissingText, "linked"]
    fieldsets = [
        (
            _("What it is"),
            {"fields": [*bilingual_fields("name"), ("slug", "published"), "linked"]},
        ),
        (_("Texts"), {"fields": bilingual_fields("body")}),
    ]


@admin.register(SitePage)
class SitePageAdmin(NamedAdmin):
    page = "guide:privacy"
    fieldsets = [
        (
            _("What it is"),
            {"fields": [*bilingual_fields("name"), ("slug", "published")]},
        ),
        (_("Texts"), {"fields": bilingual_fields("summary", "body")}),
    ]


@admin.register(Reading)
class ReadingAdmin(ContentAdmin):
    named_by = "title"
    list_display = [
        "title",
        "topic_en",
        "order",
        "language",
        "published",
        has_chinese,
        "updated_at",
    ]
    list_editable = ["order"]
    list_filter = ["published", MissingText, "topic_en", "language"]
    search_fields = ["title", "topic_en", "topic_zh", "slug", "url"]
    ordering = ["topic_en", "order"]
    page = "guide:reading-list"
    fieldsets = [
        (
            _("What it is"),
            {
                "fields": [
                    "title",
                    ("slug", "published"),
                    *bilingual_fields("topic"),
                    ("language", "order"),
                    ("url", "published_on"),
                ]
            },
        ),
        (_("Texts"), {"fields": [*bilingual_fields("summary"), "source"]}),
    ]
