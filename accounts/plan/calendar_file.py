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
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("My plan"))
    # Hints: Apple keeps to them, Outlook reads every three hours, Google up to once a day.
    calendar.add("refresh-interval;value=duration", "PT6H")
    calendar.add("x-published-ttl", "PT6H")
    for each in events:
        event = Event()
        event.add("uid", f"{each.uid}@{DOMAIN}")
        event.add("dtstamp", each.changed_at)
        event.add("last-modified", each.changed_at)
        event.add("sequence", each.sequence)
        event.add("dtstart", each.monday)
        event.add("dtend", each.monday + DAYS)
        event.add("summary", each.title)
        event.add("status", "CANCELLED" if each.is_cancelled else "CONFIRMED")
        event.add("transp", "TRANSPARENT")
        if each.address:
            event.add("url", each.address)
        calendar.add_component(event)
    return calendar.to_ical()
