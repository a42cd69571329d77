"""Columns and filters that say what needs work. All of it is part of the list's own query."""

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

from guide.models.conflict import kind_in_words


def pairs(model):
    """The names of the texts that a model has in both languages."""
    names = {field.name for field in model._meta.concrete_fields}
    return [
        name[:-3]
        for name in sorted(names)
        if name.endswith("_en") and f"{name[:-3]}_zh" in names
    ]


def lacks(model, language, other):
    """Rows with a text in the other language only."""
    missing = Q(pk=None)
    for name in pairs(model):
        missing |= Q(**{f"{name}_{language}": ""}) & ~Q(**{f"{name}_{other}": ""})
    return missing


def complete(model, language, other):
    return Case(
        When(lacks(model, language, other), then=Value(False)),
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
            queryset.filter(lacks(queryset.model, *languages))
            if languages
            else queryset
        )


@admin.display(description=_("kind"), ordering="model")
def kind(row):
    """Of a row that names its model as guide.course."""
    return kind_in_words(row.model)


class Kind(admin.SimpleListFilter):
    title, parameter_name = _("kind"), "model"

    def lookups(self, request, model_admin):
        labels = (
            model_admin.model.objects.order_by("model")
            .values_list("model", flat=True)
            .distinct()
        )
        return [(label, kind_in_words(label)) for label in labels]

    def queryset(self, request, queryset):
        return queryset.filter(model=self.value()) if self.value() else queryset


def counted(relation, label):
    """A column with the number of rows that point here; the admin class adds it to its query."""
    name = f"{relation}_count"

    @admin.display(description=label, ordering=name)
    def column(row):
        return getattr(row, name)

    column.relation = relation
    return column


def count_of(model, relation):
    field = model._meta.get_field(relation).field
    rows = field.model._base_manager.filter(**{field.name: OuterRef("pk")}).order_by()
    return Coalesce(
        Subquery(rows.values(field.name).annotate(n=Count("pk")).values("n")), 0
    )


def annotations(model, columns):
    """What the columns of a list read besides the row itself."""
    relations = [column.relation for column in columns if hasattr(column, "relation")]
    found = {f"{relation}_count": count_of(model, relation) for relation in relations}
    return found | (
        {"has_chinese": complete(model, "zh", "en")} if has_chinese in columns else {}
    )
