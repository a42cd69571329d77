"""The history as rows of a spreadsheet, and the notes as one text."""

from collections.abc import Iterator

from django.utils import timezone

from accounts.journal.kinds import KINDS
from accounts.models import ProgressEvent, StepNote
from accounts.models.user import zone_named

HISTORY_HEADER = ["day", "time", "kind", "about", "before", "after", "by"]


def history_rows(user) -> Iterator[list[str]]:
    """Oldest first, one query. Days and times are those of the learner's time zone."""
    zone = zone_named(user.time_zone)
    events = ProgressEvent.objects.for_user(user).order_by("at", "pk")
    events = events.select_related("step", "criterion", "course", "skill", "link")
    for event in events.iterator(500):
        kind = KINDS[event.kind]
        at = timezone.localtime(event.at, zone)
        subject = getattr(event, kind.subject_field)
        yield [
            at.date().isoformat(),
            at.strftime("%H:%M"),
            str(event.get_kind_display()),
            str(event.step.name if event.step else subject),
            kind.value_words(event.before) if event.before else "",
            kind.value_words(event.after) if event.after else "",
            str(event.get_by_display()),
        ]


def notes_text(user) -> str:
    """The last version of each note, in Markdown, each under the name of its step."""
    notes: dict[int, StepNote] = {}
    rows = StepNote.objects.for_user(user).select_related("step").order_by("version")
    for note in rows:
        notes[note.step_id] = note
    return "\n".join(
        f"# {note.step.name}\n\n{note.text.rstrip()}\n"
        for note in sorted(notes.values(), key=lambda note: note.at)
        if note.text
    )
