"""Filters of the lists for what is past its date. The first page of the desk counts by the same querysets."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _


class FreshnessFilter(admin.SimpleListFilter):
    """`choices_of`: by the value in the address, the label and the method of the manager that finds the rows."""

    title, parameter_name = _("needs a look"), "freshness"
    choices_of: dict[str, tuple[str, str]]

    def lookups(self, request, model_admin):
        return [(value, label) for value, (label, _name) in self.choices_of.items()]

    def queryset(self, request, queryset):
        if self.value() not in self.choices_of:
            return queryset
        _label, name = self.choices_of[self.value()]
        found = getattr(queryset.model.objects, name)()
        return queryset.filter(pk__in=found.order_by().values("pk"))


class CourseFreshness(FreshnessFilter):
    choices_of = {
        "gone": (_("its address is gone"), "gone"),
        "price": (_("price past its date"), "price_past_date"),
        "unverified": (_("nobody could verify it"), "unverified"),
    }


class FigureFreshness(FreshnessFilter):
    choices_of = {"old": (_("figure past its date"), "past_date")}
