"""What a load balancer or a monitor asks."""

import logging
import tempfile
from contextlib import contextmanager
from pathlib import Path

from django.db import DatabaseError, InterfaceError, connection, transaction
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from web.access import for_everyone
from web.database_errors import AWAY, explain_database_error
from web.pending_migrations import pending_migrations

logger = logging.getLogger(__name__)

WRITE_SECONDS = 2  # how long the probe waits for its turn to write
PROBE_BYTES = 64 * 1024
# Changes nothing, and is taken back.
PROBE = "UPDATE django_migrations SET name = name WHERE id IN (SELECT min(id) FROM django_migrations)"


@for_everyone
@require_safe
def healthz(request):
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@for_everyone
@require_safe
def readyz(request):
    """The process can read and write its database, and finds the tables there that it knows."""
    if reason := why_not_ready():
        logger.warning("Not ready: %s", reason)
    return HttpResponse(
        f"{reason or 'ready'}\n",
        status=503 if reason else 200,
        content_type="text/plain",
    )


def why_not_ready() -> str:
    try:
        if pending_migrations():
            return "migrations are pending: run manage.py prepare"
        with quick_turn(connection):
            try_to_write()
        fill_a_little_space(connection)
    except (DatabaseError, InterfaceError) as error:
        return (explain_database_error(error) or AWAY).cause
    except OSError as error:
        return f"nothing can be written beside the database: {error.strerror}"
    return ""


def try_to_write():
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SET LOCAL lock_timeout = '{WRITE_SECONDS}s'")
            cursor.execute(f"SET LOCAL statement_timeout = '{WRITE_SECONDS}s'")
        cursor.execute(PROBE)
        transaction.set_rollback(True)


@contextmanager
def quick_turn(connection):
    """On SQLite a writer waits long for its turn: not the probe."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    usual = connection.settings_dict["OPTIONS"].get("timeout", 5)
    try:
        set_patience(connection, WRITE_SECONDS)
        yield
    finally:
        set_patience(connection, usual)


def set_patience(connection, seconds):
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {seconds * 1000}")


def fill_a_little_space(connection):
    """SQLite notices a full disk only when a transaction ends: a small file beside it, gone at once, notices before."""
    if connection.vendor == "sqlite" and not connection.is_in_memory_db():
        folder = Path(connection.settings_dict["NAME"]).parent
        with tempfile.TemporaryFile(dir=folder, buffering=0) as file:
            file.write(bytes(PROBE_BYTES))
