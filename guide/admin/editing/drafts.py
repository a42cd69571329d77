"""Drafts on the page of a record: saved beside it, edited again, and seen as the public page would show them."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from guide.admin.editing.change_view import NO_SAVE
from guide.admin.editing.draft_forms import zone_of
from guide.editorial.documents import read_record
from guide.editorial.drafts import (
    TRIAL_KEYS,
    apply_draft,
    base_of_next,
    trial,
    write_draft,
)
from guide.editorial.permissions import may_bring, may_open, may_review, seen_by
from guide.editorial.preview import previewed_page, with_bar
from guide.editorial.record_tables import record_tables
from guide.editorial.review import draft_digest, person_of
from guide.models import Conflict, Revision
from guide.models.refusal import Refusal
from guide.sync.natural_keys import key_text
from guide.sync.record_schema import schema_of
from web.bounds import row_key
from web.refusals import ask_again

OVER = gettext_lazy(
    "It was published or discarded while you edited it, so nothing could be saved. What you typed is here: copy what "
    "you still need."
)


class KeepsDrafts:
    """Part of the admin page of a record."""

    def get_urls(self):
        name = f"guide_{self.opts.model_name}_preview"
        page = self.admin_site.admin_view(self.preview_view)
        mine = [path("<path:object_id>/preview/", page, name=name)]
        return [*(mine if self.has_page else []), *super().get_urls()]

    def get_object(self, request, object_id, from_field=None):
        """On the form of a draft with what the draft says, so that two who edit it at once are asked."""
        row = super().get_object(request, object_id, from_field)
        if row is not None and (digest := getattr(request, "draft_digest", "")):
            row.draft_digest = digest
        return row

    def has_change_permission(self, request, obj=None):
        """On the form of a draft of a new record, who may add one."""
        is_new = getattr(request, "is_draft_of_new", False)
        may_add = is_new and self.has_add_permission(request)
        return may_add or super().has_change_permission(request, obj)

    def asked_draft(self, request, row_pk):
        """The waiting draft that the address names; None without one.

        Raises Http404 where there is no such draft, PermissionDenied where it is not for this person to see.
        """
        if not (asked := request.GET.get("draft")):
            return None
        waiting = Revision.objects.drafts().filter(
            pk=row_key(asked),
            model=schema_of(self.model).label,
            row=None if is_of_new(row_pk) else row_key(row_pk),
        )
        if (draft := waiting.first()) is None:
            raise Http404
        if not may_open(request.user, draft):
            raise PermissionDenied
        return draft

    def draft_view(self, request, object_id, form_url, extra_context):
        """The form on top of a draft, and whatever is saved with “Save as draft”. Nothing of the record changes."""
        row = self.get_object(request, unquote(object_id))
        # A draft of a new record has no row yet, and so none that somebody deleted.
        request.is_record_gone = row is None and not is_of_new(object_id)
        try:
            draft = self.asked_draft(request, unquote(object_id))
        except Http404:
            if request.method != "POST" or not self.may_write_some(request):
                raise
            title = Refusal("over").messages[0]
            return self.typed_text_page(request, title, OVER, 409, row is not None)
        if row is None and not (draft and draft.row is None):
            return self.cannot_apply(request, draft, None, Refusal("gone"))
        if not self.may_draft(request, draft, row):
            raise PermissionDenied
        base = read_record(self.model, row and row.pk)
        if draft:
            base = base_of_next(draft, base)
            request.draft_digest = draft_digest(draft)
            request.is_draft_of_new = draft.row is None
        save_as_draft(request)
        context = {
            **(extra_context or {}),
            "draft": draft,
            "zone": zone_of(request.user),
            **(NO_SAVE | {"may_renew": False} if draft else {}),
        }
        try:
            with trial():
                if draft:
                    row = apply_draft(draft, row)
                page = super().changeform_view(request, object_id, form_url, context)
                if page.status_code != 302:
                    return page.render()
                document = read_record(self.model, row.pk).document
        except Refusal as refused:
            return self.cannot_apply(request, draft, row, refused)
        return self.keep_draft(request, draft, base, document, unquote(object_id))

    def cannot_apply(self, request, draft, row, refused):
        """To what is there now, so neither its form nor its page can be shown. What was typed stays on the page."""
        if not (
            self.has_change_permission(request) or self.may_draft(request, draft, row)
        ):
            raise PermissionDenied
        words = [_("The draft cannot be applied any more."), *refused.messages]
        if request.method == "POST":
            return ask_again(
                request, 409, 0, heading=words[0], reason=" ".join(words[1:])
            )
        self.message_user(request, " ".join(words), messages.ERROR)
        return HttpResponseRedirect(draft_address(draft))

    def may_draft(self, request, draft, row):
        if row is None:
            is_new = draft is not None and draft.row is None
            return is_new and may_bring(request.user, draft)
        return self.has_change_permission(request, row)

    def may_preview(self, request, draft, row):
        """Who may say a word on a draft of a new record may look at it."""
        if row is None:
            return draft is not None and may_review(request.user, draft)
        return self.may_draft(request, draft, row)

    def may_write_some(self, request):
        """Of a draft that is over nobody can tell any more whether its record was new."""
        return self.has_change_permission(request) or self.has_add_permission(request)

    def keep_draft(self, request, draft, base, document, pk):
        is_new = draft is not None and draft.row is None
        draft = write_draft(
            draft,
            schema_of(self.model).label,
            None if is_new else row_key(pk),
            base,
            document,
            person_of(request.user),
        )
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
        return HttpResponseRedirect(draft_address(draft))

    @method_decorator(require_safe)
    def preview_view(self, request, object_id):
        row = self.get_object(request, unquote(object_id))
        draft = self.asked_draft(request, unquote(object_id))
        if row is None and draft is None:
            raise Http404
        if draft and draft.row and row is None:
            return self.cannot_apply(request, draft, None, Refusal("gone"))
        if not self.may_preview(request, draft, row):
            raise PermissionDenied
        try:
            page = previewed_page(request, row, draft, self.public_address)
        except Refusal as refused:
            return self.cannot_apply(request, draft, row, refused)
        bar = render_to_string(
            "admin/guide/drafts/bar.html",
            {"draft": draft, "row": row, "opts": self.opts},
        )
        return with_bar(page, bar)

    def states_of(self, request, row):
        """What an editor has to know of the record before changing it.

        Who may not change it is told of the drafts that the list of changes shows.
        """
        label, key = schema_of(self.model).label, key_text(row.natural_key())
        drafts = Revision.objects.drafts().of_record(label, key, row.pk)
        if not self.has_change_permission(request, row):
            drafts = seen_by(request.user, drafts)
        owned = [each.schema.label for each in record_tables(self.model)[1:]]
        return {
            "is_unpublished": not getattr(row, "published", True),
            "is_retired": bool(getattr(row, "retired_on", None)),
            "drafts": drafts[:5],
            "conflicts": [
                (each, each.field_in_words if each.model == label else each)
                for each in Conflict.objects.open().of_record(label, key, owned)[:5]
            ],
            "has_page": self.has_page,
        }


def save_as_draft(request):
    """Whichever button was pressed."""
    if request.method == "POST":
        request.POST = request.POST.copy()
        request.POST["_draft"] = "1"


def is_of_new(object_id):
    """Whether an address names no row, but one that a draft will make."""
    return row_key(object_id) == TRIAL_KEYS


def draft_address(draft):
    return reverse("admin:guide_revision_change", args=[draft.pk])
