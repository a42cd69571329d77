"""The lock that all writers of content take: forms of editors, loads, and a rebuild of search."""

from django.db import connection

NUMBER = 5_171_402_031  # of PostgreSQL's advisory locks, for nothing else


def lock_content(longest: str = ""):
    """Until the transaction ends. On SQLite the transaction itself is that lock: it began as a writer.

    `longest`, such as “20s”: after so long without it, OperationalError; else it is waited for however long it takes.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        if longest:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [longest])
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [NUMBER])
