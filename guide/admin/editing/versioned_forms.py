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

from guide.admin.editing.page_snapshot import pack, plain, unpack, version_of

MINE, THEIRS = "mine", "theirs"
CONFLICT = _(
    "Somebody else changed this meanwhile, so nothing was saved. Choose above, then save again."
)
TRUTH = {"True": _("yes"), "False": _("no")}
NOTHING = "–"


class Difference(NamedTuple):
    """A field to choose in. `chosen` is the preselected choice: mine, theirs or empty."""

    name: str
    label: str
    theirs: str
    mine: str
    chosen: str


class VersionedForm(forms.ModelForm):
    stale = False  # the version in the database is newer than that of the page
    was: dict[str, str] = {}
    asked: dict[
        str, str
    ] = {}  # the fields that the editor was asked about, and their posted values then

    def remember(self, stale, opened):
        self.stale, self.was, self.asked = (
            stale,
            opened.get("was", {}),
            opened.get("asked", {}),
        )

    @property
    def opened(self):
        """The state that the next save is compared with."""
        return {
            "was": {n: self.theirs(n) for n in self.compared},
            "asked": {n: self.mine(n) for n in self.disputed},
        }

    @property
    def compared(self):
        return (
            [name for name in self.initial if name in self.fields]
            if self.instance.pk
            else []
        )

    def theirs(self, name):
        return plain(self.initial.get(name))

    def mine(self, name):
        field, raw = self.fields[name], self[name].data
        if isinstance(
            field, forms.ModelChoiceField
        ):  # to_python would ask the database
            return plain(raw)
        try:
            return plain(field.to_python(raw))
        except ValidationError:
            return plain(raw)

    def changed_by_others(self, name):
        return self.stale and self.was.get(name) != self.theirs(name)

    def choice(self, name):
        choice = self.data.get(f"{self.add_prefix(name)}-choose")
        return choice if choice in (MINE, THEIRS) else ""

    @cached_property
    def taken(self):
        """Fields for which the editor chose the value of the database."""
        return {name for name in self.compared if self.choice(name) == THEIRS}

    @cached_property
    def changed_data(self):
        return [name for name in super().changed_data if name not in self.taken]

    @cached_property
    def disputed(self):
        """Fields to choose in: all that differ if somebody else changed one of them, else those already asked about."""
        if not self.is_bound:
            return []
        differing = [
            name for name in self.compared if self.mine(name) != self.theirs(name)
        ]
        if any(map(self.changed_by_others, differing)):
            return differing
        return [name for name in differing if name in self.asked]

    def undecided(self):
        if any(map(self.changed_by_others, self.disputed)):
            return self.disputed
        return [name for name in self.disputed if not self.suggested(name)]

    def suggested(self, name):
        """The preselected choice: the only changed value, or the earlier choice unless the editor typed again since."""
        if not self.changed_by_others(name):
            if name not in self.asked:
                return MINE
            return (
                ""
                if self.choice(name) == THEIRS and self.mine(name) != self.asked[name]
                else self.choice(name)
            )
        return THEIRS if self.mine(name) == self.was.get(name) else ""

    def differences(self):
        return [self.difference(name) for name in self.disputed]

    def difference(self, name):
        label, input_name = self[name].label, f"{self.add_prefix(name)}-choose"
        theirs, mine = (
            self.shown(name, self.theirs(name)),
            self.shown(name, self.mine(name)),
        )
        return Difference(input_name, label, theirs, mine, self.suggested(name))

    def shown(self, name, value):
        """The label of a value, as the form shows it."""
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            row = field.queryset.filter(pk=value).first() if value.isdigit() else None
            return str(row or value or NOTHING)
        labels = (
            {str(key): label for key, label in getattr(field, "choices", ())}
            if value
            else {}
        )
        return str(labels.get(value) or TRUTH.get(value) or value or NOTHING)

    def full_clean(self):
        taken = [self.fields[name] for name in self.taken if name in self.fields]
        for field in taken:  # Django then keeps the value of the database
            field.disabled = True
        super().full_clean()
        for field in taken:
            field.disabled = False
        if self.is_bound and self.undecided():
            self.add_error(None, CONFLICT)


class PageForm(VersionedForm):
    """The main form of a change page. It posts the version of its object and the state it was opened with."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.version = version_of(self.instance) if self.instance.pk else ""
        if self.is_bound and self.version:
            self.remember(
                self.data.get("version") != self.version,
                unpack(self.data.get("opened")),
            )

    @property
    def packed(self):
        return pack(self.opened)
