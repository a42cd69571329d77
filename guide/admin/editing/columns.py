"""Columns and filters of the admin lists. All values come with the query of the list."""

from django.contrib import admin
from django.db.models import (
    BooleanField,
    Case,
    Count,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from guide.desk.needs import needs_of
from guide.models.conflict import model_kind_name


def bilingual_names(model):
    """The base names of the bilingual fields of a model: “name” for name_en and name_zh."""
    names = {field.name for field in model._meta.concrete_fields}
    return [
        name[:-3]
        for name in sorted(names)
        if name.endswith("_en") and f"{name[:-3]}_zh" in names
    ]


def lacks_text(model, language, other):
    """The condition for rows with a text that is empty in `language` and not in `other`."""
    missing = Q(pk=None)
    for name in bilingual_names(model):
        missing |= Q(**{f"{name}_{language}": ""}) & ~Q(**{f"{name}_{other}": ""})
    return missing


def has_complete_text(model, language, other):
    return Case(
        When(lacks_text(model, language, other), then=Value(False)),
        default=True,
        output_field=BooleanField(),
    )


@admin.display(description=_("Chinese complete"), boolean=True, ordering="has_chinese")
def has_chinese(row):
    return row.has_chinese


class MissingText(admin.SimpleListFilter):
    title, parameter_name = _("missing text"), "missing"

    def lookups(self, request, model_admin):
        return [("zh", _("Chinese missing")), ("en", _("English missing"))]

    def queryset(self, request, queryset):
        languages = {"zh": ("zh", "en"), "en": ("en", "zh")}.get(self.value())
        return (
            queryset.filter(lacks_text(queryset.model, *languages))
            if languages
            else queryset
        )


class NeedsWork(admin.SimpleListFilter):
    """What the desk counts."""

    title, parameter_name = _("needs work"), "needs"

    def lookups(self, request, model_admin):
        return [(need.name, need.title) for need in needs_of(model_admin.model)]

    def queryset(self, request, queryset):
        for need in needs_of(queryset.model):
            if need.name == self.value():
                return need.rows(queryset)
        return queryset


@admin.display(description=_("kind"), ordering="model")
def kind(row):
    """The verbose name of the model that a row refers to by label (guide.course)."""
    return model_kind_name(row.model)


class ModelKindFilter(admin.SimpleListFilter):
    title, parameter_name = _("kind"), "model"

    def lookups(self, request, model_admin):
        labels = (
            model_admin.get_queryset(request)
            .order_by("model")
            .values_list("model", flat=True)
            .distinct()
        )
        return [(label, model_kind_name(label)) for label in labels]

    def queryset(self, request, queryset):
        return queryset.filter(model=self.value()) if self.value() else queryset


def row_count(relation, label):
    """A column with the number of related rows. `annotations` adds it to the query of the list."""
    name = f"{relation}_count"

    @admin.display(description=label, ordering=name)
    def column(row):
        return getattr(row, name)

    column.relation = relation
    return column


def related_count(model, relation):
    field = model._meta.get_field(relation).field
    rows = field.model._base_manager.filter(**{field.name: OuterRef("pk")}).order_by()
    return Coalesce(
        Subquery(rows.values(field.name).annotate(n=Count("pk")).values("n")), 0
    )


def column_annotations(model, columns):
    """The annotations that the columns of a list need."""
    relations = [column.relation for column in columns if hasattr(column, "relation")]
    found = {
        f"{relation}_count": related_count(model, relation) for relation in relations
    }
    return found | (
        {"has_chinese": has_complete_text(model, "zh", "en")}
        if has_chinese in columns
        else {}
    )
