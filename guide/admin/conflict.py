"""The page on which an editor decides a conflict between a fixture and an edit. Until then the edit stays."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import CharField, TextField
from django.forms import modelform_factory
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from guide.admin.editing.change_view import READING, content_write_lock
from guide.admin.editing.columns import ModelKindFilter, kind
from guide.admin.editing.form_fields import GuideFormFields
from guide.admin.editing.forms import CheckedForm
from guide.editorial.keeping import WORK
from guide.editorial.review import has_written, person_of
from guide.editors import kinds_seen_by
from guide.models import Conflict, Revision
from guide.sync.natural_keys import key_text
from guide.sync.record_schema import record_schemas
from guide.sync.resolve_conflict import DisputedRecord
from guide.text_cleaning import clean_text
from web.text_diff import difference_pieces, text_difference


class DecisionForm(forms.Form):
    how = forms.ChoiceField(choices=[("theirs", ""), ("ours", ""), ("edited", "")])
    seen = forms.CharField(max_length=16)


class IsOpen(admin.SimpleListFilter):
    title, parameter_name = _("state"), "state"

    def lookups(self, request, model_admin):
        return [("resolved", _("decided")), ("all", _("all"))]

    def choices(self, changelist):
        """Label the default choice “open”, because without a parameter the list shows open conflicts."""
        unasked, *others = super().choices(changelist)
        return [unasked | {"display": pgettext_lazy("conflicts", "open")}, *others]

    def queryset(self, request, queryset):
        if self.value() == "all":
            return queryset
        return queryset.exclude(resolved_at=None) if self.value() else queryset.open()


@admin.display(description=_("field"), ordering="field")
def field(conflict):
    return conflict.field_in_words


@admin.register(Conflict)
class ConflictAdmin(GuideFormFields, admin.ModelAdmin):
    list_display = ["key", kind, field, "found_at", "resolution", "resolved_by"]
    list_filter = [IsOpen, ModelKindFilter]
    search_fields = ["key", "field"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        """Of the kinds that somebody may look at."""
        return super().get_queryset(request).of_kinds(kinds_seen_by(request.user))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        with content_write_lock(request, Revision.Reason.CONFLICT):
            conflict = self.get_object(request, object_id)
            if conflict is None or conflict.model not in record_schemas():
                raise Http404
            if not self.may_decide(request, conflict):
                raise PermissionDenied
            disputed = DisputedRecord(conflict, lock=request.method not in READING)
            form = self.value_form(request, disputed)
            if request.method not in READING and (
                answer := self.save_decision(request, disputed, form)
            ):
                return answer
            return self.decision_page(request, disputed, form)

    def value_form(self, request, disputed):
        """A form with the field in conflict, with its usual widget and validators."""
        if not disputed.conflict.field or disputed.row is None:
            return None

        def field_of(column, **kwargs):
            return (
                column.formfield(**kwargs)
                if column.is_relation
                else self.formfield_for_dbfield(column, request)
            )

        form = modelform_factory(
            disputed.schema.model,
            CheckedForm,
            [disputed.conflict.field],
            formfield_callback=field_of,
        )
        return form(
            request.POST if "seen" in request.POST else None,
            instance=matter_row(disputed),
            prefix="value",
        )

    def may_decide(self, request, conflict):
        target = conflict.model.partition(".")[2]
        return self.has_change_permission(request, conflict) and request.user.has_perm(
            f"guide.change_{target}"
        )

    def save_decision(self, request, disputed, form):
        """Save the decision and redirect to the list; None if the page has to be shown again."""
        decision = DecisionForm(request.POST)
        if (
            not decision.is_valid()
            or disputed.conflict.resolved_at
            or decision.cleaned_data["seen"] != disputed.fingerprint
        ):
            messages.error(
                request,
                gettext(
                    "This changed while you were deciding, so nothing was saved. Look again, then decide."
                ),
            )
            return None
        how = decision.cleaned_data["how"]
        if how == "edited" and not (form and form.is_valid()):
            return None
        try:
            with transaction.atomic():
                touch_disputed(disputed, how, request.user)
                disputed.decide(
                    how,
                    request.user.get_username(),
                    edited_value(disputed, form) if how == "edited" else None,
                )
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return None
        except IntegrityError:
            messages.error(
                request,
                gettext(
                    "This value does not fit with the others, so nothing was saved."
                ),
            )
            return None
        self.log_decision(request, disputed, how)
        return HttpResponseRedirect(reverse("admin:guide_conflict_changelist"))

    def log_decision(self, request, disputed, how):
        """Write to the history of the conflict and to that of its record."""
        label = Conflict.Resolution(how).label
        message = gettext("Conflict over “%(field)s” resolved: %(how)s.") % {
            "field": disputed.conflict.field_in_words,
            "how": label,
        }
        self.log_change(request, disputed.conflict, message)
        if row := matter_row(disputed):
            self.log_change(request, row, message)
        messages.success(request, message)

    def decision_page(self, request, disputed, form):
        context = {
            **self.admin_site.each_context(request),
            "title": str(disputed.conflict),
            "opts": self.opts,
            "conflict": disputed.conflict,
            "seen": disputed.fingerprint,
            "form": form,
            "sides": value_differences(disputed),
            "row_url": matter_row_url(disputed),
        }
        return TemplateResponse(request, "admin/guide/conflict/decide.html", context)


def is_others_word(user, conflict):
    """Whether somebody else wrote the value that is offered: the fixture's author, or that of the draft."""
    draft = conflict.origin and Revision.objects.filter(pk=conflict.origin).first()
    return not (draft and has_written(draft, person_of(user)))


def touch_disputed(disputed, how, user):
    """What is decided goes past the models, so the record is read here before it changes."""
    WORK.get().is_by_two = how == "theirs" and is_others_word(user, disputed.conflict)
    schema, conflict = disputed.schema, disputed.conflict
    values = disputed.row.values if disputed.row else conflict.theirs
    if schema.owner and values:
        schema, key = schema.targets[schema.owner], key_text(values[schema.owner])
    else:
        key = conflict.key
    WORK.get().touch_key(schema, key)


def matter_row(disputed):
    return (
        disputed.row
        and disputed.schema.model._base_manager.filter(pk=disputed.row.pk).first()
    )


def matter_row_url(disputed):
    """The change page of the record, or of its owner."""
    row = matter_row(disputed)
    if row and disputed.schema.owner:
        row = getattr(row, disputed.schema.owner)
    return row and reverse(f"admin:guide_{row._meta.model_name}_change", args=[row.pk])


def edited_value(disputed, form):
    """The edited value in the format of a fixture."""
    name = disputed.conflict.field
    value = form.cleaned_data[name]
    if name in disputed.schema.references:
        return value and list(value.natural_key())
    return (
        clean_text(value)
        if isinstance(value, str)
        else disputed.tables.fixture_value(disputed.schema, name, value)
    )


def value_differences(disputed):
    """For both values, the differences from the value last loaded."""
    conflict = disputed.conflict
    theirs = _("The draft’s") if conflict.origin else _("The fixture’s")
    values = [(_("Ours"), disputed.ours), (theirs, conflict.theirs)]
    return [
        (
            title,
            value_difference(conflict.base, value, is_text_value(disputed)),
            value is None,
        )
        for title, value in values
    ]


def is_text_value(disputed):
    """Whether the difference is shown word by word: for text fields and for whole records."""
    name = disputed.conflict.field
    return not name or isinstance(
        disputed.schema.model._meta.get_field(name), CharField | TextField
    )


def value_difference(base, value, is_text):
    """The difference between two values, word by word for texts.

    Numbers are not divided: “4” + “9.00” would look like two numbers. Nor are texts that were rewritten, of which only
    scattered words are still the same.
    """
    old, new = value_as_text(base), value_as_text(value)
    if (
        is_text
        and (found := text_difference(old, new))
        and not (old and new and is_rewritten(found))
    ):
        return found
    return difference_pieces(("new" if new != old else "same", new))


def is_rewritten(found):
    same = sum(len(text) for kind, text in found if kind == "same")
    return all(
        same * 3 < sum(len(text) for kind, text in found if kind in ("same", side))
        for side in ("gone", "new")
    )


def value_as_text(value):
    if value is None:
        return ""
    if isinstance(value, dict):
        return "\n".join(
            f"{name}: {value_as_text(each)}" for name, each in value.items()
        )
    return " / ".join(map(str, value)) if isinstance(value, list) else str(value)
