"""What a press on a step or a course may say, with the bounds of each field in words."""

import secrets
from decimal import Decimal
from urllib.parse import urlsplit

from django import forms
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import CourseProgress, CriterionTick
from accounts.models.evidence_link import MAX_URL_LENGTH as LONGEST_ADDRESS
from accounts.models.step_note import MAX_NOTE_LENGTH as LONGEST_NOTE
from accounts.models.step_note import normalize_newlines
from guide.formats import number

LONGEST_KEY = 22
QUARTERS = _("Write hours between 0.25 and 24 in steps of a quarter, such as 1.5.")
ADDRESS = _(
    "Write an address that begins with https:// or http://, such as https://github.com/you/project."
)


class TickForm(forms.Form):
    tick = forms.ChoiceField(choices=CriterionTick.State)


class CourseForm(forms.Form):
    """A state of the course, or: what it covers is known."""

    course = forms.ChoiceField(choices=CourseProgress.State, required=False)
    covers = forms.ChoiceField(choices=[("known", "known")], required=False)

    def clean(self):
        if bool(self.cleaned_data.get("course")) == bool(
            self.cleaned_data.get("covers")
        ):
            raise forms.ValidationError("one of them")


class WrittenForm(forms.Form):
    @property
    def problem(self):
        """What is wrong, in one sentence."""
        return next(
            message for messages in self.errors.values() for message in messages
        )


class CheckForm(forms.Form):
    """Where something was written, for the answer to a guest whose cookie had to come back first."""

    part = forms.ChoiceField(
        choices=[
            (name, name) for name in ("criteria", "course", "note", "links", "hours")
        ]
    )
    step = forms.CharField(required=False)
    course = forms.CharField(required=False)
    next = forms.CharField(required=False)


class WaitingForm(forms.Form):
    entry = forms.CharField(max_length=LONGEST_ADDRESS + 40)
    choice = forms.ChoiceField(choices=[(name, name) for name in ("mine", "forget")])
    next = forms.CharField(required=False)


class NoteForm(WrittenForm):
    """A text over the version that was `seen`; after a conflict the choice between that, mine and one made of both."""

    text = forms.CharField(required=False, strip=False)
    edited = forms.CharField(required=False, strip=False)
    choice = forms.ChoiceField(
        choices=[(name, name) for name in ("mine", "edited", "theirs")], required=False
    )
    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, required=False)
    waits = forms.CharField(required=False, max_length=60)

    @property
    def mine(self):
        return normalize_newlines(self.data.get("text", ""))

    @property
    def typed(self):
        """What is to be saved, as it was sent."""
        return (
            normalize_newlines(self.data.get("edited", ""))
            if self.data.get("choice") == "edited"
            else self.mine
        )

    @property
    def seen_version(self):
        return self.cleaned_data.get("seen") or 0

    def clean(self):
        length = len(self.typed)
        if length > LONGEST_NOTE:
            words = ngettext(
                "Your note is %(over)s character too long: it has %(length)s, and %(most)s fit. Nothing is saved yet.",
                "Your note is %(over)s characters too long: it has %(length)s, and %(most)s fit. Nothing is saved yet.",
                length - LONGEST_NOTE,
            )
            figures = {
                "over": length - LONGEST_NOTE,
                "length": length,
                "most": LONGEST_NOTE,
            }
            raise forms.ValidationError(
                words % {name: number(figure) for name, figure in figures.items()}
            )


class LinkForm(WrittenForm):
    url = forms.URLField(
        max_length=LONGEST_ADDRESS,
        assume_scheme="https",
        error_messages={
            "required": ADDRESS,
            "invalid": ADDRESS,
            "max_length": _(
                "The address is %(show_value)s characters long; %(limit_value)s fit."
            ),
        },
    )
    title = forms.CharField(
        required=False,
        max_length=200,
        error_messages={
            "max_length": _(
                "The title is %(show_value)s characters long; %(limit_value)s fit."
            )
        },
    )

    def clean_url(self):
        url = iri_to_uri(self.cleaned_data["url"])
        if urlsplit(url).scheme not in ("http", "https"):
            raise forms.ValidationError(ADDRESS)
        if (
            len(url) > LONGEST_ADDRESS
        ):  # each letter that is not a Latin one takes up to twelve places
            message = self.fields["url"].error_messages["max_length"]
            raise forms.ValidationError(
                message % {"show_value": len(url), "limit_value": LONGEST_ADDRESS}
            )
        return url


class LinkStateForm(forms.Form):
    link = forms.ChoiceField(choices=[("removed", "removed"), ("there", "there")])


class HoursForm(WrittenForm):
    """An addition by button or by number, or one that is taken back."""

    minutes = forms.TypedChoiceField(
        choices=[("30", "30"), ("120", "120")],
        coerce=int,
        required=False,
        empty_value=None,
    )
    hours = forms.DecimalField(
        min_value=Decimal("0.25"),
        max_value=24,
        step_size=Decimal("0.25"),
        required=False,
        error_messages=dict.fromkeys(
            ["invalid", "min_value", "max_value", "step_size"], QUARTERS
        ),
    )
    undo = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    key = forms.CharField(required=False, max_length=LONGEST_KEY)

    def clean(self):
        given = [
            name for name in ("minutes", "hours", "undo") if self.cleaned_data.get(name)
        ]
        if not self.errors and len(given) != 1:
            self.add_error("hours", QUARTERS)

    @property
    def once(self):
        """The key of the page; a page that was made for no visitor has none."""
        return self.cleaned_data["key"] or secrets.token_urlsafe(12)

    @property
    def added(self):
        """Minutes."""
        return self.cleaned_data["minutes"] or int(self.cleaned_data["hours"] * 60)
