"""Only one machine and one process prepares a database at a time; the others wait, and find it ready."""

import fcntl
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

LOCK = 7_276_301_514  # of PostgreSQL's advisory locks, for nothing else
WAITING = "The database is being prepared by somebody else; waiting for the end …"


@contextmanager
def prepare_turn(say):
    with postgres_turn(say) if connection.vendor == "postgresql" else file_turn(say):
        yield


@contextmanager
def postgres_turn(say):
    """The lock belongs to the connection, so that it ends with a machine that dies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            say(WAITING)
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            yield
        finally:
            if connection.is_usable():
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


@contextmanager
def file_turn(say):
    with (settings.VAR_DIR / "prepare.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(WAITING)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
