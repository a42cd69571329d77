"""Writers of one process take turns where the database has one writer."""

from contextlib import contextmanager, nullcontext
from threading import Lock

from django.db import connections, transaction

writers = Lock()


def in_turn(connection):
    """Where SQLite waits for its one writer it asks again and again, and among many threads some never get a turn.

    So the threads of a process queue here first. Inside a transaction the turn is taken already: to wait for a thread
    that waits for that transaction would stop both.
    """
    waits = connection.vendor == "sqlite" and not connection.in_atomic_block
    return writers if waits else nullcontext()


@contextmanager
def whole(using, savepoint=True):
    """A change and its events, whole or not at all. Without a savepoint it belongs to the transaction around it."""
    with in_turn(connections[using]), transaction.atomic(using=using, savepoint=savepoint):
        yield
