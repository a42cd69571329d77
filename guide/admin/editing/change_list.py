"""Admin lists: edits and actions are refused for rows that changed since the page was built."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from guide.admin.editing.change_view import content_write_lock
from guide.admin.editing.page_snapshot import (
    comparable_text,
    load_signed_state,
    sign_state,
    version_of,
)
from guide.admin.editing.versioned_forms import VersionedForm
from guide.models import Revision


class ListForm(VersionedForm):
    """A row of an editable list. Fields that the editor did not change keep the value of the database."""

    @cached_property
    def fields_from_database(self):
        return {
            name
            for name in self.compared_fields
            if self.posted_value(name) == self.opened_with.get(name)
        }

    @cached_property
    def disputed_fields(self):
        return [
            name
            for name in self.compared_fields
            if self.stale and self.posted_value(name) != self.database_value(name)
        ]

    def undecided_fields(self):
        return []

    def full_clean(self):
        super().full_clean()
        for name in set(self.disputed_fields) - self.fields_from_database:
            words = _(
                "Somebody else changed this row: it now says “%(theirs)s”. Save again to keep yours."
            )
            self.add_error(
                name,
                ValidationError(
                    words,
                    params={
                        "theirs": self.display_value(name, self.database_value(name))
                    },
                ),
            )


class ListFormSet(forms.BaseModelFormSet):
    def add_fields(self, form, index):
        super().add_fields(form, index)
        if self.is_bound and form.instance.pk:
            version, was = self.opening_state.get(str(form.instance.pk), ["", {}])
            form.set_opening_state(version != version_of(form.instance), {"was": was})

    @cached_property
    def opening_state(self):
        return load_signed_state(self.data.get("opened"))

    def clean(self):
        super().clean()
        if stale := [
            str(form.instance)
            for form in self.forms
            if set(form.disputed_fields) - form.fields_from_database
        ]:
            raise ValidationError(changed_meanwhile(stale))


def changed_meanwhile(names):
    return _(
        "Somebody else changed these while you were editing, so nothing was saved: %(names)s."
    ) % {"names": ", ".join(names)}


class VersionedList:
    change_list_template = "admin/guide/change_list.html"
    list_per_page = 50

    def changelist_view(self, request, extra_context=None):
        with content_write_lock(request, Revision.Reason.LIST):
            response = super().changelist_view(request, extra_context)
        if cl := getattr(response, "context_data", {}).get("cl"):
            if (
                cl.formset and cl.formset.is_bound
            ):  # rows may have moved in the list meanwhile
                cl.result_list = [form.instance for form in cl.formset.forms]
            response.context_data["opened"] = sign_state(self.opened_rows(cl))
        return response

    def opened_rows(self, cl):
        if cl.formset:
            forms = [form for form in cl.formset.forms if form.instance.pk]
            return {
                f.instance.pk: [
                    version_of(f.instance),
                    {n: comparable_text(f.initial[n]) for n in f.compared_fields},
                ]
                for f in forms
            }
        return {row.pk: [version_of(row), {}] for row in cl.result_list}

    def get_changelist_form(self, request, **kwargs):
        return super().get_changelist_form(request, **{"form": ListForm, **kwargs})

    def get_changelist_formset(self, request, **kwargs):
        return super().get_changelist_formset(
            request, **{"formset": ListFormSet, **kwargs}
        )

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop(
            "delete_selected", None
        )  # rows are deleted one by one, on a page that lists what refers to them
        return actions

    def response_action(self, request, queryset):
        if request.POST.get("select_across") == "1":
            self.message_user(
                request,
                _("Only the rows on one page can be changed at once."),
                messages.ERROR,
            )
            return None
        return super().response_action(request, queryset)

    def rows_changed_since(self, request, rows):
        """The rows whose version differs from the one that the list was built with."""
        opened = load_signed_state(request.POST.get("opened"))
        return [
            row for row in rows if opened.get(str(row.pk), [""])[0] != version_of(row)
        ]
