"""The version of all content together, which is a part of every cache key."""

import time
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import count
from typing import NamedTuple

from django.conf import settings
from django.db import DatabaseError, connection, models, transaction

PREVIEWS = count(1)


class Preview(NamedTuple):
    number: int
    results: dict


class ContentVersion(models.Model):
    """One row. Its number is raised in the transaction of every content change and keys every cache."""

    number = models.PositiveBigIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pk=1), name="content_version_is_one_row"
            )
        ]

    _preview: ContextVar[Preview | None] = ContextVar("preview", default=None)
    _known = (0.0, 0)  # until when by the monotonic clock, and the number

    def __str__(self):
        return str(self.number)

    @classmethod
    def bump(cls, once=False):
        """Raise the number, in the caller's transaction if there is one. With `once`, at most once in a transaction."""
        # Django has no public list of what waits for the commit, and a mark of ours would outlive a rollback.
        if once and any(
            after == cls.expire_current
            for _sids, after, _robust in connection.run_on_commit
        ):
            return
        with connection.cursor() as cursor:  # plain SQL for speed: every save runs it
            cursor.execute(
                "UPDATE guide_contentversion SET number = number + 1 WHERE id = 1"
            )
            missing = not cursor.rowcount
        if missing:
            cls.objects.get_or_create(pk=1)
        transaction.on_commit(cls.expire_current)

    @classmethod
    def expire_current(cls):
        cls._known = (0.0, cls._known[1])

    @classmethod
    @contextmanager
    def previewing(cls):
        """Content that will be taken back has a number of its own, below all others: nothing is kept under it."""
        token = cls._preview.set(Preview(-next(PREVIEWS), {}))
        try:
            yield
        finally:
            cls._preview.reset(token)

    @classmethod
    def previewed_results(cls):
        """Where results may be kept as long as the preview lasts; None outside of one."""
        preview = cls._preview.get()
        return None if preview is None else preview.results

    @classmethod
    def known(cls):
        """The number, where nobody needs to look into the database for it; else None."""
        if (preview := cls._preview.get()) is not None:
            return preview.number
        known_until, number = cls._known
        return number if time.monotonic() < known_until else None

    @classmethod
    def current(cls):
        """The number, read at most every CONTENT_VERSION_SECONDS; the last known one while the database is away."""
        if (known := cls.known()) is not None:
            return known
        known_until, number = cls._known
        if (
            known_until
        ):  # others go on with the last one while we look, which may take long
            cls.believe(number)
        try:
            number = (
                cls.objects.values_list("number", flat=True).filter(pk=1).first() or 0
            )
        except DatabaseError:
            if not number:
                raise
        cls.believe(number)
        return number

    @classmethod
    def believe(cls, number):
        cls._known = (time.monotonic() + settings.CONTENT_VERSION_SECONDS, number)
