"""How long the database may let a page wait. Commands have no such limit: a load or a backup takes what it takes."""

from careerpath.connection_urls import POSTGRES

# As long as SQLite lets a writer wait. What DATABASE_URL says comes later and wins.
LIMITS = "-c lock_timeout=20s -c statement_timeout=30s"


def limit_waiting(database: dict):
    """Of an entry of DATABASES, before its first connection."""
    if database["ENGINE"] == POSTGRES:
        options = database.setdefault("OPTIONS", {})
        options["options"] = f"{LIMITS} {options.get('options', '')}".strip()
