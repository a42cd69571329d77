"""The command beside the server of local mode: each minute, never twice at once, and it ends with the server."""

import subprocess
import sys
from argparse import Namespace

import pytest

from operations.serving import __main__ as serving
from operations.serving.minutely import Minutely

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
def started(monkeypatch):
    """How often a command was started."""
    commands = []
    start = subprocess.Popen

    def note(command, **options):
        commands.append(command)
        return start(command, **options)

    monkeypatch.setattr(subprocess, "Popen", note)
    return commands


def at(*times):
    """A clock that shows one after the other."""
    return iter(times).__next__


def test_it_runs_at_once_and_again_when_a_minute_of_the_clock_begins(started):
    beside = Minutely(["true"], clock=at(90.0, 119.9, 120.0, 121.0, 60.0))
    begun = []

    for _tick in range(5):
        beside.tick()
        beside.process.wait()
        begun.append(len(started))

    assert begun == [1, 1, 2, 2, 3]  # at last the clock was set back
    beside.end()


def test_a_slow_one_is_not_started_twice_and_ends_with_the_server(started):
    beside = Minutely(SLEEP, clock=at(0.0, 60.0))

    beside.tick()
    beside.tick()
    process = beside.process
    beside.end()

    assert started == [SLEEP]
    assert process.poll() is not None


@pytest.mark.parametrize("is_local", [True, False])
def test_only_the_server_of_local_mode_publishes_by_itself(is_local):
    beside = serving.beside_server(Namespace(local=is_local))

    assert (beside and beside.command[1:]) == (
        ["manage.py", "publish_due"] if is_local else None
    )
