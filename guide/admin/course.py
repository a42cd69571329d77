from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from guide.admin.editing.base import ContentAdmin, NamedAdmin, TableRows
from guide.admin.editing.columns import MissingText, has_chinese, row_count
from guide.admin.editing.form_fields import bilingual_fields
from guide.admin.editing.forms import CourseAdminForm
from guide.models import Course, CoursePrerequisite, CourseSkill, Provider


class CourseSkillRows(TableRows):
    model = CourseSkill
    verbose_name, verbose_name_plural = _("skill"), _("skills")
    fields = ["skill", "level", "main"]
    ordering = ["-main", "-level", "skill__sort_zh"]


class CoursePrerequisiteRows(TableRows):
    model = CoursePrerequisite
    fields = ["skill"]
    ordering = ["skill__sort_zh"]
    verbose_name, verbose_name_plural = _("assumed skill"), _("assumes")


@admin.display(description=_("price"), ordering="price")
def price(course):
    return None if course.price is None else f"{course.price} {course.currency}"


@admin.display(description=_("checked"), ordering="checked_on")
def checked(course):
    """When and how, one below the other: beside each other they made the list wider than a screen."""
    return format_html("{}<br>{}", course.checked_on, course.get_checked_by_display())


@admin.register(Course)
class CourseAdmin(ContentAdmin):
    form = CourseAdminForm
    named_by = "title"
    list_display = [
        "title", "provider", price, "kind", "status", checked, "published", has_chinese,
        row_count("skill_links", _("skills")), "updated_at",
    ]  # fmt: skip
    list_filter = [
        "published", MissingText, "status", "checked_by", "kind", "difficulty", "free_to_study",
        ("retired_on", admin.EmptyFieldListFilter), "provider",
    ]  # fmt: skip
    list_select_related = ["provider"]
    search_fields = ["title", "slug", "institution", "instructors", "provider__name_en"]
    ordering = ["title"]
    fieldsets = [
        (_("What it is"), {"fields": ["title", ("slug", "published"), ("provider", "institution"), "instructors",
                                          "url"]}),
        (_("Price"), {"fields": [("price", "currency", "price_period"),
                                 ("free_to_study", "certificate", "certificate_price")]}),
        (_("Source"), {"fields": [("checked_on", "checked_by", "source")]}),
        (_("Length"), {"fields": ["weeks", ("hours_per_week_low", "hours_per_week_high"), ("hours_low", "hours_high"),
                                  "hours_basis"]}),
        (_("Kind"), {"fields": [("kind", "difficulty"), ("languages", "subtitles"), ("status", "retired_on"),
                                "replaced_by"]}),
        (_("Texts"), {"fields": bilingual_fields("note")}),
    ]  # fmt: skip
    inlines = [CourseSkillRows, CoursePrerequisiteRows]


@admin.register(Provider)
class ProviderAdmin(NamedAdmin):
    list_display = [
        "name_en",
        "name_zh",
        "url",
        "published",
        has_chinese,
        row_count("courses", _("courses")),
        "updated_at",
    ]
    page = "guide:course-list"
    fieldsets = [
        (
            _("What it is"),
            {"fields": [*bilingual_fields("name"), ("slug", "published"), "url"]},
        )
    ]
