"""Whose turn it is to save, where the database has one writer at a time."""

import fcntl
import os
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Lock

from django.db import OperationalError, connections, transaction

PATIENCE = 20  # seconds, as long as SQLite itself would wait
# Nobody waits that long. What was saved so much later than now was saved by a clock that ran ahead: it must not hold
# against all that is said until that time has come.
AHEAD = timedelta(minutes=1)

writers = Lock()


@contextmanager
def in_turn(connection):
    """Where SQLite waits for its one writer it asks again and again, and among many some never get a turn.

    So the threads of a process queue here first, and then the processes, by a lock on the folder of the database:
    it makes no file, and the system takes it from a process that dies. Who does not queue is merely less lucky.
    Inside a transaction the turn is taken already: who waits there for a thread that waits for it would stop both.
    """
    if (
        connection.vendor != "sqlite"
        or connection.in_atomic_block
        or connection.is_in_memory_db()
    ):
        yield
        return
    if not writers.acquire(timeout=PATIENCE):
        raise OperationalError("others have been saving for too long")
    try:
        folder = os.open(Path(connection.settings_dict["NAME"]).parent, os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            yield
        finally:
            os.close(folder)
    finally:
        writers.release()


@contextmanager
def whole(using, savepoint=True):
    """A change and its events, whole or not at all. Without a savepoint it belongs to the transaction around it."""
    with (
        in_turn(connections[using]),
        transaction.atomic(using=using, savepoint=savepoint),
    ):
        yield


def in_line(user):
    """One write at a time for a learner, where what is there decides what is written."""
    user._meta.model.objects.select_related(None).select_for_update(no_key=True).get(
        pk=user.pk
    )
