"""Admin lists: edits and actions are refused for rows that changed since the page was built."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from guide.admin.editing.change_view import writing
from guide.admin.editing.page_snapshot import pack, plain, unpack, version_of
from guide.admin.editing.versioned_forms import VersionedForm


class ListForm(VersionedForm):
    """A row of an editable list. Fields that the editor did not change keep the value of the database."""

    @cached_property
    def taken(self):
        return {name for name in self.compared if self.mine(name) == self.was.get(name)}

    @cached_property
    def disputed(self):
        return [
            name
            for name in self.compared
            if self.stale and self.mine(name) != self.theirs(name)
        ]

    def undecided(self):
        return []

    def full_clean(self):
        super().full_clean()
        for name in set(self.disputed) - self.taken:
            words = _(
                "Somebody else changed this row: here it says “%(theirs)s” now. Save again to keep yours."
            )
            self.add_error(
                name,
                ValidationError(
                    words, params={"theirs": self.shown(name, self.theirs(name))}
                ),
            )


class ListFormSet(forms.BaseModelFormSet):
    def add_fields(self, form, index):
        super().add_fields(form, index)
        if self.is_bound and form.instance.pk:
            version, was = self.opened.get(str(form.instance.pk), ["", {}])
            form.remember(version != version_of(form.instance), {"was": was})

    @cached_property
    def opened(self):
        return unpack(self.data.get("opened"))

    def clean(self):
        super().clean()
        if stale := [
            str(form.instance) for form in self.forms if set(form.disputed) - form.taken
        ]:
            raise ValidationError(changed_meanwhile(stale))


def changed_meanwhile(names):
    return _(
        "Somebody else changed these meanwhile, so nothing was saved: %(names)s."
    ) % {"names": ", ".join(names)}


class VersionedList:
    change_list_template = "admin/guide/change_list.html"
    list_per_page = 50

    def changelist_view(self, request, extra_context=None):
        with writing(request):
            response = super().changelist_view(request, extra_context)
        if cl := getattr(response, "context_data", {}).get("cl"):
            if (
                cl.formset and cl.formset.is_bound
            ):  # rows may have moved in the list meanwhile
                cl.result_list = [form.instance for form in cl.formset.forms]
            response.context_data["opened"] = pack(self.opened_rows(cl))
        return response

    def opened_rows(self, cl):
        if cl.formset:
            forms = [form for form in cl.formset.forms if form.instance.pk]
            return {
                f.instance.pk: [
                    version_of(f.instance),
                    {n: plain(f.initial[n]) for n in f.compared},
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
                _("Only the rows of one page can be changed at once."),
                messages.ERROR,
            )
            return None
        return super().response_action(request, queryset)

    def unseen(self, request, rows):
        """The rows whose version differs from the one that the list was built with."""
        opened = unpack(request.POST.get("opened"))
        return [
            row for row in rows if opened.get(str(row.pk), [""])[0] != version_of(row)
        ]
