"""Hours on a step: additions, each of which can be taken back by itself, whatever was added since."""

import secrets
from decimal import Decimal
from typing import NamedTuple

from django import forms
from django.conf import settings
from django.contrib.messages import get_messages
from django.db.models import CharField, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.journal.entries import entries_of
from accounts.journal.guest_drafts import GuestDraft
from accounts.journal.kinds.base import ChangeKind, JournalForm
from accounts.models import By, Kind, ProgressEvent, StepHours
from guide.durations import change_of_time, time_spent
from guide.formats import format_hours
from web.access import is_signed_in
from web.bounds import is_figure
from web.kept_pages.texts import leave_hole, text_in_keeping
from web.plain_digits import PlainDigits, plain_digits

KEY_BYTES = 12
LONGEST_KEY = 16  # characters of a key of a page; that of a press has 6 more
QUARTERS = gettext_lazy("Enter hours from 0.25 to 24 in quarter hours, such as 1.5.")


class HoursField(PlainDigits, forms.DecimalField):
    def to_python(self, value):
        """Digits only: a number that needs an exponent is beyond any day, and beyond what can be divided here."""
        if value and not is_figure(plain_digits(str(value))):
            raise forms.ValidationError(QUARTERS)
        return super().to_python(value)


class HoursForm(JournalForm):
    """An addition by button or by number, or one that is taken back."""

    minutes = forms.TypedChoiceField(
        choices=[("30", "30"), ("120", "120")],
        coerce=int,
        required=False,
        empty_value=None,
    )
    hours = HoursField(
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
    def addition_key(self):
        """A key stands for one press, so it has the amount in it. A page that was made for no visitor has none."""
        if key := self.cleaned_data["key"]:
            return f"{key}-{self.added_minutes}"
        return secrets.token_urlsafe(KEY_BYTES)

    @property
    def added_minutes(self):
        return self.cleaned_data["minutes"] or int(self.cleaned_data["hours"] * 60)


class HoursValues(NamedTuple):
    minutes: int  # on the step so far
    # The event of the last addition, and its minutes, where it can be taken back.
    last_addition: tuple[int, int] | None
    messages: tuple
    has_key: bool
    signed_in: bool


def has_session(request) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def key_of_page(request) -> str:
    """The same in all forms of an answer, and another one in each answer."""
    return request.__dict__.setdefault("_hours_key", secrets.token_urlsafe(KEY_BYTES))


class KeyHole:
    def fill(self, request) -> bytes:
        return key_of_page(request).encode()


class HoursKind(ChangeKind):
    kind = Kind.HOURS
    model = StepHours
    form = HoursForm
    address = "accounts:hours"
    compares_value = False
    section = "hours"
    section_template = "accounts/journal/_step_hours.html"
    form_template = "accounts/journal/_hours_form.html"
    export_fields = {"step": "step__slug", "minutes": "minutes"}

    def current_value(self) -> Coalesce:
        rows = StepHours.objects.filter(user=OuterRef("user"), step=OuterRef("step"))
        minutes = Cast(Subquery(rows.values("minutes")[:1]), CharField())
        return Coalesce(minutes, Value("0"), output_field=CharField())

    def is_newest(self, event: ProgressEvent) -> bool:
        return True

    def can_go_back(self, event: ProgressEvent, before: str) -> bool:
        return True

    def take_back(self, event: ProgressEvent, seen: str, **change) -> None:
        minutes = int(event.before) - int(event.after)
        StepHours.objects.add(event.user, event.step, minutes, **change)

    def additions(self, user) -> QuerySet[ProgressEvent]:
        """Without those that were taken back."""
        undone = ProgressEvent.objects.filter(undoes=OuterRef("pk"))
        added = ProgressEvent.objects.for_user(user).filter(kind=self.kind, undoes=None)
        return added.filter(~Exists(undone))

    def value_words(self, value: str) -> str:
        return time_spent(int(value))

    def change_words(self, event: ProgressEvent) -> str:
        return change_of_time(int(event.after) - int(event.before))

    def undone_words(self, event: ProgressEvent, value: str) -> str:
        about = {"name": event.step.name, "time": self.change_words(event)}
        return _("Undone: %(time)s on “%(name)s”.") % about

    def amount_words(self, amount: int) -> str:
        return time_spent(amount)

    def section_values(self, request, subject, step) -> HoursValues:
        entries = entries_of(request, subject.pk)
        said = tuple(
            message
            for message in get_messages(request)
            if message.extra_tags == "my-hours"
        )
        return HoursValues(
            entries.minutes,
            entries.last_addition,
            said,
            has_session(request),
            is_signed_in(request),
        )

    def section_context(self, values: HoursValues, subject) -> dict:
        event, minutes = values.last_addition or (None, 0)
        return {
            "spent": values.minutes / 60,
            "added": event and (event, minutes / 60),
            "key": leave_hole(text_in_keeping(), KeyHole()) if values.has_key else "",
        }

    def is_written(self, values: HoursValues) -> bool:
        return bool(values.messages)

    def form_context(self, request) -> dict:
        """A key makes an addition count once. A page for visitors without cookies is the same for all: it has none."""
        return {"key": key_of_page(request) if has_session(request) else ""}

    def draft_key(self, draft: GuestDraft) -> str:
        """Each addition by itself."""
        return f"{super().draft_key(draft)}:{draft.more}"

    def draft_words(self, draft: GuestDraft) -> str:
        return format_hours(int(draft.value) / 60, int(draft.value) / 60)

    def draft_amount(self, draft: GuestDraft) -> int:
        return int(draft.value)

    def is_held(self, draft: GuestDraft, user, subject) -> bool:
        return is_counted(user, draft.more)

    def add_draft(self, draft: GuestDraft, user, subject, by: By) -> bool:
        minutes, key = int(draft.value), draft.more
        added = StepHours.objects.add(user, subject, minutes, key=key, by=by)
        return added or is_counted(user, key)


def is_counted(user, key: str) -> bool:
    """Whether the account holds the addition with this key."""
    return ProgressEvent.objects.for_user(user).filter(key=key).exists()


HOURS = HoursKind()
