"""The only signals of the project: every change of content raises the content version, in its transaction.

The index of search follows there too. Writers that go past the models' save (bulk_create, QuerySet.update) call
ContentVersion.bump() themselves, and tell guide.search.following.BulkChanges what they wrote.
"""

from django.apps import apps
from django.db.models.signals import post_delete, post_save

from guide.models import (
    Conflict,
    ContentVersion,
    FormerName,
    LoadedFile,
    LoadedRecord,
    MissedSearch,
    SearchBuild,
    SearchDeletion,
    SearchRow,
    SearchWord,
)
from guide.search.following import TOUCHED, follow_changes

# What is kept about the content, and is none.
NO_CONTENT = {
    Conflict, ContentVersion, FormerName, LoadedFile, LoadedRecord, MissedSearch, SearchBuild, SearchDeletion,
    SearchRow, SearchWord,
}  # fmt: skip


def content_changed(sender, instance, raw=False, **kwargs):
    # loaddata saves 10,000 rows in one transaction, and PostgreSQL keeps every version of the number until its end.
    ContentVersion.bump(once=raw)
    if sender in TOUCHED:
        follow_changes([instance])


for model in apps.get_app_config("guide").get_models():
    if model not in NO_CONTENT:
        post_save.connect(
            content_changed, sender=model, dispatch_uid=f"version-save-{model.__name__}"
        )
        post_delete.connect(
            content_changed,
            sender=model,
            dispatch_uid=f"version-delete-{model.__name__}",
        )
