"""The weeks of a plan as a calendar (RFC 5545): titles, days and public addresses, nothing else."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import CalendarEvent
from accounts.models.calendar_link import Entry
from accounts.plan.course_rows import hours_words
from accounts.plan.shown_plan import ShownPlan

CONTENT_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//careerpath//study plan//EN"
DAYS = timedelta(days=7)
DOMAIN = "careerpath"
FOLD_AT = 75  # octets


class FileEvent(NamedTuple):
    uid: str
    monday: date
    title: str
    address: str
    sequence: int
    changed_at: datetime
    is_cancelled: bool = False


def entries_of(plan: ShownPlan) -> list[Entry]:
    """One for each week and step, in the active language. The n-th week of a step keeps its name wherever it moves."""
    entries: list[Entry] = []
    count: dict[str, int] = {}
    for week in plan.weeks:
        for key, minutes in week.work:
            count[key] = count.get(key, 0) + 1
            step = plan.steps.get(key)
            words = _("%(hours)s: %(step)s") % {
                "hours": hours_words(minutes),
                "step": step.name if step else key,
            }
            address = f"{settings.SITE_URL}{step.get_absolute_url()}" if step else ""
            entries.append(Entry(f"{key} {count[key]}", week.monday, words, address))
    return entries


def kept_events(events: Iterable[CalendarEvent]) -> list[FileEvent]:
    return [
        FileEvent(
            event.uid,
            event.monday,
            event.title,
            event.address,
            event.sequence,
            event.changed_at,
            event.cancelled_at is not None,
        )
        for event in events
    ]


def events_of_plan(plan: ShownPlan) -> list[FileEvent]:
    """For a download: named by the question, so that the same file twice makes no event twice."""
    at = datetime.combine(plan.wishes.start, time(), UTC)
    return [
        FileEvent(
            sha256(f"{plan.wishes.query} {entry.item}".encode()).hexdigest()[:40],
            *entry[1:],
            sequence=0,
            changed_at=at,
        )
        for entry in entries_of(plan)
    ]


def calendar_file(events: Iterable[FileEvent]) -> bytes:
    """The library is heavy and imported where a calendar is asked for."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("My plan"))
    # Hints: Apple keeps to them, Outlook reads every three hours, Google up to once a day.
    calendar.add("refresh-interval;value=duration", "PT6H")
    calendar.add("x-published-ttl", "PT6H")
    head, end = calendar.to_ical().split(b"END:VCALENDAR")
    lines = (line for each in events for line in event_lines(each))
    return b"".join([head, *(folded(line) for line in lines), b"END:VCALENDAR", end])


def event_lines(event: FileEvent) -> list[str]:
    """Written out: the library takes three times as long for the properties of an event."""
    from icalendar import vText

    at = f"{event.changed_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return [
        "BEGIN:VEVENT",
        f"SUMMARY:{vText(event.title).to_ical().decode()}",
        f"DTSTART;VALUE=DATE:{event.monday:%Y%m%d}",
        f"DTEND;VALUE=DATE:{event.monday + DAYS:%Y%m%d}",
        f"DTSTAMP:{at}",
        f"UID:{event.uid}@{DOMAIN}",
        f"SEQUENCE:{event.sequence}",
        f"LAST-MODIFIED:{at}",
        f"STATUS:{'CANCELLED' if event.is_cancelled else 'CONFIRMED'}",
        "TRANSP:TRANSPARENT",
        *([f"URL:{event.address}"] if event.address else []),
        "END:VEVENT",
    ]


def folded(line: str) -> bytes:
    """A line with its end, folded between characters where it has more than 74 octets."""
    from icalendar.parser import Contentline

    octets = line.encode()
    if len(octets) >= FOLD_AT:
        octets = Contentline(line).to_ical()
    return octets + b"\r\n"
