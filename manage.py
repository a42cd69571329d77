#!/usr/bin/env python
"""Django's command-line utility for administrative tasks."""

import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careerpath.settings")
    from django.conf import settings  # after the settings are named
    from django.core.management import execute_from_command_line
    from django.db import OperationalError, ProgrammingError

    # A command needs one connection, and the pool would wait ten seconds and then hide why there is none.
    settings.DATABASES["default"].get("OPTIONS", {}).pop("pool", None)
    try:
        execute_from_command_line(sys.argv)
    except (OperationalError, ProgrammingError) as error:
        sys.exit(in_words(error))


def in_words(error):
    """What an operator can do about it. A table that is missing though all migrations are applied is our own fault."""
    from django.db import ProgrammingError

    from web.pending_migrations import pending_migrations

    if isinstance(error, ProgrammingError) or str(error).startswith("no such "):
        if not pending_migrations():
            raise error
        return "The database is not ready. Run “manage.py prepare” first."
    return (
        f"The database cannot be used: {' '.join(str(error).split())}\n"
        "Check that it runs, that DATABASE_URL or VAR_DIR is right and writable, and that the disk has room."
    )


if __name__ == "__main__":
    main()
