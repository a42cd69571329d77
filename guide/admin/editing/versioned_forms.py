"""Forms that detect that somebody else saved meanwhile. Each field has three values:

- `was`: the value that the page was opened with,
- theirs: the value in the database now,
- mine: the value that was posted.

| was and theirs | was and mine | result |
|---|---|---|
| equal | any | mine is saved; if another field needs a choice, mine is suggested here |
| differ | equal | the editor chooses; theirs is suggested |
| differ | differ | the editor chooses; nothing is suggested |
| any | any, mine equals theirs | nothing to choose |
"""

from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from guide.admin.editing.page_snapshot import (
    comparable_text,
    load_signed_state,
    sign_state,
    version_of,
)
from web.bounds import row_key

MINE, THEIRS = "mine", "theirs"
CONFLICT = _(
    "Somebody else changed this while you were editing, so nothing was saved. Choose above, then save again."
)
TRUTH = {"True": _("yes"), "False": _("no")}
NOTHING = "–"


class Difference(NamedTuple):
    """A field to choose in. `chosen` is the preselected choice: mine, theirs or empty."""

    name: str
    label: str
    database_value: str
    posted_value: str
    suggestion: str


class VersionedForm(forms.ModelForm):
    stale = False  # the version in the database is newer than that of the page
    opened_with: dict[str, str] = {}
    asked_fields: dict[
        str, str
    ] = {}  # the fields that the editor was asked about, and their posted values then

    def set_opening_state(self, stale, opened):
        self.stale, self.opened_with, self.asked_fields = (
            stale,
            opened.get("was", {}),
            opened.get("asked", {}),
        )

    @property
    def opening_state(self):
        """The state that the next save is compared with."""
        return {
            "was": {n: self.database_value(n) for n in self.compared_fields},
            "asked": {n: self.posted_value(n) for n in self.disputed_fields},
        }

    @property
    def compared_fields(self):
        return (
            [name for name in self.initial if name in self.fields]
            if self.instance.pk
            else []
        )

    def database_value(self, name):
        return comparable_text(self.initial.get(name))

    def posted_value(self, name):
        field, raw = self.fields[name], self[name].data
        if isinstance(
            field, forms.ModelChoiceField
        ):  # to_python would ask the database
            return comparable_text(raw)
        try:
            return comparable_text(field.to_python(raw))
        except ValidationError:
            return comparable_text(raw)

    def changed_by_others(self, name):
        return self.stale and self.opened_with.get(name) != self.database_value(name)

    def posted_choice(self, name):
        choice = self.data.get(f"{self.add_prefix(name)}-choose")
        return choice if choice in (MINE, THEIRS) else ""

    @cached_property
    def fields_from_database(self):
        """Fields for which the editor chose the value of the database."""
        return {
            name for name in self.compared_fields if self.posted_choice(name) == THEIRS
        }

    @cached_property
    def changed_data(self):
        return [
            name
            for name in super().changed_data
            if name not in self.fields_from_database
        ]

    @cached_property
    def disputed_fields(self):
        """Fields to choose in: all that differ if somebody else changed one of them, else those already asked about."""
        if not self.is_bound:
            return []
        differing = [
            name
            for name in self.compared_fields
            if self.posted_value(name) != self.database_value(name)
        ]
        if any(map(self.changed_by_others, differing)):
            return differing
        return [name for name in differing if name in self.asked_fields]

    def undecided_fields(self):
        if any(map(self.changed_by_others, self.disputed_fields)):
            return self.disputed_fields
        return [
            name for name in self.disputed_fields if not self.suggested_choice(name)
        ]

    def suggested_choice(self, name):
        """The preselected choice: the only changed value, or the earlier choice unless the editor typed again since."""
        if not self.changed_by_others(name):
            if name not in self.asked_fields:
                return MINE
            return (
                ""
                if self.posted_choice(name) == THEIRS
                and self.posted_value(name) != self.asked_fields[name]
                else self.posted_choice(name)
            )
        return THEIRS if self.posted_value(name) == self.opened_with.get(name) else ""

    def field_differences(self):
        return [self.field_difference(name) for name in self.disputed_fields]

    def field_difference(self, name):
        label, input_name = self[name].label, f"{self.add_prefix(name)}-choose"
        theirs, mine = (
            self.display_value(name, self.database_value(name)),
            self.display_value(name, self.posted_value(name)),
        )
        return Difference(input_name, label, theirs, mine, self.suggested_choice(name))

    def display_value(self, name, value):
        """The label of a value, as the form shows it."""
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            key = row_key(value)
            row = field.queryset.filter(pk=key).first() if key is not None else None
            return str(row or value or NOTHING)
        labels = (
            {str(key): label for key, label in getattr(field, "choices", ())}
            if value
            else {}
        )
        return str(labels.get(value) or TRUTH.get(value) or value or NOTHING)

    def full_clean(self):
        taken = [
            self.fields[name]
            for name in self.fields_from_database
            if name in self.fields
        ]
        for field in taken:  # Django then keeps the value of the database
            field.disabled = True
        super().full_clean()
        for field in taken:
            field.disabled = False
        if self.is_bound and self.undecided_fields():
            self.add_error(None, CONFLICT)


class PageForm(VersionedForm):
    """The main form of a change page. It posts the version of its object and the state it was opened with."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.version = version_of(self.instance) if self.instance.pk else ""
        if self.is_bound and self.version:
            self.set_opening_state(
                self.data.get("version") != self.version,
                load_signed_state(self.data.get("opened")),
            )

    @property
    def signed_opening_state(self):
        return sign_state(self.opening_state)
