"""The private note on a step. Its values are the numbers of its versions; texts are in no event."""

from typing import NamedTuple
from zlib import crc32

from django import forms
from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.journal.entries import known_entries
from accounts.journal.guest_drafts import (
    GuestDraft,
    GuestDrafts,
    change_drafts,
    drafts_of,
)
from accounts.journal.kinds.base import ChangeKind, JournalForm
from accounts.models import By, Kind, ProgressEvent, StepNote
from accounts.models.step_note import MAX_NOTE_LENGTH, NoteChangedError, clean_note
from accounts.models.user import zone_named
from guide.formats import format_number, format_partial_date
from guide.markdown import render_untrusted
from web.access import is_signed_in
from web.text_diff import text_difference

NO_VERSION = "0"
MAX_VERSION = 2**31 - 1


class NoteForm(JournalForm):
    """A text over the version that was `seen`; after a conflict the choice between that, mine and one made of both."""

    text = forms.CharField(required=False, strip=False)
    edited = forms.CharField(required=False, strip=False)
    choice = forms.ChoiceField(
        choices=[(name, name) for name in ("mine", "edited", "theirs")], required=False
    )
    seen = forms.IntegerField(min_value=0, max_value=MAX_VERSION, required=False)
    waits = forms.CharField(required=False, max_length=60)

    @property
    def mine(self):
        return clean_note(self.data.get("text", ""))

    @property
    def typed(self):
        """What is to be saved, as it was sent."""
        return (
            clean_note(self.data.get("edited", ""))
            if self.data.get("choice") == "edited"
            else self.mine
        )

    @property
    def seen_version(self):
        return self.cleaned_data.get("seen") or 0

    def clean(self):
        length = len(self.typed)
        if length > MAX_NOTE_LENGTH:
            words = ngettext(
                "Your note is %(over)s character too long: it has %(length)s, and %(most)s fit. Nothing is saved yet.",
                "Your note is %(over)s characters too long: it has %(length)s, and %(most)s fit. Nothing is saved yet.",
                length - MAX_NOTE_LENGTH,
            )
            figures = {
                "over": length - MAX_NOTE_LENGTH,
                "length": length,
                "most": MAX_NOTE_LENGTH,
            }
            raise forms.ValidationError(
                words
                % {name: format_number(figure) for name, figure in figures.items()}
            )


class NoteValues(NamedTuple):
    text: str
    seen: int  # its version
    saved: tuple[str, str] | None  # day and time
    signed_in: bool


class NoteKind(ChangeKind):
    kind = Kind.NOTE
    model = StepNote
    form = NoteForm
    address = "accounts:note"
    section = "note"
    section_template = "accounts/journal/_step_note.html"
    form_template = "accounts/journal/_note_form.html"
    error_template = "accounts/journal/_note_errors.html"
    export_fields = {
        "step": "step__slug",
        "version": "version",
        "text": "text",
        "at": "at",
    }

    def versions_of_event(self):
        return StepNote.objects.filter(user=OuterRef("user"), step=OuterRef("step"))

    def current_value(self) -> Coalesce:
        versions = self.versions_of_event().order_by("-version").values("version")
        last = Cast(Subquery(versions[:1]), CharField())
        return Coalesce(last, Value(NO_VERSION), output_field=CharField())

    def text_after(self) -> Subquery:
        named = self.versions_of_event().annotate(named=Cast("version", CharField()))
        return Subquery(named.filter(named=OuterRef("after")).values("text")[:1])

    def can_go_back(self, event: ProgressEvent, before: str) -> bool:
        return True

    def take_back(self, event: ProgressEvent, seen: str, **change) -> None:
        """As a new version, which has the text of the one before the event."""
        versions = StepNote.objects.for_user(event.user).filter(step=event.step)
        older = versions.filter(version=event.before).first()
        text = older.text if older else ""
        StepNote.objects.write(event.user, event.step, text, seen=int(seen), **change)

    def value_words(self, value: str) -> str:
        return _("version %(n)s") % {"n": value}

    def change_words(self, event: ProgressEvent) -> str:
        if event.before == NO_VERSION:
            return _("Note written")
        return _("Note changed") if event.note else _("Note emptied")

    def back_words(self, event: ProgressEvent) -> str:
        return _("Restore the previous text")

    def current_words(self, value: str) -> str:
        words = _("Your note has changed since: this is version %(n)s now.")
        return words % {"n": value}

    def undone_words(self, event: ProgressEvent, value: str) -> str:
        words = _("Undone: the note on “%(name)s” is back to the previous version.")
        return words % {"name": event.step.name}

    def amount_words(self, amount: int) -> str:
        return ngettext("%(n)s note", "%(n)s notes", amount) % {"n": amount}

    def section_values(self, request, subject, step) -> NoteValues:
        note = self.note_of(request, subject)
        saved = note.at and day_and_time(note.at, request.user.time_zone)
        return NoteValues(note.text, note.version, saved, is_signed_in(request))

    def section_context(self, values: NoteValues, subject) -> dict:
        return {"html": render_untrusted(values.text)}

    def is_written(self, values: NoteValues) -> bool:
        return bool(values.text or values.seen)

    def note_of(self, request, step) -> StepNote:
        """The last version; without an account the text that waits for one."""
        if is_signed_in(request):
            if not known_entries(request, step.pk).has_note:
                return StepNote(step_id=step.pk, version=0)
            return StepNote.objects.current(request.user, step)
        return self.drafted_note(drafts_of(request), step.pk)

    def drafted_note(self, drafts: GuestDrafts, step: int) -> StepNote:
        found = drafts.of_kind(self.kind, step)
        text = found[0].value if found else ""
        return StepNote(step_id=step, version=text_number(text), text=text)

    def keep_seen_draft(self, request, step: int, text: str, seen: int) -> None:
        """Raises NoteChangedError where another tab has kept another text since this one was opened."""

        def replaced_draft(drafts: GuestDrafts) -> list[GuestDraft]:
            kept = self.drafted_note(drafts, step)
            if kept.text != text and kept.version != seen:
                raise NoteChangedError(kept)
            return self.with_draft(drafts, GuestDraft(self.kind, step, text))

        change_drafts(request, replaced_draft)

    def is_empty(self, draft: GuestDraft) -> bool:
        return draft.value == ""

    def draft_words(self, draft: GuestDraft) -> str:
        return _("Your note")

    def draft_text(self, draft: GuestDraft) -> str:
        return draft.value

    def is_held(self, draft: GuestDraft, user, subject) -> bool:
        versions = StepNote.objects.for_user(user).filter(step=subject)
        return versions.filter(text=draft.value).exists()

    def add_draft(self, draft: GuestDraft, user, subject, by: By) -> bool:
        if self.is_held(draft, user, subject):
            return True
        current = StepNote.objects.current(user, subject)
        if current.text:
            return False
        seen = current.version
        try:
            StepNote.objects.write(user, subject, draft.value, seen=seen, by=by)
        except NoteChangedError:  # written elsewhere in this very moment
            return False
        return True

    def overrule_account(self, draft: GuestDraft, user, subject) -> bool:
        """Never unseen: it is decided in the form that shows both texts."""
        return False

    def account_holds(self, draft: GuestDraft, user, subject) -> StepNote:
        return StepNote.objects.current(user, subject)

    def draft_conflict(self, draft: GuestDraft, held: StepNote) -> dict:
        return conflict_of(held, draft.value)


def text_number(text: str) -> int:
    """Stands for the version where a text has none; 0 of no text."""
    return crc32(text.encode()) & MAX_VERSION


def conflict_of(theirs: StepNote, mine: str, edited: str = "") -> dict:
    """Two texts for one note, and a start for one made of both."""
    pieces = text_difference(theirs.text, mine)
    return {
        "theirs": theirs.text,
        "seen": theirs.version,
        "mine": mine,
        "edited": edited or f"{theirs.text}\n\n{mine}".strip(),
        "pieces": pieces,
        "differs": len(pieces) > 2,  # else nothing is in common
    }


def day_and_time(at, zone: str) -> tuple[str, str]:
    local = timezone.localtime(at, zone_named(zone))
    clock = local.strftime("%H:%M")
    # UTC is named: it is what those have who chose no time zone, and mostly not their own.
    return (
        format_partial_date(local.date().isoformat()),
        f"{clock} UTC" if zone == "UTC" else clock,
    )


NOTE = NoteKind()
