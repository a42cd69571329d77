from django.contrib import admin
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from guide.admin.editing.base import ContentAdmin, KeyedAdmin, NamedAdmin, StackedRows
from guide.admin.editing.columns import MissingText, has_chinese, row_count
from guide.admin.editing.form_fields import bilingual_fields
from guide.admin.editing.forms import SalaryForm
from guide.models import Occupation, OccupationRole, Salary, SurveyTitle
from guide.salaries.forms import EVERY_ROLE, country_slugs


class OccupationRoleRows(StackedRows):
    model = OccupationRole
    verbose_name, verbose_name_plural = _("role"), _("roles")
    fields = [("role", "relation"), ("note_en", "note_zh")]
    ordering = ["role__order"]


@admin.register(Occupation)
class OccupationAdmin(NamedAdmin):
    list_display = [
        "name_en", "name_zh", "codes", "published", has_chinese, row_count("salaries", _("salaries")), "updated_at",
    ]  # fmt: skip
    page = "guide:salaries"
    fieldsets = [
        (
            _("What it is"),
            {"fields": [*bilingual_fields("name"), ("slug", "published"), "codes"]},
        ),
        (_("Texts"), {"fields": bilingual_fields("note")}),
    ]
    inlines = [OccupationRoleRows]


@admin.display(description=_("amounts"), ordering="mid")
def amounts(salary):
    """The known ones of low, middle and high; the percentiles if all three are empty."""
    groups = [("low", "mid", "high"), ("p10", "p25", "p50", "p75", "p90")]
    known = [
        [each for name in group if (each := getattr(salary, name)) is not None]
        for group in groups
    ]
    shown = " · ".join(
        number_format(each.normalize(), force_grouping=True)
        for each in known[0] or known[1]
    )
    return f"{shown} {salary.currency}"


@admin.register(Salary)
class SalaryAdmin(ContentAdmin):
    form = SalaryForm
    named_by = None
    list_display = [
        "slug", "occupation", "country", "kind", amounts, "year", "published", has_chinese, "updated_at",
    ]  # fmt: skip
    list_filter = [
        "published",
        MissingText,
        "kind",
        "experience",
        "period",
        "country",
        "source__kind",
    ]
    list_select_related = ["occupation"]
    search_fields = [
        "slug",
        "occupation__name_en",
        "occupation__name_zh",
        "city",
        "region",
        "source__title",
    ]
    page = "guide:salaries"
    fieldsets = [
        (_("What it is"), {"fields": ["occupation", ("slug", "published"), ("country", "region", "city"),
                                      "experience"]}),
        (_("Figure"), {"fields": ["kind", ("low", "mid", "high"), ("p10", "p25", "p50", "p75", "p90"),
                                  ("bonus", "profit_share"), ("currency", "period")]}),
        (_("When and how many"), {"fields": [("year", "as_of"), ("sample_size", "distinct", "employed"), "cautions"]}),
        (_("Source"), {"fields": ["source", *bilingual_fields("passage")]}),
    ]  # fmt: skip

    def public_address(self, row):
        """The page of its country, with the figures of every role."""
        if not row.source.published or row.country not in country_slugs():
            return reverse("guide:salaries-all")
        country = country_slugs()[row.country]
        return reverse("guide:salaries-country", args=[country]) + f"?role={EVERY_ROLE}"


@admin.register(SurveyTitle)
class SurveyTitleAdmin(KeyedAdmin):
    list_display = ["title", "occupation", "source"]
    list_filter = [("occupation", admin.EmptyFieldListFilter), "occupation"]
    list_select_related = ["occupation", "source"]
    search_fields = ["title", "occupation__name_en"]
    ordering = ["title"]
    fieldsets = [(_("What it is"), {"fields": ["title", "occupation", "source"]})]
