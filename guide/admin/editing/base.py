"""Base classes of the admin of content and of its inline rows."""

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guide.admin.editing.actions import publish, retire
from guide.admin.editing.change_list import VersionedList
from guide.admin.editing.change_view import VersionedPage
from guide.admin.editing.columns import (
    MissingText,
    NeedsWork,
    column_annotations,
    has_chinese,
)
from guide.admin.editing.deletion import CarefulDelete
from guide.admin.editing.drafts import KeepsDrafts
from guide.admin.editing.form_fields import GuideFormFields
from guide.admin.editing.history import RecordHistory
from guide.admin.editing.inline_rows import RowForm, RowFormSet
from guide.admin.editing.still_right import StillRight
from guide.admin.editing.suggestions import number_of_new
from guide.models import LoadedRecord
from guide.models.content import Alphabetical
from guide.models.text import active_language
from web.typed_text import ShowsTypedText

SLUG_HELP = _("Permanent: addresses and progress depend on it. If empty, one is made.")


class KeyedAdmin(
    ShowsTypedText,
    GuideFormFields,
    StillRight,
    VersionedPage,
    VersionedList,
    CarefulDelete,
    RecordHistory,
    KeepsDrafts,
    admin.ModelAdmin,
):
    save_on_top = True
    page = None  # the public page of rows that have no page of their own

    def get_changeform_initial_data(self, request):
        initial = super().get_changeform_initial_data(request)
        if any(field.name == "order" for field in self.opts.fields):
            initial.setdefault("order", number_of_new(self.model))
        return initial

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .annotate(**column_annotations(self.model, self.list_display))
        )

    def view_on_site(self, obj):
        return self.public_address(obj) if getattr(obj, "published", True) else None

    @property
    def has_page(self):
        """Whether readers see such records somewhere."""
        return bool(self.page) or hasattr(self.model, "get_absolute_url")

    def public_address(self, row):
        """Where readers see it; None of what stands on no page."""
        if hasattr(row, "get_absolute_url"):
            return row.get_absolute_url()
        return f"{reverse(self.page)}#{row.slug}" if self.page else None


class ContentAdmin(KeyedAdmin):
    named_by = "name_en"
    actions = [publish, retire]
    list_filter = ["published", MissingText]
    ordering = ["slug"]

    def get_list_filter(self, request):
        """SimpleListFilter shows itself only where it has something to choose."""
        return [NeedsWork, *super().get_list_filter(request)]

    def get_ordering(self, request):
        """In Chinese by pinyin, where English sorts by the letters of the name."""
        ordering = super().get_ordering(request)
        if active_language() != "zh" or not issubclass(self.model, Alphabetical):
            return ordering
        letters = (self.model.sorted_by, f"{self.model.sorted_by}_en")
        return ["sort_zh" if name in letters else name for name in ordering]

    def get_form(self, request, obj=None, **kwargs):
        """A new record whose slug is left empty gets one: scripts suggest none for a Chinese name."""
        form = super().get_form(request, obj, **kwargs)
        if self.named_by and obj is None:
            form.slug_from = (self.named_by,)
        if form.slug_from and obj is None:
            form.base_fields["slug"].required = False
            form.base_fields["slug"].help_text = SLUG_HELP
        return form

    def get_prepopulated_fields(self, request, obj=None):
        return {"slug": [self.named_by]} if self.named_by and obj is None else {}

    def get_readonly_fields(self, request, obj=None):
        return ["slug"] if obj and slug_is_permanent(obj) else []


class NamedAdmin(ContentAdmin):
    list_display = ["name_en", "name_zh", "published", has_chinese, "updated_at"]
    search_fields = ["name_en", "name_zh", "slug"]
    ordering = ["name_en"]


def slug_is_permanent(row):
    """Whether the slug is read-only: addresses, progress and fixtures refer to what was published or loaded."""
    known = row.published or getattr(row, "retired_on", None)
    return (
        bool(known)
        or LoadedRecord.objects.filter(
            model=row._meta.label_lower, key=row.slug
        ).exists()
    )


class InlineRows(GuideFormFields):
    """Inline rows, and an empty one to be filled without scripts. Who may change the owner may delete its rows."""

    form, formset = RowForm, RowFormSet
    extra = 1

    def get_queryset(self, request):
        links = [field.name for field in self.opts.fields if field.is_relation]
        return super().get_queryset(request).select_related(*links)

    def has_delete_permission(self, request, obj=None):
        return self.can_delete and self.has_change_permission(request, obj)


class TableRows(InlineRows, admin.TabularInline):
    template = "admin/guide/rows/table.html"
    is_for_new_rows = False  # where those that are there stand elsewhere


class StackedRows(InlineRows, admin.StackedInline):
    template = "admin/guide/rows/stack.html"
