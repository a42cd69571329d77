"""Settings and commands in the process of the tests: a process of their own costs a second before it does anything.

A few tests of each kind do start a process: they show that what is said here is what an operator sees.
"""

import io
import os
import runpy
import sys
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import OperationalError, ProgrammingError, connections

import careerpath.environment
from manage import in_words

ROOT = Path(__file__).resolve().parent.parent


def load_settings(environment):
    """The settings module as a process with this environment, and nothing else in it, reads it."""
    known = careerpath.environment  # remembers what it found: it is imported anew
    del careerpath.environment
    try:
        with patch.dict(os.environ, environment, clear=True), patch.dict(sys.modules):
            del sys.modules["careerpath.environment"]
            return SimpleNamespace(
                **runpy.run_path(str(ROOT / "careerpath" / "settings.py"))
            )
    finally:
        careerpath.environment = known


@contextmanager
def database_of(environment):
    """Django works with the database of another environment, as manage.py would."""
    loaded = load_settings(environment)
    options = loaded.DATABASES["default"]
    options.get("OPTIONS", {}).pop("pool", None)
    usual = connections["default"]
    with (
        patch.dict(settings.DATABASES, default=options),
        patch.dict(
            connections.settings, connections.configure_settings({"default": options})
        ),
        patch.object(settings, "VAR_DIR", loaded.VAR_DIR),
    ):
        connections["default"] = connections.create_connection("default")
        ContentType.objects.clear_cache()
        try:
            yield
        finally:
            connections["default"].close()
            connections["default"] = usual
            ContentType.objects.clear_cache()


def end_of_command(environment, blocker, *arguments):
    """Exit code, output and errors of a command."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    with blocker.unblock(), database_of(environment), redirect_stdout(out):
        try:
            call_command(*map(str, arguments), stdout=out, stderr=err)
        except SystemExit as end:
            code = end.code
        except CommandError as error:
            code = error.returncode
            err.write(f"CommandError: {error}\n")
        except (OperationalError, ProgrammingError) as error:
            code = 1
            err.write(f"{in_words(error)}\n")
    return code, out.getvalue(), err.getvalue()
