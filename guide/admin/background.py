from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from guide.admin.editing.base import NamedAdmin, TableRows
from guide.admin.editing.columns import has_chinese, row_count
from guide.admin.editing.form_fields import bilingual_fields
from guide.models import Background, BackgroundSkill


class BackgroundSkillRows(TableRows):
    model = BackgroundSkill
    verbose_name, verbose_name_plural = _("skill"), _("skills that they bring")
    fields = ["skill", "level"]
    ordering = ["skill__category__order", "-level", "skill__sort_zh"]


@admin.register(Background)
class BackgroundAdmin(NamedAdmin):
    page = "guide:home"
    list_display = [
        "name_en",
        "name_zh",
        "order",
        "roadmap",
        row_count("skill_links", _("skills")),
        "published",
        has_chinese,
        "updated_at",
    ]
    list_editable = ["order"]
    list_select_related = ["roadmap"]
    ordering = ["order", "slug"]
    fieldsets = [
        (
            _("What it is"),
            {
                "fields": [
                    *bilingual_fields("name", "summary"),
                    ("slug", "published"),
                    ("order", "roadmap"),
                ]
            },
        ),
    ]
    inlines = [BackgroundSkillRows]
