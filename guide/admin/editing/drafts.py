"""Drafts on the page of a record: saved beside it, edited again, and seen as the public page would show them."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guide.editorial.documents import read_record
from guide.editorial.drafts import apply_draft, trial, write_draft
from guide.editorial.preview import has_page, previewed_page, with_bar
from guide.models import Conflict, Revision
from guide.sync.natural_keys import key_text
from guide.sync.record_schema import schema_of
from web.bounds import row_key

NO_SAVE = {
    "show_save": False,
    "show_save_and_continue": False,
    "show_save_and_add_another": False,
    "show_save_as_new": False,
    "show_delete": False,
}


class KeepsDrafts:
    """Part of the admin page of a record."""

    def get_urls(self):
        name = f"guide_{self.opts.model_name}_preview"
        page = self.admin_site.admin_view(self.preview_view)
        mine = [path("<path:object_id>/preview/", page, name=name)]
        return [*(mine if has_page(self.model) else []), *super().get_urls()]

    def asked_draft(self, request, row_pk):
        """The waiting draft that the address names; None without one. Raises Http404 where there is no such draft."""
        if not (asked := request.GET.get("draft")):
            return None
        waiting = Revision.objects.drafts().filter(
            pk=row_key(asked), model=schema_of(self.model).label, row=row_key(row_pk)
        )
        if (draft := waiting.first()) is None:
            raise Http404
        return draft

    def draft_view(self, request, object_id, form_url, extra_context):
        """The form on top of a draft, and whatever is saved with “Save as draft”. Nothing of the record changes."""
        draft = self.asked_draft(request, unquote(object_id))
        row = self.get_object(request, unquote(object_id))
        if row is None or not self.has_change_permission(request, row):
            raise PermissionDenied
        base = read_record(self.model, row.pk).document
        context = {
            **(extra_context or {}),
            "draft": draft,
            **(NO_SAVE if draft else {}),
        }
        with trial():
            if draft:
                apply_draft(draft, row)
            page = super().changeform_view(request, object_id, form_url, context)
            if page.status_code != 302:
                return page.render()
            document = read_record(self.model, row.pk).document
        return self.keep_draft(request, draft, row, base, document)

    def keep_draft(self, request, draft, row, base, document):
        draft = write_draft(draft, row, base, document, request.user.get_username())
        if draft is None:
            words = _(
                "Nothing differs from what is there, so there is no draft to keep."
            )
            self.message_user(request, words, messages.WARNING)
            return HttpResponseRedirect(request.path)
        words = _(
            "Kept as a draft. The site shows nothing of it until it is published."
        )
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(
            reverse("admin:guide_revision_change", args=[draft.pk])
        )

    @method_decorator(require_safe)
    def preview_view(self, request, object_id):
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        draft = self.asked_draft(request, unquote(object_id))
        page = previewed_page(request, row, draft)
        bar = render_to_string(
            "admin/guide/drafts/bar.html",
            {"draft": draft, "row": row, "opts": self.opts},
        )
        return with_bar(page, bar)

    def states_of(self, row):
        """What an editor has to know of the record before changing it."""
        label, key = schema_of(self.model).label, key_text(row.natural_key())
        return {
            "is_unpublished": not getattr(row, "published", True),
            "is_retired": bool(getattr(row, "retired_on", None)),
            "drafts": Revision.objects.drafts().of_record(label, key, row.pk)[:5],
            "conflicts": Conflict.objects.open().filter(model=label, key=key)[:5],
            "has_page": has_page(self.model),
        }
