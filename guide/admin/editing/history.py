"""The history of a record: who changed what and when, any two versions compared, and an older one brought back."""

from typing import NamedTuple

from django import forms
from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import unquote
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guide.admin.editing.change_view import content_write_lock
from guide.editorial.applying import Application
from guide.editorial.documents import (
    Document,
    difference,
    digest_of,
    document_before,
    read_record,
    unpack,
)
from guide.editorial.history import compared, in_words
from guide.editorial.keeping import WORK
from guide.models import Revision
from guide.sync.natural_keys import key_text
from guide.sync.record_schema import schema_of
from web.pagination import list_page

VERSIONS_A_PAGE = 20
MOST_LOGGED = 50
NOW = "now"


class Version(NamedTuple):
    """A version that was asked for: by the number of its revision, with a b for what was before it."""

    ref: str
    document: Document
    revision: Revision | None  # None for what stands there now
    is_before: bool = False


class VersionsForm(forms.Form):
    """Of two versions. What is there now stands in the place of one that is not chosen."""

    old = forms.RegexField(r"^(\d{1,18}b?|now)$", required=False)
    new = forms.RegexField(r"^(\d{1,18}b?|now)$", required=False)


class RevertForm(forms.Form):
    version = forms.RegexField(r"^\d{1,18}b?$")
    seen = forms.CharField(max_length=32)


def log_of(row):
    """What the desk noted of actions, in sentences: also of splits and of decisions that changed nothing here."""
    kind = ContentType.objects.get_for_model(type(row))
    log = LogEntry.objects.filter(content_type=kind, object_id=str(row.pk))
    return log.select_related("user").order_by("-action_time")[:MOST_LOGGED]


def owners_history(row):
    """What a row says has its history with the record that it belongs to."""
    owner = getattr(row, row.owner)
    return reverse(f"admin:guide_{owner._meta.model_name}_history", args=[owner.pk])


class RecordHistory:
    """Part of the admin page of a record."""

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def history_view(self, request, object_id, extra_context=None):
        with content_write_lock(request, Revision.Reason.REVERT):
            row = self.get_object(request, unquote(object_id))
            if row is None:
                return self._get_obj_does_not_exist_redirect(
                    request, self.opts, object_id
                )
            if not self.has_view_or_change_permission(request, row):
                raise PermissionDenied
            if self.model.owner:
                return HttpResponseRedirect(owners_history(row))
            if request.method == "POST":
                return self.bring_back(request, row)
            return self.history_page(request, row)

    def revisions_of(self, row):
        label, key = schema_of(self.model).label, key_text(row.natural_key())
        return Revision.objects.live().of_record(label, key, row.pk)

    def history_page(self, request, row):
        page = list_page(
            self.revisions_of(row), request.GET.get("page"), VERSIONS_A_PAGE
        )
        is_last = not page.page.has_next()
        chosen = self.chosen_versions(request, row)
        context = {
            **self.admin_site.each_context(request),
            "title": _("History of “%(row)s”") % {"row": row},
            "opts": self.opts,
            "object": row,
            "versions": in_words(list(page)),
            "rows": page,
            "oldest": page.page.object_list[-1] if is_last and len(page.page) else None,
            "first_load": Revision.objects.filter(model="").first()
            if is_last
            else None,
            "log": log_of(row) if page.page.number == 1 else [],
            "may_change": self.has_change_permission(request, row),
            "chosen": chosen,
            "why_nothing_is_compared": ""
            if chosen
            else self.why_nothing_is_compared(request),
        }
        return TemplateResponse(request, "admin/guide/history/page.html", context)

    def chosen_versions(self, request, row):
        """The two versions of the address, compared; None where it names none."""
        asked = VersionsForm(request.GET)
        if not asked.is_valid() or not any(asked.cleaned_data.values()):
            return None
        now = read_record(self.model, row.pk).document
        old = self.version(row, asked.cleaned_data["old"] or NOW, now)
        new = self.version(row, asked.cleaned_data["new"] or NOW, now)
        if old is None or new is None:
            return None
        label = schema_of(self.model).label
        before = difference(old.document, new.document, label)
        return {
            "old": old,
            "new": new,
            "rows": compared(label, old.document, new.document, before),
            "seen": digest_of(now),
            "is_old": new.document != now,
        }

    def why_nothing_is_compared(self, request):
        if request.GET.get("old") or request.GET.get("new"):
            return _(
                "This record has no version as named in the address. Choose one below."
            )
        if "compare" in request.GET:
            return _("Choose one version to compare it with what is there now, or two.")
        return ""

    def version(self, row, ref, now):
        """None where the record has no such version, or was not there then."""
        if ref == NOW:
            return Version(NOW, now, None)
        revision = self.revisions_of(row).filter(pk=int(ref.rstrip("b"))).first()
        if revision is None:
            return None
        document = unpack(revision.document)
        if is_before := ref.endswith("b"):
            document = document_before(document, unpack(revision.before))
        return Version(ref, document, revision, is_before) if document else None

    def bring_back(self, request, row):
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        asked, now = RevertForm(request.POST), read_record(self.model, row.pk).document
        version = asked.is_valid() and self.version(
            row, asked.cleaned_data["version"], now
        )
        if not version or asked.cleaned_data["seen"] != digest_of(now):
            words = _(
                "This changed while you were looking at it, so nothing was brought back. Look again."
            )
            self.message_user(request, words, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
        return self.apply_version(request, row, version)

    def apply_version(self, request, row, version):
        work, application = WORK.get(), Application(self.model, row)
        at = timezone.localtime(version.revision.at)
        work.note = f"{at:%Y-%m-%d %H:%M}"
        try:
            application.apply(version.document)
        except ValidationError as error:
            refused = _("It could not be brought back, and nothing changed.")
            self.message_user(
                request, " ".join([refused, *error.messages]), messages.ERROR
            )
            return HttpResponseRedirect(request.get_full_path())
        self.log_change(request, row, f"{Revision.Reason.REVERT.label}: {work.note}")
        self.message_user(
            request, _("The older version is back, as a new one."), messages.SUCCESS
        )
        for sentence in application.left:
            self.message_user(request, sentence, messages.WARNING)
        return HttpResponseRedirect(request.path)
