from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from guide.admin.editing.base import NamedAdmin, StackedRows, TableRows
from guide.admin.editing.columns import has_chinese, row_count
from guide.admin.editing.form_fields import bilingual_fields
from guide.models import Requirement, Role, RoleNeighbour


class RequirementRows(TableRows):
    model = Requirement
    fields = ["skill", "level", "importance"]
    ordering = ["skill__category__order", "-level", "skill__sort_zh"]


class NeighbourRows(StackedRows):
    model, fk_name = RoleNeighbour, "role"
    verbose_name, verbose_name_plural = _("neighbor"), _("neighbors")
    fields = [("neighbour", "order"), ("text_en", "text_zh")]
    ordering = ["order"]


@admin.register(Role)
class RoleAdmin(NamedAdmin):
    list_display = [
        "name_en", "name_zh", "order", "published", has_chinese, row_count("requirements", _("skills")),
        row_count("roadmaps", _("roadmaps")), "updated_at",
    ]  # fmt: skip
    list_editable = ["order"]
    ordering = ["order", "name_en"]
    fieldsets = [
        (
            _("What it is"),
            {
                "fields": [
                    *bilingual_fields("name", "summary"),
                    ("slug", "published"),
                    "order",
                    "occupation_codes",
                ]
            },
        ),
        (
            _("Texts"),
            {
                "fields": bilingual_fields(
                    "titles", "body", "duties", "day_in_life", "note"
                )
            },
        ),
    ]
    inlines = [RequirementRows, NeighbourRows]
