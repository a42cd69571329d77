"""When a learner studied: the days with a change of theirs, and the hours that they logged. One query for both."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import CharField, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from accounts.history.logged_hours import LoggedHours, first_monday
from accounts.history.study_days import (
    StudyDays,
    first_day,
    start_of_day,
    study_days_of,
)
from accounts.journal.kinds.hours import HOURS
from accounts.models import By, ProgressEvent, StepHours
from accounts.models.user import zone_named
from web.prepared_rows import PreparedRows

TOTAL, ADDED, PRESSED = "total", "added", "pressed"


class StudyLog(NamedTuple):
    days: StudyDays
    hours: LoggedHours


def study_log(user) -> StudyLog:
    """One query. Hours that were taken back again do not count."""
    zone = zone_named(user.time_zone)
    today = timezone.localdate(timezone=zone)
    found: dict[str, list[tuple[str, str]]] = {TOTAL: [], ADDED: [], PRESSED: []}
    for what, at, amount in log_rows(user, today, zone):
        found[what].append((at, amount))
    minutes = sum(int(amount) for _at, amount in found[TOTAL])
    return StudyLog(
        study_days_of([at for at, _amount in found[PRESSED]], today, zone),
        LoggedHours(minutes, minutes_by_day(found[ADDED], zone), today),
    )


def log_rows(user, today: date, zone: ZoneInfo) -> list[tuple]:
    """What a row is, when it was, and the amount: minutes in all, or those before and after an addition."""
    times = (first_monday(today), first_day(today), today + timedelta(days=1))
    return LOG_ROWS.rows(user.pk, *(start_of_day(day, zone) for day in times))


def log_columns(user: int, added_since, pressed_since, pressed_before):
    totals = StepHours.objects.for_user(user).order_by()
    added = HOURS.additions(user).filter(at__gte=added_since)
    pressed = ProgressEvent.objects.for_user(user).filter(
        by=By.PRESS, at__gte=pressed_since, at__lt=pressed_before
    )
    empty, moment = Value("", TextField()), Cast("at", TextField())
    change = Concat("before", Value(" "), "after", output_field=TextField())
    return labelled(totals, TOTAL, empty, Cast("minutes", TextField())).union(
        labelled(added, ADDED, moment, change),
        labelled(pressed, PRESSED, moment, empty),
        all=True,
    )


LOG_ROWS = PreparedRows(log_columns, int, datetime, datetime, datetime)


def labelled(rows, what: str, at, amount):
    return rows.order_by().values_list(Value(what, CharField()), at, amount)


def minutes_by_day(
    additions: Iterable[tuple[str, str]], zone: ZoneInfo
) -> dict[date, int]:
    days: dict[date, int] = {}
    for at, amount in additions:
        before, after = map(int, amount.split())
        moment = datetime.fromisoformat(at)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        day = timezone.localdate(moment, zone)
        days[day] = days.get(day, 0) + after - before
    return days
