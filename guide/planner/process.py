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
from guide.planner.choice import choose
from guide.planner.document import read_answer, request_document, write_json
from guide.planner.exchange import SECONDS as EXCHANGE_SECONDS
from guide.planner.exchange import Exchange
from guide.planner.request import PlanRequest
from guide.planner.solver import SECONDS

logger = logging.getLogger(__name__)
ROOT = Path(__file__).resolve().parent.parent.parent
WAIT_SECONDS = 1.0
# What the process may need beyond the solver's own limit before it is stopped.
PATIENCE = 0.5
START_SECONDS = 10.0


class Busy(Exception):
    """All cores were solving for as long as somebody waits."""


class Stopped(Exception):
    """The solver did not answer in time, or ended."""


class Solvers:
    """The processes of one server, by the number of their core."""

    def __init__(self, folder: Path, cores: int | None = None):
        self.folder = folder
        self.cores = cores or os.cpu_count() or 1
        self.running: dict[int, Solver] = {}
        self.guard = threading.Lock()

    def answer(self, request: PlanRequest, seconds: float = SECONDS) -> PlanAnswer:
        """A proved answer, or a good one where the machine is busy or the solver does not answer."""
        try:
            found = self.ask("answer", request, seconds)
        except (Busy, Stopped) as error:
            logger.warning("A plan was chosen without the solver: %r", error)
            return answer_without_solver(request)
        return read_answer(request, found)

    def exchange(
        self, request: PlanRequest, seconds: float = EXCHANGE_SECONDS
    ) -> Exchange | None:
        """None where the machine is busy or the solver does not answer."""
        try:
            found = self.ask("exchange", request, seconds)
        except (Busy, Stopped) as error:
            logger.warning("Money and hours were not compared: %r", error)
            return None
        points = [choose(request.asked, keys) for keys in found["points"]]
        return Exchange(tuple(points), found["is_whole"])

    def ask(self, what: str, request: PlanRequest, seconds: float) -> dict[str, Any]:
        question = {
            "what": what,
            "request": request_document(request),
            "seconds": seconds,
        }
        with self.core() as number:
            return self.solver(number).ask(write_json(question), seconds + PATIENCE)

    @contextmanager
    def core(self) -> Iterator[int]:
        """One of the machine's cores for solving, from when one is free. Raises Busy after a second."""
        ends = monotonic() + WAIT_SECONDS
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

    def ask(self, line: str, seconds: float) -> dict[str, Any]:
        fresh = self.process is None or self.process.poll() is not None
        if fresh:
            self.stop()
            self.process = start_process()
        try:
            answer = self.exchange_lines(line, seconds + START_SECONDS * fresh)
        except (OSError, Stopped) as error:
            self.stop()
            raise Stopped(str(error)) from error
        return json.loads(answer)

    def exchange_lines(self, line: str, seconds: float) -> bytes:
        process = self.process
        assert process is not None
        assert process.stdin
        assert process.stdout
        process.stdin.write(line.encode() + b"\n")
        process.stdin.flush()
        descriptor, ends, answer = process.stdout.fileno(), monotonic() + seconds, b""
        while not answer.endswith(b"\n"):
            left = ends - monotonic()
            if left <= 0 or not select.select([descriptor], [], [], left)[0]:
                raise Stopped(f"no answer after {seconds:.1f} s")
            more = os.read(descriptor, 1 << 16)
            if not more:
                raise Stopped("the solver's process ended")
            answer += more
        return answer

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None


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
        start_new_session=True,
    )
