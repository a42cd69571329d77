"""The presses on the page of a draft: to publish or discard it, to say a word, to set its time.

Each knows whether this person may, and does it with run(). A refusal is an error of the form, so that what was typed
stays.
"""

from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from guide.editorial.drafts import discard_draft, publish_draft
from guide.editorial.due import MomentTwice, moment_on_clock, set_time, take_time_back
from guide.editorial.review import (
    Kind,
    State,
    draft_digest,
    has_written,
    note,
    person_of,
)
from guide.models.draft_note import LONGEST_WORD

MINUTES = "%Y-%m-%dT%H:%M"  # as browsers send them
CHANGED = _(
    "The draft has changed since you looked at it, so nothing was done. Look again."
)


def zone_of(user) -> ZoneInfo:
    """The zone of somebody's settings; UTC where this machine does not know it."""
    try:
        return ZoneInfo(getattr(user, "time_zone", "UTC"))
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


class Press(forms.Form):
    """Of a person on a draft."""

    done: dict[str, str]  # what is said afterwards, by the name of the button
    context_name: str  # of the form in templates

    do = forms.CharField()
    seen = forms.CharField(max_length=32)
    use_required_attribute = False

    def __init__(self, draft, user, data=None):
        super().__init__(data, label_suffix="")
        self.draft, self.user, self.person = draft, user, person_of(user)

    def clean(self):
        values = super().clean()
        if not self.draft.is_waiting:
            raise ValidationError(_("This draft does not wait any more."))
        if values.get("seen") != draft_digest(self.draft):
            raise ValidationError(CHANGED)
        return values

    @cached_property
    def is_writer(self):
        return has_written(self.draft, self.person)


class PublishPress(Press):
    context_name = "publish_form"
    done = {
        "publish": _("The draft is published."),
        "discard": _("The draft is discarded."),
    }

    def run(self):
        """What waits for a decision, and sentences on what could not be."""
        if self.cleaned_data["do"] == "publish":
            return publish_draft(self.draft, self.person)
        discard_draft(self.draft, self.person)
        return [], []


class ReviewPress(Press):
    context_name = "review_form"
    done = {
        "asked": _("A review is asked for: everybody who may read it sees that."),
        "comment": _("Your comment is kept with the draft."),
        "approved": _("The draft is approved."),
        "sent_back": _("The draft is sent back."),
    }
    text = forms.CharField(
        label=_("A word to the others"),
        required=False,
        max_length=LONGEST_WORD,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @property
    def can_decide(self):
        return self.draft.state == State.REVIEW and not self.is_writer

    def clean(self):
        values = super().clean()
        do, text = values.get("do"), values.get("text")
        if do in ("comment", "sent_back") and not text and "text" not in self.errors:
            reason = _("Write why, so that it can be mended.")
            word = _("Write your comment first.")
            self.add_error("text", reason if do == "sent_back" else word)
        if do in ("approved", "sent_back") and not self.can_decide:
            raise ValidationError(self.why_not())
        return values

    def why_not(self):
        if self.is_writer:
            return _("You wrote a part of this draft, so somebody else has to read it.")
        return _("Nobody asks for a review of this draft now.")

    def run(self):
        kind, text = Kind(self.cleaned_data["do"]), self.cleaned_data["text"]
        note(self.draft, kind, self.person, text)
        return [], []


class TimePress(Press):
    context_name = "time_form"
    done = {
        "schedule": _("The time is set."),
        "unschedule": _("The time is taken back. The draft waits on."),
    }
    when = forms.DateTimeField(
        label=_("Date and time"),
        required=False,
        input_formats=[MINUTES, "%Y-%m-%d %H:%M", f"{MINUTES}:%S"],
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local"},
            format=MINUTES,
        ),
        error_messages={
            "invalid": _("Write the date and the time, such as 2027-03-01 09:00.")
        },
    )
    which = forms.ChoiceField(
        label=_("Which of the two"),
        required=False,
        choices=[
            ("", "–"),
            ("first", _("the first, before the clocks are set back")),
            ("second", _("the second, after it")),
        ],
    )

    @property
    def zone(self):
        return zone_of(self.user)

    @cached_property
    def is_twice(self):
        return any(
            isinstance(error, MomentTwice)
            for error in self.errors.as_data().get("when", [])
        )

    def clean_when(self):
        """What was typed, without a zone: the form's own reading would guess one."""
        typed = self.cleaned_data["when"]
        return typed and typed.replace(tzinfo=None)

    def clean(self):
        values = super().clean()
        if values.get("do") != "schedule" or "when" in self.errors:
            return values
        typed: datetime | None = values.get("when")
        if typed is None:
            self.add_error("when", _("Write the date and the time first."))
            return values
        try:
            values["moment"] = moment_on_clock(
                typed, self.zone, values.get("which", "")
            )
        except ValidationError as refused:
            self.add_error("when", refused)
        return values

    def run(self):
        if self.cleaned_data["do"] == "schedule":
            set_time(self.draft, self.cleaned_data["moment"], self.person)
        else:
            take_time_back(self.draft, self.person)
        return [], []


PRESSES = {
    do: form for form in (PublishPress, ReviewPress, TimePress) for do in form.done
}
