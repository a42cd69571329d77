"""The solver in processes of its own, one for each core at most, that can be stopped: HiGHS may overrun any limit.

The cores are shared by all servers on the machine: whoever solves holds one of as many locked files in a folder. A
process is started when it is first needed, lives on for the next question, and ends with the server that started it.
"""

import fcntl
import json
import logging
import os
import select
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from guide.planner.answer import PlanAnswer, answer_without_solver
from guide.planner.document import (
    read_answer,
    read_exchange,
    request_text,
)
from guide.planner.exchange import SECONDS as EXCHANGE_SECONDS
from guide.planner.exchange import Exchange
from guide.planner.request import PlanRequest
from guide.planner.solver import SECONDS

logger = logging.getLogger(__name__)
ROOT = Path(__file__).resolve().parent.parent.parent
# How long anybody waits for a core, and for a process that is starting.
WAIT_SECONDS = 1.0
# What the process may need beyond the solver's own limit before it is stopped.
PATIENCE = 0.5
# All that one question may take.
WITHIN = 2.5
READY = b"ready\n"


class Busy(Exception):
    """All cores were solving, or a process was still starting, for as long as somebody waits."""


class Stopped(Exception):
    """The solver did not answer in time, or ended."""


class NotYet(Stopped):
    """There was no line in time."""


class Solvers:
    """The processes of one server, by the number of their core."""

    def __init__(self, folder: Path, cores: int | None = None):
        self.folder = folder
        self.cores = cores or os.cpu_count() or 1
        self.running: dict[int, Solver] = {}
        self.guard = threading.Lock()

    def answer(
        self,
        request: PlanRequest,
        seconds: float = SECONDS,
        within: float = WITHIN,
        wait: float = WAIT_SECONDS,
    ) -> PlanAnswer:
        """A proved answer, or a good one where the machine is busy or the solver does not answer."""
        try:
            found = self.ask("answer", request, seconds, within, wait)
        except (Busy, Stopped) as error:
            logger.warning("A plan was chosen without the solver: %r", error)
            return answer_without_solver(request, is_busy=isinstance(error, Busy))
        return read_answer(request, found)

    def exchange(
        self,
        request: PlanRequest,
        seconds: float = EXCHANGE_SECONDS,
        within: float = WITHIN,
        wait: float = WAIT_SECONDS,
    ) -> Exchange | None:
        """None where the machine is busy or the solver does not answer."""
        try:
            found = self.ask("exchange", request, seconds, within, wait)
        except (Busy, Stopped) as error:
            logger.warning("Money and hours were not compared: %r", error)
            return None
        return read_exchange(request, found)

    def ask(
        self,
        what: str,
        request: PlanRequest,
        seconds: float,
        within: float,
        wait: float,
    ) -> dict[str, Any]:
        ends = monotonic() + within
        wait_ends = monotonic() + min(wait, within)
        with self.core(wait_ends) as number:
            solver = self.solver(number)
            solver.make_ready(wait_ends)
            left = min(seconds, ends - monotonic() - PATIENCE)
            if left <= 0:
                raise Busy
            rest = f'"seconds": {left}, "request": {request_text(request)}'
            return solver.ask(f'{{"what": "{what}", {rest}}}', left + PATIENCE)

    @contextmanager
    def core(self, ends: float) -> Iterator[int]:
        """One of the machine's cores for solving, from when one is free. Raises Busy where none is until then."""
        self.folder.mkdir(parents=True, exist_ok=True)
        while True:
            for number in range(self.cores):
                descriptor = lock_file(self.folder / f"solver-{number}.lock")
                if descriptor is not None:
                    try:
                        yield number
                    finally:
                        os.close(descriptor)
                    return
            if monotonic() > ends:
                raise Busy
            sleep(0.02)

    def solver(self, number: int) -> "Solver":
        with self.guard:
            if number not in self.running:
                self.running[number] = Solver()
            return self.running[number]

    def close(self) -> None:
        with self.guard:
            for solver in self.running.values():
                solver.stop()
            self.running.clear()


def lock_file(path: Path) -> int | None:
    """The descriptor of a file that is locked now; None where another one holds it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


class Solver:
    """One process. Whoever asks holds its core, so that one asks at a time."""

    def __init__(self) -> None:
        self.process: subprocess.Popen | None = None
        self.is_ready = False

    def make_ready(self, ends: float) -> None:
        """Raises Busy where the process is still starting then: it goes on, and the next one finds it ready."""
        if self.process is None or self.process.poll() is not None:
            self.stop()
            self.process = start_process()
        if not self.is_ready:
            try:
                self.is_ready = self.read_line(ends) == READY
            except NotYet as error:
                raise Busy from error
            except Stopped:
                self.stop()
                raise

    def ask(self, line: str, seconds: float) -> dict[str, Any]:
        """Of a process that is ready."""
        try:
            answer = self.exchange_lines(line, seconds)
        except (OSError, Stopped) as error:
            self.stop()
            raise Stopped(str(error)) from error
        return json.loads(answer)

    def exchange_lines(self, line: str, seconds: float) -> bytes:
        process = self.process
        assert process is not None
        assert process.stdin
        process.stdin.write(line.encode() + b"\n")
        process.stdin.flush()
        return self.read_line(monotonic() + seconds)

    def read_line(self, ends: float) -> bytes:
        """Raises NotYet where it does not come until then."""
        process = self.process
        assert process is not None
        assert process.stdout
        descriptor, line = process.stdout.fileno(), b""
        while not line.endswith(b"\n"):
            left = ends - monotonic()
            if left <= 0 or not select.select([descriptor], [], [], left)[0]:
                raise NotYet("no answer in time")
            more = os.read(descriptor, 1 << 16)
            if not more:
                raise Stopped("the solver's process ended")
            line += more
        return line

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None
        self.is_ready = False


def start_process() -> subprocess.Popen:
    command = [sys.executable, "-m", "guide.planner.worker"]
    # Of the environment nothing is needed, and no secret should be there.
    environment = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(  # noqa: S603  our own words
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        # The Ctrl+C of a terminal is not for it. Linux shares out the cores by sessions: in one of its own it would get
        # as much as the server, however nice it is.
        process_group=0,
    )
