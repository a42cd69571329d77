"""Inline rows of the admin: compared like the fields of their owner, also if somebody added or removed rows."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guide.admin.editing.forms import CheckedForm
from guide.admin.editing.page_snapshot import load_signed_state, sign_state, version_of
from guide.admin.editing.suggestions import free_name, next_number, short_name
from guide.admin.editing.versioned_forms import CONFLICT, NOTHING, THEIRS, Difference
from guide.admin.editing.widgets import pass_selected_rows

DELETE, GONE = "DELETE", "gone"
NAMING = ("name_en", "text_en", "name_zh", "text_zh")
CODE_HELP = gettext_lazy("Permanent. If empty, it is made from the words.")


class RowForm(CheckedForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        pass_selected_rows(self)
        self.title = ""
        self.codes_taken: set[str] = set()
        self.suggested_fields: list[str] = []

    def clean_code(self):
        """Of a new row the code may stay empty: it is made of the words."""
        code = self.cleaned_data["code"]
        if code or self.instance.pk:
            return code
        words = [self.data.get(self.add_prefix(name), "") for name in NAMING]
        made = short_name(next(filter(None, words), ""))
        if not made:
            raise ValidationError(self.fields["code"].error_messages["required"])
        code = free_name(made, self.codes_taken)
        self.codes_taken.add(code)
        return code

    @cached_property
    def is_marked_for_deletion(self):
        return bool(
            self.is_bound
            and self.instance.pk
            and self.data.get(self.add_prefix(DELETE))
        )

    @cached_property
    def is_deleted_meanwhile(self):
        """Whether somebody else deleted the row while this page has changes in it."""
        return bool(
            self.is_bound
            and not self.instance.pk
            and self.data.get(self.add_prefix(GONE))
        )

    @cached_property
    def fields_from_database(self):
        if self.is_marked_for_deletion:
            return (
                {*self.compared_fields, DELETE}
                if self.posted_choice(DELETE) == THEIRS
                else set()
            )
        return super().fields_from_database

    @cached_property
    def disputed_fields(self):
        if self.is_deleted_meanwhile:
            return [GONE]
        if self.is_marked_for_deletion:
            others = any(map(self.changed_by_others, self.compared_fields))
            return [DELETE] if others or DELETE in self.asked_fields else []
        return super().disputed_fields

    def changed_by_others(self, name):
        if name == DELETE:
            return any(map(super().changed_by_others, self.compared_fields))
        return name != GONE and super().changed_by_others(name)

    def posted_value(self, name):
        return name if name in (DELETE, GONE) else super().posted_value(name)

    def suggested_choice(self, name):
        return (
            self.posted_choice(name)
            if name in (DELETE, GONE)
            else super().suggested_choice(name)
        )

    def field_difference(self, name):
        if name not in (DELETE, GONE):
            return super().field_difference(name)
        now, typed = (
            self.row_summary(self.database_value),
            self.row_summary(self.posted_value),
        )
        theirs, mine = (_("removed"), typed) if name == GONE else (now, _("removed"))
        return Difference(
            f"{self.add_prefix(name)}-choose",
            _("row"),
            theirs,
            mine,
            self.suggested_choice(name),
        )

    def row_summary(self, values):
        shown = [
            self.display_value(name, values(name))
            for name in self._meta.fields
            if name in self.rows_own_fields
        ]
        return " · ".join(each for each in shown if each != NOTHING)

    @property
    def rows_own_fields(self):
        hidden = (forms.models.InlineForeignKeyField,)
        return [
            name for name, field in self.fields.items() if not isinstance(field, hidden)
        ]

    def has_changed(self):
        """A new row with nothing but the number that was suggested is none."""
        if self.is_deleted_meanwhile and self.posted_choice(GONE) == THEIRS:
            return False
        return super().has_changed() and self.changed_data != self.suggested_fields

    def full_clean(self):
        if (
            self.is_bound
            and self.instance.pk
            and not self.disputed_fields
            and not self.has_changed()
        ):
            self._errors = (
                ErrorDict()
            )  # an unchanged row needs no validation, and so no query
            self.cleaned_data = {
                name: getattr(self.instance, name) for name in self.compared_fields
            }
        else:
            super().full_clean()


class RowFormSet(forms.BaseInlineFormSet):
    suggests_number = True  # of the place of a new row

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = list(super().get_queryset())
        self.opening_states, self.added_rows, self.deleted_summaries, self.stale = (
            {},
            [],
            [],
            False,
        )
        if self.is_bound and self.instance.pk:
            self.stale = self.data.get("version") != version_of(self.instance)
            self.opening_states = load_signed_state(
                self.data.get(f"{self.prefix}-opened")
            )
            self.match_posted_rows()

    def get_queryset(self):
        return self.rows

    def match_posted_rows(self):
        """Match the posted rows with those in the database: drop deleted ones, note added ones."""
        current_rows = {str(row.pk): row for row in self.rows}
        self.drop_deleted_rows(current_rows)
        posted = [self.posted_pk(i) for i in range(self.initial_form_count())]
        self.added_rows = [
            row
            for pk, row in current_rows.items()
            if pk not in posted and pk not in self.opening_states
        ]
        self.rows = [current_rows[pk] for pk in posted]

    def posted_pk(self, index):
        return self.data.get(f"{self.prefix}-{index}-{self.model._meta.pk.name}", "")

    def drop_deleted_rows(self, current_rows):
        """Remove forms whose row somebody else deleted. One with changes stays, as the form of a new row."""
        initial = range(self.initial_form_count())
        deleted = [i for i in initial if self.posted_pk(i) not in current_rows]
        if not deleted:
            return
        rescued = [i for i in deleted if self.has_unsaved_changes(i)]
        for i in rescued:
            self.data[f"{self.prefix}-{i}-{GONE}"] = "1"
            self.data[f"{self.prefix}-{i}-{self.model._meta.pk.name}"] = ""
        remaining = [i for i in initial if i not in deleted]
        self.renumber_forms(
            [*remaining, *rescued, *range(len(initial), self.total_form_count())],
            len(remaining),
        )

    def has_unsaved_changes(self, index):
        form = self.form(self.data, prefix=self.add_prefix(index))
        opened_with = self.opening_states.get(self.posted_pk(index), {}).get("was", {})
        if self.data.get(form.add_prefix(DELETE)):
            return False
        mine = {
            name: form.posted_value(name)
            for name in form.rows_own_fields
            if name != self.fk.name
        }
        if all(opened_with.get(name) == value for name, value in mine.items()):
            self.deleted_summaries.append(form.row_summary(form.posted_value))
            return False
        return True

    def renumber_forms(self, order, initial):
        rows = {old: {} for old in order}
        for key in [
            key
            for key in self.data
            if re.match(rf"{re.escape(self.prefix)}-[0-9]{{1,4}}-", key)
        ]:
            index, name = key.removeprefix(f"{self.prefix}-").split("-", 1)
            rows.setdefault(int(index), {})[name] = self.data.pop(key)
        for new, old in enumerate(order):
            for name, values in rows[old].items():
                self.data.setlist(f"{self.prefix}-{new}-{name}", values)
        (
            self.data[f"{self.prefix}-TOTAL_FORMS"],
            self.data[f"{self.prefix}-INITIAL_FORMS"],
        ) = len(order), initial
        del self.management_form

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if self.is_bound and form.instance.pk:
            form.title = str(form.instance)
            form.set_opening_state(
                self.stale, self.opening_states.get(str(form.instance.pk), {})
            )
        if not form.instance.pk:
            self.suggest(form, index)

    @cached_property
    def codes_taken(self) -> set[str]:
        """Of all rows; each new one adds its own."""
        return {row.code for row in self.rows}

    def suggest(self, form, index):
        """What a new row may be numbered and called."""
        if "order" in form.fields and self.suggests_number:
            place = self.total_form_count() if index is None else index
            after = place - self.initial_form_count()
            form.initial["order"] = next_number(self.rows) + after
            form.suggested_fields = ["order"]
        if "code" in form.fields:
            form.codes_taken = self.codes_taken
            form.fields["code"].required = False
            form.fields["code"].help_text = CODE_HELP

    @property
    def opening_state(self):
        states = {
            str(form.instance.pk): form.opening_state for form in self.initial_forms
        }
        return sign_state({**{str(row.pk): {} for row in self.added_rows}, **states})

    @property
    def gone_names(self):
        return [
            form.add_prefix(GONE)
            for form in self.extra_forms
            if form.is_deleted_meanwhile
        ]

    def change_notes(self):
        """Messages about rows that somebody else added or removed; there is nothing to choose."""
        if not self.stale:
            return []
        added = [
            _("Added by somebody else and kept: %(row)s") % {"row": row}
            for row in self.added_rows
        ]
        return added + [
            _("Removed by somebody else: %(row)s") % {"row": row}
            for row in self.deleted_summaries
        ]

    def clean(self):
        super().clean()
        # Django ignores errors of a form that is to be deleted, so its conflict is raised here.
        if self.change_notes() or any(
            form.is_marked_for_deletion and form.undecided_fields()
            for form in self.forms
        ):
            raise ValidationError(CONFLICT)

    def get_unique_error_message(self, unique_check):
        names = [name for name in unique_check if name != self.fk.name]
        labels = _(", ").join(
            str(self.model._meta.get_field(name).verbose_name) for name in names
        )
        return _("%(fields)s: two rows are the same. Change or remove one.") % {
            "fields": capfirst(labels)
        }

    def get_form_error(self):
        return _("Another row has the same.")

    def remaining_rows(self):
        """The instances that remain after the save. Call it once every form is valid."""
        forms = [form for form in self.forms if form.instance.pk or form.has_changed()]
        return [
            form.instance
            for form in forms
            if not self.can_delete or form not in self.deleted_forms
        ]
