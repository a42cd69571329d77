"""Transactions for what learners change, and the queue of writers where the database has one writer at a time."""

import fcntl
import os
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Lock

from django.db import OperationalError, connections, transaction

QUEUE_SECONDS = 20  # seconds, as long as SQLite itself would wait
# No request waits that long. A change that was saved so much later than now was saved by a clock that ran ahead; it
# must not win over all other changes until that time has come.
CLOCK_TOLERANCE = timedelta(minutes=1)

writers = Lock()


@contextmanager
def writer_queue(connection):
    """On SQLite: wait for the turn to write. Raises OperationalError after QUEUE_SECONDS; elsewhere it does nothing.

    SQLite has one writer at a time, and those who wait only try again and again, so that among many some never get a
    turn. Here the threads of a process queue first, and then the processes, by a lock on the folder of the database:
    it makes no file, and the system releases it when a process dies. Writers that do not queue still work, and may
    wait longer. Inside a transaction the turn is taken already, and waiting for it would be a deadlock.
    """
    if (
        connection.vendor != "sqlite"
        or connection.in_atomic_block
        or connection.is_in_memory_db()
    ):
        yield
        return
    if not writers.acquire(timeout=QUEUE_SECONDS):
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
def atomic_write(using, savepoint=True):
    """A transaction for a change and its events. Without a savepoint it belongs to the transaction around it."""
    with (
        writer_queue(connections[using]),
        transaction.atomic(using=using, savepoint=savepoint),
    ):
        yield


def lock_learner(user):
    """Lock the row of the learner until the transaction ends, where saved rows decide what is written."""
    user._meta.model.objects.select_related(None).select_for_update(no_key=True).get(
        pk=user.pk
    )
