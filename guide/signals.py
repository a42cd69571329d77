"""The only signals of the project: every change of content raises the content version, in its transaction.

The index of search follows there too, and a revision is left. Writers that go past the models' save (bulk_create,
QuerySet.update) call ContentVersion.bump() themselves, tell guide.search.following.BulkChanges what they wrote, and
leave revisions as guide.editorial.loads does.
"""

from django.apps import apps
from django.db.models.signals import (
    m2m_changed,
    post_delete,
    post_save,
    pre_delete,
    pre_save,
)

from guide.editorial.keeping import after_change, before_change, records_of
from guide.models import (
    Conflict,
    ContentVersion,
    DraftNote,
    DueRun,
    FormerName,
    Link,
    LoadedFile,
    LoadedRecord,
    MissedSearch,
    Report,
    Revision,
    SearchBuild,
    SearchDeletion,
    SearchRow,
    SearchWord,
    StaleText,
)
from guide.search.following import TOUCHED, follow_changes

# What is kept about the content, and is none.
NO_CONTENT = {
    Conflict, ContentVersion, DraftNote, DueRun, FormerName, Link, LoadedFile, LoadedRecord, MissedSearch, Report,
    Revision, SearchBuild, SearchDeletion, SearchRow, SearchWord, StaleText,
}  # fmt: skip


def content_changes(instance, raw=False, **kwargs):
    before_change(instance, raw)


def content_changed(sender, instance, raw=False, **kwargs):
    # loaddata saves 10,000 rows in one transaction, and PostgreSQL keeps every version of the number until its end.
    ContentVersion.bump(once=raw)
    if sender in TOUCHED:
        follow_changes([instance])
    after_change(instance, raw)


def links_change(instance, action, reverse, model, pk_set, **kwargs):
    """step.skills.add(…) writes its rows in one piece. Those that are removed are deleted one by one."""
    if action not in ("pre_add", "post_add") or not pk_set:
        return
    owners = model._base_manager.filter(pk__in=pk_set) if reverse else [instance]
    for owner in owners:
        if action == "pre_add":
            content_changes(owner)
        else:
            owner._touched = records_of(owner)
            content_changed(type(owner), owner)


RECEIVERS = {
    pre_save: content_changes, pre_delete: content_changes, post_save: content_changed, post_delete: content_changed,
}  # fmt: skip

for model in apps.get_app_config("guide").get_models():
    if model not in NO_CONTENT:
        for signal, receiver in RECEIVERS.items():
            name = f"version-{id(signal)}-{model.__name__}"
            signal.connect(receiver, sender=model, dispatch_uid=name)
        for field in model._meta.local_many_to_many:
            links = field.remote_field.through
            m2m_changed.connect(
                links_change, sender=links, dispatch_uid=f"links-{links.__name__}"
            )
