"""The change page of one object. It saves only if the version is the one that the editor saw."""

from contextlib import contextmanager

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.datastructures import MultiValueDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from guide.admin.editing.alone import drafts_instead
from guide.admin.editing.forms import KeyedForm
from guide.admin.editing.inline_rows import RowForm
from guide.admin.editing.versioned_forms import CONFLICT
from guide.content_lock import lock_content
from guide.editorial.keeping import keeping_revisions
from guide.editorial.two_persons import is_rule_on
from guide.models import Revision
from guide.sync.card_titles import card_warnings

# Where only a draft can be kept.
NO_SAVE = {
    "show_save": False,
    "show_save_and_continue": False,
    "show_save_and_add_another": False,
    "show_save_as_new": False,
    "show_delete": False,
}
READING = ("GET", "HEAD", "OPTIONS", "TRACE")


@contextmanager
def content_write_lock(request, reason=Revision.Reason.FORM):
    """One transaction with a lock that all writers of content take, sync_guide included. Reading requests take none.

    So two editors who save at once cannot break a rule together, and a version cannot change after it was checked.
    On SQLite the transaction itself is the lock, because it begins as a writer. What changes leaves revisions, or with
    the two-person rule drafts.
    """
    if request.method in READING:
        yield
        return
    with transaction.atomic():
        lock_content("20s")
        with (
            drafts_instead(request),
            keeping_revisions(
                request.user.get_username(), reason, person=request.user.pk
            ),
        ):
            yield


def lock_row(model, pk):
    """Lock a row until the transaction ends."""
    return (
        model._base_manager.select_for_update().filter(pk=pk).values_list("pk").first()
    )


class VersionedPage:
    form = KeyedForm
    change_form_template = "admin/guide/change_form.html"

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        context = {**(extra_context or {}), "may_draft": object_id is not None}
        if is_rule_on():
            context |= {"is_rule_on": True, **(NO_SAVE if object_id else {})}
        with content_write_lock(request):
            if object_id and ("_draft" in request.POST or request.GET.get("draft")):
                return self.draft_view(request, object_id, form_url, context)
            page = super().changeform_view(request, object_id, form_url, context)
        if kept := getattr(request, "kept_as_drafts", []):
            return HttpResponseRedirect(
                reverse("admin:guide_revision_change", args=[kept[0].pk])
            )
        return page

    def response_change(self, request, obj):
        if "_draft" in request.POST:
            return HttpResponseRedirect(request.path)
        return super().response_change(request, obj)

    def get_object(self, request, object_id, from_field=None):
        found = super().get_object(request, object_id, from_field)
        if found and request.method not in READING:
            lock_row(self.model, found.pk)
            found = super().get_object(request, object_id, from_field)
        return found

    def get_formset_kwargs(self, request, obj, inline, prefix):
        """As Django's, but for the copy of what was posted: one of every text took a sixth of the time of a save.

        A set of rows that somebody else changed numbers its fields anew, so each has the names of them for itself.
        """
        kwargs = {
            "instance": obj,
            "prefix": prefix,
            "queryset": inline.get_queryset(request),
        }
        if request.method != "POST":
            return kwargs
        posted = {
            "data": MultiValueDict(request.POST.lists()),
            "files": request.FILES,
        }
        return {**kwargs, **posted, "save_as_new": "_saveasnew" in request.POST}

    def render_change_form(self, request, context, add=False, **kwargs):
        formsets = [inline.formset for inline in context["inline_admin_formsets"]]
        context["disputes"] = list(
            collect_disputes(context["adminform"].form, formsets)
        )
        if context["disputes"] and all(
            message == CONFLICT for each in context["errors"] for message in each
        ):
            # no error to show: the conflict is shown above the form
            context["errors"] = None
        if row := context.get("original"):
            context["states"] = self.states_of(request, row)
        page = super().render_change_form(request, context, add, **kwargs)
        page.context_data[
            "save_on_top"
        ] = not add  # on a new page the first field gets the focus, not a button
        return page

    def construct_change_message(self, request, form, formsets, add=False):
        changes = super().construct_change_message(request, form, formsets, add)
        names = verbose_names(
            [self.model, *(formset.model for formset in formsets or ())]
        )
        for change in changes:
            if labels := change.get("changed", {}).get("fields"):
                labels[:] = [names.get(label, label) for label in labels]
        return changes

    def save_model(self, request, obj, form, change):
        if not change or form.changed_data:
            super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if change and not form.changed_data and any(map(rows_changed, formsets)):
            form.instance.raise_version()
        drafts = needed_drafts(form.instance)
        if drafts and "_draft" not in request.POST:
            message = _(
                "Published, but what it belongs to is still a draft: %(names)s."
            )
            names = _(", ").join(map(str, drafts))
            self.message_user(request, message % {"names": names}, messages.WARNING)
        for words in card_warnings(form.instance):
            self.message_user(request, words, messages.WARNING)


def needed_drafts(row):
    """The drafts that a published row points at, such as its source: without them pages may leave it out."""
    if not getattr(row, "published", False):
        return []
    links = [field.name for field in row._meta.concrete_fields if field.is_relation]
    pointed_at = [getattr(row, name) for name in links]
    return [other for other in pointed_at if not getattr(other, "published", True)]


def verbose_names(models):
    """By capitalized label, the verbose_name that the history can translate."""
    with translation.override(None):
        names = [
            str(field.verbose_name) for model in models for field in model._meta.fields
        ]
    return {capfirst(name): name for name in names}


def rows_changed(formset):
    return bool(
        formset.new_objects or formset.changed_objects or formset.deleted_objects
    )


def collect_disputes(form, formsets):
    """(label, differences, notes) of everything that the editor has to decide or know before saving again."""
    if form.is_bound and form.disputed_fields:
        yield "", form.field_differences(), []
    for formset in formsets:
        for row in [
            each
            for each in formset.forms
            if isinstance(each, RowForm) and each.disputed_fields
        ]:
            yield (
                f"{formset.model._meta.verbose_name} {row.title}",
                row.field_differences(),
                [],
            )
        if notes := formset.change_notes():
            yield formset.model._meta.verbose_name_plural, [], notes
