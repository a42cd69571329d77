"""What is searched, from the address."""

from django import forms
from django.utils.translation import gettext_lazy as _

from guide.forms import Filter
from guide.search.answer import KIND_NAMES
from guide.search.query import LONGEST


class SearchForm(Filter):
    q = forms.CharField(
        label=_("Search"), required=False, widget=forms.TextInput({"type": "search"})
    )

    @property
    def text(self) -> str:
        """What is searched: without control characters, and cut."""
        typed = self.data.get("q", "")
        shown = "".join(each if each.isprintable() else " " for each in typed)
        return " ".join(shown[:LONGEST].split())

    @property
    def is_too_long(self) -> bool:
        return len(self.data.get("q", "")) > LONGEST

    @property
    def longest(self) -> int:
        return LONGEST

    @property
    def kind(self) -> str:
        """The kind that is asked for; an unknown one is ignored."""
        return known_kind(self.data.get("kind", ""))

    @property
    def kind_name(self) -> str:
        return str(KIND_NAMES[self.kind].many)

    @property
    def is_literal(self) -> bool:
        return self.data.get("as") == "typed"

    @property
    def subject(self) -> str:
        """The kind to which suggestions are limited."""
        return known_kind(self.data.get("in", ""))


def known_kind(text: str) -> str:
    return text if text in KIND_NAMES else ""
