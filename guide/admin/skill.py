from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from guide.admin.editing.base import NamedAdmin, StackedRows, TableRows
from guide.admin.editing.columns import MissingText, has_chinese, row_count
from guide.admin.editing.form_fields import bilingual_fields
from guide.admin.editing.forms import TrackForm
from guide.admin.editing.inline_rows import RowFormSet
from guide.graph import find_cycle
from guide.models import Category, Mention, Skill, SkillPrerequisite, Track
from guide.rules import circle_message


class PrerequisiteFormSet(RowFormSet):
    """Refuses a circle of prerequisites, with which nobody could ever begin."""

    def clean(self):
        super().clean()
        if any(self.errors) or not self.instance.pk:
            return
        mine, links = (
            self.fk.name,
            self.model.objects.exclude(**{self.fk.name: self.instance}),
        )
        edges = [
            *links.values_list(f"{mine}_id", "prerequisite_id"),
            *self.prerequisite_edges(),
        ]
        if members := find_cycle(
            [(str(needs), str(needed)) for needs, needed in edges]
        ):
            raise ValidationError(circle_message(type(self.instance), members))

    def prerequisite_edges(self):
        return [
            (self.instance.pk, row.prerequisite_id)
            for row in self.remaining_rows()
            if row.prerequisite_id
        ]


class SkillPrerequisiteRows(TableRows):
    model, formset, fk_name, fields = (
        SkillPrerequisite,
        PrerequisiteFormSet,
        "skill",
        ["prerequisite"],
    )
    verbose_name, verbose_name_plural = _("prerequisite"), _("builds on")


class MentionRows(StackedRows):
    model = Mention
    fields = ["source", ("passage_en", "passage_zh")]


@admin.register(Skill)
class SkillAdmin(NamedAdmin):
    list_display = [
        "name_en", "name_zh", "category", "published", has_chinese, row_count("step_links", _("steps")),
        row_count("course_links", _("courses")), "updated_at",
    ]  # fmt: skip
    list_filter = ["published", MissingText, "category"]
    list_select_related = ["category"]
    search_fields = ["name_en", "name_zh", "slug", "aliases"]
    fieldsets = [
        (
            _("What it is"),
            {
                "fields": [
                    *bilingual_fields("name", "summary"),
                    ("slug", "published"),
                    "category",
                    "aliases",
                ]
            },
        ),
        (_("Texts"), {"fields": bilingual_fields("body", "by_doing")}),
    ]
    inlines = [SkillPrerequisiteRows, MentionRows]


@admin.register(Category)
class CategoryAdmin(NamedAdmin):
    list_display = [
        "name_en",
        "name_zh",
        "order",
        "track",
        "published",
        has_chinese,
        row_count("skills", _("skills")),
        "updated_at",
    ]
    list_select_related = ["track"]
    ordering = ["order"]
    page = "guide:skill-list"
    fieldsets = [
        (
            _("What it is"),
            {
                "fields": [
                    *bilingual_fields("name", "summary"),
                    ("slug", "published"),
                    "track",
                    "order",
                ]
            },
        ),
        (_("Texts"), {"fields": bilingual_fields("body")}),
    ]


@admin.register(Track)
class TrackAdmin(NamedAdmin):
    form = TrackForm
    list_display = [
        "name_en", "name_zh", "order", "published", has_chinese, row_count("steps", _("steps")), "updated_at",
    ]  # fmt: skip
    ordering = ["order"]
    page = "guide:roadmap-list"
    fieldsets = [
        (
            _("What it is"),
            {
                "fields": [
                    *bilingual_fields("name", "summary"),
                    ("slug", "published"),
                    "order",
                    ("colour_light", "colour_dark"),
                ]
            },
        ),
    ]
