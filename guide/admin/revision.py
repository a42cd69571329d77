"""What changed on the whole site, with filters, and one change with all that it changed."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from guide.admin.editing.change_view import content_write_lock
from guide.admin.editing.columns import ModelKindFilter, kind
from guide.admin.editing.draft_page import DraftPage, model_of
from guide.admin.loaded_record import ReadOnlyAdmin
from guide.editorial.applying import Application
from guide.editorial.documents import document_before, unpack
from guide.editorial.history import in_words
from guide.editorial.permissions import kinds_added_by, may_do, seen_by
from guide.editors import may_look_at, signature
from guide.models import Revision
from guide.models.conflict import model_kind_name
from guide.sync.record_schema import record_schemas


class FieldFilter(admin.SimpleListFilter):
    """The fields of the kind that is chosen, or of all kinds by their names."""

    title, parameter_name = _("field"), "field"

    def lookups(self, request, model_admin):
        chosen = record_schemas().get(request.GET.get("model", ""))
        schemas = (
            [chosen]
            if chosen
            else [each for each in record_schemas().values() if not each.owner]
        )
        names = {
            name: capfirst(schema.fields[name].verbose_name)
            for schema in schemas
            for name in schema.merged_fields
        }
        return sorted(names.items(), key=lambda pair: pair[1])

    def queryset(self, request, queryset):
        return (
            queryset.filter(fields__contains=f"|{self.value()}|")
            if self.value()
            else queryset
        )


WAITING_STATES = "waiting"
WITH_A_TIME = "due"


class StateFilter(admin.SimpleListFilter):
    title, parameter_name = _("state"), "state"

    def lookups(self, request, model_admin):
        waiting = (WAITING_STATES, _("drafts that wait"))
        due = (WITH_A_TIME, _("drafts with a time"))
        return [waiting, due, *Revision.State.choices[1:], ("all", _("all"))]

    def choices(self, changelist):
        """Without a parameter the list shows what was on the site."""
        unasked, *others = super().choices(changelist)
        return [unasked | {"display": Revision.State.LIVE.label}, *others]

    def queryset(self, request, queryset):
        if self.value() == "all":
            return queryset
        if self.value() == WAITING_STATES:
            return queryset.drafts()
        if self.value() == WITH_A_TIME:
            return queryset.due_later()
        return queryset.filter(state=self.value() or Revision.State.LIVE)


class PersonFilter(admin.SimpleListFilter):
    title, parameter_name = _("by"), "by"
    NOBODY = "-"

    def lookups(self, request, model_admin):
        seen = seen_by(request.user, Revision.objects.exclude(by=""))
        people = seen.order_by("by").values_list("by", flat=True)
        return [
            (self.NOBODY, _("nobody: fixtures or a program")),
            *((by, by) for by in people.distinct()),
        ]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        return queryset.filter(by="" if self.value() == self.NOBODY else self.value())


@admin.display(description=_("record"), ordering="key")
def record(revision):
    return revision.key or _("everything, loaded first")


@admin.display(description=_("by"), ordering="by")
def author(revision):
    if revision.by:
        return signature(revision.by)
    return _("Fixtures") if revision.is_load else _("A program")


@admin.display(description=_("state"), ordering="state")
def state(revision):
    """With the time of one that waits for a moment."""
    if not (revision.is_waiting and revision.publish_at):
        return revision.get_state_display()
    words = gettext("%(state)s, to be published on %(at)s UTC")
    at = date_format(revision.publish_at, "DATETIME_FORMAT")
    return words % {"state": revision.get_state_display(), "at": at}


@admin.display(description=_("changed fields"))
def fields_in_words(revision):
    """The first few."""
    schema = record_schemas().get(revision.model)
    names = list(filter(None, revision.fields.split("|")))
    shown = [field_name(schema, name) for name in names[:5]] + ["…"] * (len(names) > 5)
    return str(_(", ")).join(map(str, shown))


def field_name(schema, name):
    """Of price or criterion.text_en, or of a row such as criterion; the name itself where there is none any more."""
    row, _dot, own = name.rpartition(".")
    of_row = record_schemas().get(f"guide.{row or own}")
    if not row and schema and own in schema.fields:
        return schema.fields[own].verbose_name
    if of_row is None:
        return name
    kind_name = of_row.model._meta.verbose_name
    if row and own in of_row.fields:
        return f"{kind_name}: {of_row.fields[own].verbose_name}"
    return kind_name


@admin.register(Revision)
class RevisionAdmin(DraftPage, ReadOnlyAdmin):
    list_display = ["at", kind, record, author, state, "reason", fields_in_words]
    list_filter = [
        StateFilter,
        PersonFilter,
        ModelKindFilter,
        FieldFilter,
        "at",
        "reason",
        "is_load",
    ]
    search_fields = ["key", "by", "note"]
    ordering = ["-pk"]
    list_per_page = 50
    show_full_result_count = False

    def has_view_permission(self, request, obj=None):
        """Who may only add records looks at the own drafts."""
        if super().has_view_permission(request, obj):
            return True
        if obj is None:
            return bool(kinds_added_by(request.user))
        return seen_by(request.user, Revision.objects.filter(pk=obj.pk)).exists()

    def get_list_filter(self, request):
        """None for the few drafts of who may only add."""
        sees_all = super().has_view_permission(request)
        return super().get_list_filter(request) if sees_all else []

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return seen_by(request.user, rows).without_documents()

    def changelist_view(self, request, extra_context=None):
        titled = {"title": _("What changed"), **(extra_context or {})}
        return super().changelist_view(request, titled)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def change_view(self, request, object_id, form_url="", extra_context=None):
        with content_write_lock(request, Revision.Reason.REVERT):
            row = self.get_object(request, unquote(object_id))
            if row is None:
                return self._get_obj_does_not_exist_redirect(
                    request, self.opts, object_id
                )
            if not self.has_view_permission(request, row):
                raise PermissionDenied
            if request.method != "POST":
                return self.revision_page(request, row)
            if row.state == Revision.State.LIVE:
                return self.bring_back(request, row)
            return self.decide_draft(request, row)

    def revision_page(self, request, revision, refused=None):
        """`refused`: the form of a press on a draft that was not done."""
        model = model_of(revision)
        here = model and model._base_manager.filter(pk=revision.row).first()
        context = {
            **self.admin_site.each_context(request),
            "title": titled(revision, here),
            "opts": self.opts,
            "version": in_words([revision])[0],
            "counts": first_load_counts(revision),
            **(
                self.draft_context(request, revision, refused)
                if revision.state != Revision.State.LIVE
                else {}
            ),
            "is_gone": revision.is_waiting and revision.row and not here,
            "history": here
            and may_look_at(request.user, model)
            and reverse(
                f"admin:guide_{model._meta.model_name}_history", args=[here.pk]
            ),
            "has_before": was_there_before(revision),
            "may_bring_back": not here and self.may_bring_back(request, revision),
        }
        return TemplateResponse(request, "admin/guide/history/revision.html", context)

    def may_bring_back(self, request, revision):
        """Whether the record is gone by this revision, and this person may make it anew."""
        model = model_of(revision)
        return bool(
            model
            and revision.state == Revision.State.LIVE
            and not unpack(revision.document)
            and may_do(request.user, "add", revision.model)
        )

    def bring_back(self, request, revision):
        """A deleted record, as it was before."""
        if not self.may_bring_back(request, revision):
            raise PermissionDenied
        application = Application(model_of(revision), None)
        try:
            row = application.apply(document_before({}, unpack(revision.before)))
        except ValidationError as error:
            refused = gettext("It could not be brought back, and nothing changed.")
            message = " ".join([refused, *error.messages])
            self.message_user(request, message, messages.ERROR)
            return HttpResponseRedirect(request.path)
        move_drafts(revision, row)
        self.log_addition(request, row, [{"added": {}}])
        self.message_user(request, gettext("The record is back."), messages.SUCCESS)
        for sentence in application.left:
            self.message_user(request, sentence, messages.WARNING)
        return HttpResponseRedirect(
            reverse(f"admin:guide_{row._meta.model_name}_history", args=[row.pk])
        )


def move_drafts(revision, row):
    """Those that waited when the record was deleted go on with the one that is in its place."""
    for draft in Revision.objects.drafts().filter(
        model=revision.model, row=revision.row
    ):
        draft.row = row.pk
        draft.save(update_fields=["row"])


def titled(revision, here):
    """With the name of the record, where it is there."""
    if here is None:
        return str(revision)
    kind = capfirst(here._meta.verbose_name)
    return gettext("%(kind)s “%(row)s”") % {"kind": kind, "row": here}


def was_there_before(revision):
    """Whether a change on the site changed something, rather than made it."""
    if not revision.model or revision.state != Revision.State.LIVE:
        return False
    return bool(document_before(unpack(revision.document), unpack(revision.before)))


def first_load_counts(revision):
    """Of a first load: the kinds, and how many records of each."""
    if revision.model:
        return []
    counts = unpack(revision.document).items()
    return [(capfirst(model_kind_name(label)), number) for label, number in counts]
