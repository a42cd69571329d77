"""The only signals of the project: every change of content raises the content version, in its transaction.

Writers that go past the models' save (bulk_create, QuerySet.update) call ContentVersion.bump() themselves.
"""

from django.apps import apps
from django.db.models.signals import post_delete, post_save

from guide.models import Conflict, ContentVersion, LoadedFile, LoadedRecord


def content_changed(sender, raw=False, **kwargs):
    # loaddata saves 10,000 rows in one transaction, and PostgreSQL keeps every version of the number until its end.
    ContentVersion.bump(once=raw)


for model in apps.get_app_config("guide").get_models():
    if model not in (Conflict, ContentVersion, LoadedFile, LoadedRecord):
        post_save.connect(
            content_changed, sender=model, dispatch_uid=f"version-save-{model.__name__}"
        )
        post_delete.connect(
            content_changed,
            sender=model,
            dispatch_uid=f"version-delete-{model.__name__}",
        )
