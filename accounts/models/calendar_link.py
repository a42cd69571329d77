"""The address under which a learner's calendar is read by other programs, and what it says."""

import secrets
from collections.abc import Iterable
from datetime import date, timedelta
from hashlib import sha256
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.write_lock import atomic_write, lock_learner
from web.tokens import hash_of_asked, new_token, token_hash

CANCELLED_FOR = timedelta(days=30)
MOST_EVENTS = 4000


class Entry(NamedTuple):
    """What one week has of one step. `item` names it for good, whenever it is."""

    item: str
    monday: date
    title: str
    address: str


class CalendarLinkQuerySet(models.QuerySet):
    def of_token(self, token):
        """None for an unknown and for a withdrawn one alike; one query."""
        hashed = hash_of_asked(token)
        return self.filter(token_hash=hashed).first() if hashed else None

    def renew(self, user, language) -> str:
        """A new token, shown this once. The one before is gone at once; events keep their names."""
        token = new_token()
        with atomic_write(self.db):
            lock_learner(user)
            self.update_or_create(
                user=user,
                defaults={"token_hash": token_hash(token), "language": language},
                create_defaults={
                    "token_hash": token_hash(token),
                    "language": language,
                    "key": secrets.token_hex(16),
                    "changed_at": timezone.now(),
                },
            )
        return token

    def withdraw(self, user) -> bool:
        """The address answers nothing any more, from the next request on; events stay for the next one."""
        with atomic_write(self.db):
            return bool(
                self.filter(user=user).exclude(token_hash=None).update(token_hash=None)
            )


class CalendarLink(models.Model):
    """The token of a learner's calendar, hashed; without one it is withdrawn."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        primary_key=True,
        related_name="+",
    )
    # Unique among those that there are.
    token_hash = models.CharField(  # noqa: DJ001
        max_length=64, unique=True, null=True, editable=False
    )
    # From which the names of the events are made.
    key = models.CharField(max_length=32, editable=False)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES
    )
    # Rises with every change of an event, and is part of the ETag.
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(_("changed at"))

    objects = CalendarLinkQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = (
            _("calendar address"),
            _("calendar addresses"),
        )

    def __str__(self):
        return str(self.user_id)  # never the token

    def follow(self, entries: Iterable[Entry], at=None) -> None:
        """Make the events say what the plan says. What did not change stays as it is, to the byte."""
        at = at or timezone.now()
        wanted = {self.uid(entry.item): entry for entry in list(entries)[:MOST_EVENTS]}
        with atomic_write(CalendarEvent.objects.db):
            CalendarEvent.objects.filter(user=self.user_id).outdated(at).delete()
            known = {e.uid: e for e in CalendarEvent.objects.filter(user=self.user_id)}
            changed = [e for uid, e in known.items() if e.say(wanted.get(uid), at)]
            added = [
                CalendarEvent(user_id=self.user_id, uid=uid, changed_at=at)
                for uid in wanted
                if uid not in known
            ]
            for event in added:
                event.set_words(wanted[event.uid])
            CalendarEvent.objects.bulk_update(changed, CalendarEvent.CHANGING, 200)
            CalendarEvent.objects.bulk_create(added, 200)
            if changed or added:
                self.revision += 1
                self.changed_at = at
                self.save(update_fields=["revision", "changed_at"])

    def uid(self, item: str) -> str:
        return sha256(f"{self.key} {item}".encode()).hexdigest()[:40]


class CalendarEventQuerySet(models.QuerySet):
    def outdated(self, at):
        """Cancelled so long ago that every calendar has heard of it."""
        return self.filter(cancelled_at__lte=at - CANCELLED_FOR)

    def shown(self, user, at):
        return (
            self.filter(user=user)
            .exclude(cancelled_at__lte=at - CANCELLED_FOR)
            .order_by("monday", "uid")
        )


class CalendarEvent(models.Model):
    """An all-day event: a week's work on a step. Its sequence rises when day or title change, and only then."""

    CHANGING = ("monday", "title", "address", "sequence", "changed_at", "cancelled_at")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    uid = models.CharField(max_length=40)
    monday = models.DateField(_("week from Monday"))
    title = models.CharField(_("title"), max_length=300)
    address = models.CharField(_("address"), max_length=500)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(_("changed at"))
    cancelled_at = models.DateTimeField(_("canceled at"), null=True)

    objects = CalendarEventQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("calendar event"), _("calendar events")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "uid"], name="calendar_event_uid_once"
            )
        ]

    def __str__(self):
        return f"{self.user_id}: {self.monday}"

    def say(self, entry: Entry | None, at) -> bool:
        """Take over what the plan says, or be cancelled. Whether that changed anything."""
        if entry is None:
            if self.cancelled_at:
                return False
            self.cancelled_at = at
        elif self.cancelled_at is None and self.words == entry[1:]:
            return False
        else:
            self.set_words(entry)
            self.cancelled_at = None
        self.sequence += 1
        self.changed_at = at
        return True

    @property
    def words(self) -> tuple:
        return self.monday, self.title, self.address

    def set_words(self, entry: Entry) -> None:
        _item, self.monday, self.title, self.address = entry
