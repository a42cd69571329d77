"""What pages ask of a kind of change, with the usual answers. A kind overrides those that are different for it."""

from collections.abc import Collection
from functools import cached_property
from typing import NamedTuple

from django import forms
from django.db import models
from django.db.models import Subquery
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.journal.guest_drafts import GuestDraft, GuestDrafts, change_drafts
from accounts.models import By, Kind, ProgressEvent
from guide.models import Step
from web.kept_pages.parts import Unkept, VisitorPart
from web.kept_pages.texts import TOKEN_MARK

STEP_NAMES = ("step__slug", "step__published", "step__name_en", "step__name_zh")


class JournalForm(forms.Form):
    @property
    def problem(self):
        """What is wrong, in one sentence."""
        return next(
            message for messages in self.errors.values() for message in messages
        )


class ChangeKind:
    kind: Kind
    model: type[models.Model]
    subject_model: type[models.Model] = Step  # what is written about
    subject_field = "step"  # leads to it, in `model` and in an event
    form: type[forms.Form] | None = None
    address = ""  # the name of the URL to which the form posts

    # What an event changed

    # an undo asks whether the value is still the one that a page showed
    compares_value = True
    shows_before = False  # the value before says more than the change itself
    # of an event: the step, course or skill on whose page it stands
    page_field = "step"
    # columns beyond an event that the history shows
    details: tuple[str, ...] = STEP_NAMES

    def current_value(self) -> Coalesce | models.Case:
        """The value of what an event changed, as it is now; an expression for a query of events."""
        raise NotImplementedError

    def current_since(self) -> Subquery | None:
        """When the current value was set, of kinds with one value a subject; an expression as well."""
        return None

    def text_after(self) -> Subquery | None:
        """The text that the value of an event stands for; an expression as well."""
        return None

    def values_before(self, user, events: Collection[ProgressEvent]) -> dict[int, str]:
        """What comes back with each event of this kind when it is taken back, by primary key of the event."""
        return {event.pk: event.before for event in events}

    def is_newest(self, event: ProgressEvent) -> bool:
        """Nothing has changed the same thing since. `event` as `with_details` of the history reads it."""
        return event.now == event.after

    def can_go_back(self, event: ProgressEvent, before: str) -> bool:
        """Whether an undo would change anything."""
        return event.now != before

    def take_back(self, event: ProgressEvent, seen: str, **change) -> None:
        """Write what was before the event. `seen`: the current value; `change`: fields of the event of the undo."""
        raise NotImplementedError

    # Words

    def value_words(self, value: str) -> str:
        """A value of an event, as a learner knows it."""
        raise NotImplementedError

    def change_words(self, event: ProgressEvent) -> str:
        return self.value_words(event.after)

    def back_words(self, event: ProgressEvent) -> str:
        """The label of the undo button where later changes of the same thing are lost too."""
        return _("Change back to “%(value)s”") % {
            "value": self.value_words(event.before)
        }

    def current_words(self, value: str) -> str:
        """The current value in a sentence, for a page that was out of date."""
        return _("It is “%(value)s” now.") % {"value": self.value_words(value)}

    def undone_words(self, event: ProgressEvent, value: str) -> str:
        """What is so again, now that a change is taken back."""
        return _("Undone: “%(name)s” is “%(value)s” again.") % {
            "name": getattr(event, self.page_field).name,
            "value": self.value_words(value),
        }

    def amount_words(self, amount: int) -> str:
        raise NotImplementedError

    # Sections of pages: shown with the page, and alone as the answer to a press.

    section = ""  # its name; empty where there is none
    section_subject = "step"  # what its template calls that of which it speaks
    section_template = ""
    form_template = ""  # of a form that is shown again, with what was typed
    error_template = "accounts/journal/_field_messages.html"

    def section_values(self, request, subject, step: Step | None) -> NamedTuple:
        """All that the section shows of the visitor. `step`: on whose page a course is shown."""
        raise NotImplementedError

    def section_context(self, values, subject) -> dict:
        """What the template needs beside the values, made of them and of the content."""
        return {}

    def is_written(self, values) -> bool:
        """Whether the visitor wrote something, which is shown to them and kept nowhere else."""
        return False

    def form_context(self, request) -> dict:
        return {}

    def section_html(
        self, request, subject, page: str, step: Step | None = None
    ) -> SafeString:
        """`page`: its address, to which presses and a sign-up lead back; `step`: on whose page a course is shown."""
        return self.section_part.shown(request, subject, page, step)

    @cached_property
    def section_part(self) -> VisitorPart:
        def values(request, subject, _page, step):
            found = self.values_of(request, subject, step)
            return Unkept(found) if self.is_written(found) else found

        return VisitorPart(self.section, values, self.html_of)

    def values_of(self, request, subject, step: Step | None = None):
        """The values of a section, read once a request."""
        known = request.__dict__.setdefault("_sections", {})
        key = self.kind, subject.pk
        if key not in known:
            known[key] = self.section_values(request, subject, step)
        return known[key]

    def html_of(self, values, subject, page: str, _step) -> SafeString:
        context = {"page": page, self.section_subject: subject, **values._asdict()}
        context |= {**self.section_context(values, subject), "csrf_token": TOKEN_MARK}
        return render_to_string(self.section_template, context)

    def section_id(self, subject) -> str:
        return f"my-{self.section}"

    # Drafts of guests

    def draft_key(self, draft: GuestDraft) -> str:
        """A draft takes the place of one with the same key."""
        return f"{self.kind}:{draft.subject}"

    def is_empty(self, draft: GuestDraft) -> bool:
        """It is not stored: it only removes the draft with the same key."""
        return False

    def keep_draft(self, request, subject: int, value: str, more: str = "") -> None:
        draft = GuestDraft(self.kind, subject, value, more)
        change_drafts(request, lambda drafts: self.with_draft(drafts, draft))

    def with_draft(self, drafts: GuestDrafts, draft: GuestDraft) -> list[GuestDraft]:
        """`drafts` with this one in the place of the one with the same key."""
        key = self.draft_key(draft)
        others = [
            other
            for other in drafts
            if other.kind != self.kind or self.draft_key(other) != key
        ]
        return others if self.is_empty(draft) else [*others, draft]

    def subjects(self) -> models.QuerySet:
        """With all that the following methods need of a subject."""
        return self.subject_model._default_manager.all()

    def subject_words(self, subject) -> str:
        return subject.name

    def subject_address(self, subject) -> str:
        return subject.get_absolute_url()

    def draft_words(self, draft: GuestDraft) -> str:
        return self.value_words(draft.value)

    def draft_text(self, draft: GuestDraft) -> str:
        """A text that the list of drafts shows in full."""
        return ""

    def draft_amount(self, draft: GuestDraft) -> int:
        """How much it adds to the amount that `amount_words` tells."""
        return 1

    def is_held(self, draft: GuestDraft, user, subject) -> bool:
        """Whether the account holds just that already."""
        raise NotImplementedError

    def add_draft(self, draft: GuestDraft, user, subject, by: By) -> bool:
        """Write it into an account, once however often it is asked for.

        False, and nothing is written, where the account holds something else or has no room.
        """
        raise NotImplementedError

    def overrule_account(self, draft: GuestDraft, user, subject) -> bool:
        """Write the draft over what the account has. False where that cannot be."""
        return self.add_draft(draft, user, subject, By.MERGE)

    def account_holds(self, draft: GuestDraft, user, subject):
        """What the account has instead of the draft, for the choice between the two; None where it only has no room."""
        return None

    def draft_conflict(self, draft: GuestDraft, held) -> dict | None:
        """Where the two can be made one: what the form for that needs. It saves by the view of the kind."""
        return None

    # Export

    export_fields: dict[str, str] = {}  # by name in the export: the field of the model

    def export_rows(self, user) -> list[dict]:
        """What an account holds, in plain values with slugs for keys, oldest first; one query."""
        rows = self.model._default_manager.filter(user=user).order_by("pk")
        return [
            dict(zip(self.export_fields, row, strict=True))
            for row in rows.values_list(*self.export_fields.values())
        ]
