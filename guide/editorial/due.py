"""Drafts that wait for a moment: when that is on the editor's clock, and what happens then."""

import logging
from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guide.editorial.drafts import publish_draft
from guide.editorial.keeping import keeping_revisions
from guide.editorial.permissions import check_planner
from guide.editorial.review import NOBODY, Kind, Person, note
from guide.models import Conflict, DraftNote, DueRun, Revision
from guide.models.refusal import kept_refusal
from guide.sync.run import take_load_lock

logger = logging.getLogger(__name__)

MOST_DAYS = 2 * 365
# publish_due runs each minute: by then somebody should hear that it does not.
LATE_AFTER = timedelta(minutes=10)
OF_LATE = timedelta(days=14)


class MomentTwice(ValidationError):
    """The clocks are set back over it: the form asks which of the two is meant."""


def moment_on_clock(typed: datetime, zone: ZoneInfo, which: str = "") -> datetime:
    """What a clock of the zone shows, as a moment. `which`: first or second, where the clocks are set back.

    Raises ValidationError, in words, where no clock shows it, where two moments do and nobody said which, where it
    is over, and where it is too far away.
    """
    check_year(typed, zone)
    first, second = (typed.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    names = {"time": f"{typed:%H:%M}", "day": f"{typed:%Y-%m-%d}", "zone": zone.key}
    if first.utcoffset() != second.utcoffset():
        if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != typed:
            words = _(
                "%(time)s does not exist on %(day)s in %(zone)s: the clocks are set forward over it. Choose a time "
                "before or after."
            )
            raise ValidationError(words % names)
        if which not in ("first", "second"):
            words = _(
                "%(time)s comes twice on %(day)s in %(zone)s, because the clocks are set back. Say below which one."
            )
            raise MomentTwice(words % names)
    moment = (second if which == "second" else first).astimezone(UTC)
    check_distance(moment, zone)
    return moment


def check_year(typed: datetime, zone: ZoneInfo):
    """Clocks reach no further than the years 1 and 9999, and zones may lead beyond."""
    this_year = timezone.now().year
    if not this_year - 1 <= typed.year <= this_year + 3:
        check_distance(
            typed.replace(year=max(2, min(typed.year, 9998)), day=1, tzinfo=zone), zone
        )


def check_distance(moment: datetime, zone: ZoneInfo):
    now = timezone.now()
    if moment <= now:
        words = _("That is over: it is %(now)s in %(zone)s. Choose a later time.")
        shown = {"now": f"{now.astimezone(zone):%Y-%m-%d %H:%M}", "zone": zone.key}
        raise ValidationError(words % shown)
    if moment > now + timedelta(days=MOST_DAYS):
        words = _("That is more than two years away. Choose an earlier time.")
        raise ValidationError(words)


def last_run() -> datetime | None:
    """When publish_due looked last; None where it never did."""
    return DueRun.objects.values_list("at", flat=True).first()


def check_runs():
    if last_run() is None:
        words = _(
            "Nothing is published at a time here yet: “manage.py publish_due” has never run. Whoever runs the site "
            "sets it up; docs/operations.md says how."
        )
        raise ValidationError(words)


def set_time(draft: Revision, moment: datetime, person: Person):
    check_runs()
    draft.publish_at = moment
    draft.save(update_fields=["publish_at"])
    note(draft, Kind.SCHEDULED, person, f"{moment:%Y-%m-%dT%H:%M}Z")


def take_time_back(draft: Revision, person: Person):
    if draft.publish_at:
        draft.publish_at = None
        draft.save(update_fields=["publish_at"])
        note(draft, Kind.UNSCHEDULED, person)


class Outcome(NamedTuple):
    """Of a draft whose time had come. `refused`: why it was not published, in words; empty where it was."""

    draft: Revision
    refused: str
    disputed: int = 0


def publish_due() -> Iterator[Outcome]:
    """Each draft in a transaction of its own; then it is noted that this ran.

    One that meets a fault waits for the next run, and the others do not wait for it.
    """
    fault = None
    due = Revision.objects.drafts().filter(publish_at__lte=timezone.now())
    for pk in list(due.order_by("publish_at", "pk").values_list("pk", flat=True)):
        try:
            if outcome := publish_at_its_time(pk):
                yield outcome
        except Exception as error:
            logger.exception("Draft %s was not published", pk)
            fault = error
    DueRun.objects.update_or_create(pk=1, defaults={"at": timezone.now()})
    if fault:
        raise fault


def publish_at_its_time(pk: int) -> Outcome | None:
    """None where another machine was faster, or somebody took the time back."""
    with transaction.atomic():
        take_load_lock()
        due = Revision.objects.drafts().filter(pk=pk, publish_at__lte=timezone.now())
        draft = due.select_for_update().first()
        if draft is None:
            return None
        planned = draft.notes.filter(kind=Kind.SCHEDULED).last()
        person = Person(planned.person, planned.by) if planned else NOBODY
        try:
            with (
                transaction.atomic(),
                keeping_revisions(person.name, person=person.number),
            ):
                check_planner(draft, person)
                disputed, _left = publish_draft(draft, person, is_due=True)
        except ValidationError as refused:
            return give_up(pk, refused)
        return Outcome(draft, "", len(disputed))


def give_up(pk: int, refused: ValidationError) -> Outcome:
    """It waits on, without a time, and its page says why."""
    draft = Revision.objects.get(pk=pk)
    draft.publish_at = None
    draft.save(update_fields=["publish_at"])
    note(draft, Kind.MISSED, NOBODY, kept_refusal(refused))
    return Outcome(draft, " ".join(refused.messages))


class DeskLines(NamedTuple):
    """What the first page of the admin says of drafts with a time."""

    last_run: datetime | None
    is_late: bool
    planned: int
    disputed: int  # fields of published drafts
    missed: list[DraftNote]


def desk_lines(kinds: Collection[str]) -> DeskLines:
    """Four queries. Drafts that were published or discarded since are not missed any more.

    `kinds`: the labels of those that the editor may look at.
    """
    at, now = last_run(), timezone.now()
    drafts = Revision.objects.drafts().of_kinds(kinds)
    disputed = Conflict.objects.open().exclude(origin="").of_kinds(kinds)
    missed = DraftNote.objects.filter(
        kind=Kind.MISSED, at__gt=now - OF_LATE, draft__in=drafts.filter(publish_at=None)
    )
    return DeskLines(
        last_run=at,
        is_late=at is not None and now - at > LATE_AFTER,
        planned=drafts.exclude(publish_at=None).count(),
        disputed=disputed.count(),
        missed=list(missed.select_related("draft").order_by("-pk")[:5]),
    )
