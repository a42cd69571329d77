"""The command beside the server of local mode: each minute, never twice at once, and it ends with the server."""

import subprocess
import sys
import time
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


def test_it_runs_at_once_and_again_when_the_time_is_over(started):
    beside = Minutely(["true"], seconds=0.2)

    beside.tick()
    beside.tick()
    assert started == [["true"]]
    beside.process.wait()
    time.sleep(0.25)
    beside.tick()

    assert started == [["true"], ["true"]]
    beside.end()


def test_a_slow_one_is_not_started_twice_and_ends_with_the_server(started):
    beside = Minutely(SLEEP, seconds=0)

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
