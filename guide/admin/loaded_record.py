"""Read-only pages of the records that sync_guide keeps of its last load."""

from django.contrib import admin

from guide.admin.editing.columns import ModelKindFilter, kind
from guide.models import ContentVersion, LoadedFile, LoadedRecord


class ReadOnlyAdmin(admin.ModelAdmin):
    def has_add_permission(self, request, obj=None):
        return False

    has_change_permission = has_delete_permission = has_add_permission


@admin.register(LoadedRecord)
class LoadedRecordAdmin(ReadOnlyAdmin):
    list_display = ["key", kind, "file"]
    list_filter = [ModelKindFilter, "file"]
    search_fields = ["key"]
    ordering = ["model", "key"]


@admin.register(LoadedFile)
class LoadedFileAdmin(ReadOnlyAdmin):
    list_display = ["name", "records", "digest"]
    ordering = ["name"]


@admin.register(ContentVersion)
class ContentVersionAdmin(ReadOnlyAdmin):
    list_display = ["number"]
