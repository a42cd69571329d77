"""The HTML of entries: rendered once for each shape of an entry and kept, and filled with what only one entry has."""

from typing import NamedTuple

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from accounts.history.entries import HistoryEntry
from accounts.history.wording import back_words, change_words, meta_words
from web.kept_pages.editions import Edition
from web.kept_pages.memory import MEMORY
from web.kept_pages.texts import keep_text, leave_hole, text_in_keeping

# Stands in an address where the key of an event belongs.
ANY_EVENT = 2**62


class ChangeShape(NamedTuple):
    """All that the HTML of an entry depends on besides the values of its holes."""

    subject: str  # HTML; empty on the page of one step
    words: str
    meta: str
    back: str  # what the button says; empty where there is none
    has_link: bool
    has_title: bool  # of its link
    has_note: bool


class ChangeHoles(NamedTuple):
    """What only one entry has: nothing of it is kept."""

    key: int  # of the event
    place: str  # its id on the page
    moment: str
    clock: str
    seen: str
    address: str
    label: str  # of the link
    host: str
    note: str
    messages: SafeString


class ChangeHole(NamedTuple):
    place: int  # in ChangeHoles

    def fill(self, values) -> bytes:
        return str(conditional_escape(values[self.place])).encode()


def change_html(
    edition: Edition, entry: HistoryEntry, messages=(), has_subject: bool = True
) -> SafeString:
    """`messages`: those that are said now, of which some may belong to the entry."""
    event, link = entry.event, entry.event.link
    shape = ChangeShape(
        subject_html(edition, entry) if has_subject else "",
        str(change_words(entry)),
        meta_words(entry),
        back_words(entry),
        has_link=link is not None,
        has_title=bool(link and link.title),
        has_note=bool(event.note),
    )
    text = MEMORY.get_or_make(
        edition, shape, lambda: keep_text(edition, lambda: render_shape(shape))
    )
    said = [each for each in messages if each.extra_tags == entry.place]
    holes = ChangeHoles(
        event.pk,
        entry.place,
        entry.at.isoformat(),
        entry.clock,
        event.now,
        link.url if link else "",
        link.title or link.host if link else "",
        link.host if link else "",
        event.note or "",
        messages_html(entry.place, said) if said else SafeString(),
    )
    return SafeString(text.fill(holes).decode())


def render_shape(shape: ChangeShape) -> str:
    holes = {
        name: leave_hole(text_in_keeping(), ChangeHole(place))
        for place, name in enumerate(ChangeHoles._fields)
    }
    address = reverse("accounts:undo", args=[ANY_EVENT])
    undo = SafeString(address.replace(str(ANY_EVENT), holes["key"]))
    context = {**shape._asdict(), **holes, "undo": undo}
    return render_to_string("accounts/history/_change.html", context)


def subject_html(edition: Edition, entry: HistoryEntry) -> SafeString:
    """A link to what was changed."""
    context, name = {"entry": entry}, "accounts/history/_change_object.html"
    text = MEMORY.get_or_make(
        edition,
        ("subject of a change", *entry.subject_key),
        lambda: keep_text(edition, lambda: render_to_string(name, context)),
    )
    return SafeString(text.fill(None).decode())


def messages_html(place: str, messages) -> SafeString:
    context = {"place": place, "messages": messages}
    return render_to_string("_messages_here.html", context)
