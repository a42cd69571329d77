"""Transactions for what learners change, and the queue of writers where the database has one writer at a time."""

import fcntl
import os
import time
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from threading import Event, Lock, Thread

from django.db import OperationalError, connections, transaction

QUEUE_SECONDS = 20  # seconds, as long as SQLite itself would wait
# No request waits that long. A change that was saved so much later than now was saved by a clock that ran ahead; it
# must not win over all other changes until that time has come.
CLOCK_TOLERANCE = timedelta(minutes=1)

TOO_LONG = "others have been saving for too long"


class FolderLock:
    """flock with a time limit. The system knows none, so where the lock is taken a thread of its own waits for it.

    One such thread a process: where nobody wants the lock any more when it comes, it gives it back. Only the thread
    that holds `writers` may ask. (Asking again and again without a wait is unfair: one process starves the other.)
    """

    def __init__(self) -> None:
        self.guard = Lock()
        self.granted = Event()
        self.folder = -1
        self.is_waiting = False
        self.is_wanted = False

    def acquire(self, path: Path, seconds: float) -> int | None:
        """The descriptor that holds the lock until it is closed; None where it did not come in time."""
        with self.guard:
            self.is_wanted = True
            if not self.is_waiting:
                folder = os.open(path, os.O_RDONLY)
                with suppress(BlockingIOError):
                    fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    return folder
                self.is_waiting = True
                self.granted.clear()
                Thread(target=self.wait, args=(folder,), daemon=True).start()
        self.granted.wait(max(0, seconds))
        with self.guard:
            self.is_wanted = False
            return self.folder if self.granted.is_set() else None

    def wait(self, folder: int) -> None:
        fcntl.flock(folder, fcntl.LOCK_EX)
        with self.guard:
            self.is_waiting = False
            if self.is_wanted:
                self.folder = folder
                self.granted.set()
            else:
                os.close(folder)


folder_lock = FolderLock()
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
    deadline = time.monotonic() + QUEUE_SECONDS
    if not writers.acquire(timeout=QUEUE_SECONDS):
        raise OperationalError(TOO_LONG)
    try:
        path = Path(connection.settings_dict["NAME"]).parent
        folder = folder_lock.acquire(path, deadline - time.monotonic())
        if folder is None:
            raise OperationalError(TOO_LONG)
        try:
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
