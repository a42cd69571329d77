#!/usr/bin/env python
"""Django's command-line utility for administrative tasks."""

import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careerpath.settings")
    from django.core.management import execute_from_command_line  # after the settings are named
    from django.db import OperationalError

    try:
        execute_from_command_line(sys.argv)
    except OperationalError as error:
        sys.exit(
            f"The database cannot be used: {str(error).strip()}.\n"
            "Check that it runs, that DATABASE_URL or VAR_DIR is right and writable, and that the disk has room."
        )


if __name__ == "__main__":
    main()
