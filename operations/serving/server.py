"""Granian with a listener of ours, an end that cuts no request, and a reload that loses none.

Granian alone binds each worker to the port by itself (a second server shares it silently), lets workers hear the
Ctrl+C of a terminal, forgets a TERM that comes while they start, and waits for ever for those that do not end.
"""

import mmap
import os
import resource
import signal
import sys
import time
from functools import partial

from granian._granian import SocketHolder
from granian._internal import load_target
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import logger
from granian.server.mp import MPServer

from operations.serving.limits import (
    DRAIN_SECONDS,
    FINISH_SECONDS,
    HEAD_SECONDS,
    LONGEST_SETTLE_SECONDS,
    MOST_CONNECTIONS,
    OWN_FILES,
    SETTLE_SECONDS,
    START_SECONDS,
    SWITCH_SECONDS,
)
from operations.serving.listener import BACKLOG, Listener
from operations.serving.minutely import Minutely

SET_DEATH_SIGNAL = 1  # of prctl


class Server(MPServer):
    def __init__(
        self,
        application: str,
        listener: Listener,
        *,
        reloads: bool,
        beside: Minutely | None = None,
        **options,
    ):
        super().__init__(
            application,
            interface=Interfaces.RSGI,
            websockets=False,
            backpressure=allow_connections(),
            http1_settings=HTTP1Settings(header_read_timeout=HEAD_SECONDS * 1000),
            workers_kill_timeout=FINISH_SECONDS,
            **options,
        )
        self.listener = listener
        self.reloads = reloads
        self.beside = beside
        self.retired, self.retire_until = [], 0.0

    # What granian calls

    def _init_shared_socket(self):
        self._ssp = self._sso = None
        self._shd = SocketHolder(self.listener.fileno(), False, BACKLOG)

    def _spawn_worker(self, idx, target, callback_loader):
        notes = Notes()
        load = partial(load_in_worker, self.target, notes, os.getpid())
        worker = super()._spawn_worker(idx, target, load)
        worker.notes = notes
        return worker

    def signal_handler_reload(self, *args):
        """In a terminal that is closed the same signal means the end."""
        if not self.reloads:
            self.interrupt_signal = True
        self.reload_signal = True

    def _serve_loop(self, spawn_target, target_loader):
        """Look around ten times a second: an event could be missed between two signals."""
        while not self.interrupt_signal and any(map(is_loading, self.wrks)):
            if self.interrupt_children:  # refused by its settings, in words
                return
            if any(worker.notes.is_ready for worker in self.wrks):
                break
            time.sleep(0.05)
        self.listener.open_door()
        while not self.interrupt_signal:
            if self.interrupt_children and not self.replace_dead(spawn_target):
                return
            if self.reload_signal:
                self.reload_signal = False
                self.reload_workers(spawn_target)
            self.bury_retired()
            if self.beside:
                self.beside.tick()
            time.sleep(0.1)

    def shutdown(self, exit_code=0):
        self.listener.close_door()
        if self.beside:
            self.beside.end()
        self.wrks += self.retired
        self.let_finish(self.wrks)
        super().shutdown(exit_code)

    # What it does with workers

    def start_worker(self, idx, target):
        worker = self._spawn_worker(idx, target, None)
        worker.start()
        return worker

    def let_finish(self, workers):
        """The door is closed: until each of them has read what it took, so that its end waits for the answer."""
        for worker in workers:
            worker.notes.is_leaving = True
        if any(worker.notes.is_ready for worker in workers):
            self.listener.wait_until_all_are_taken(DRAIN_SECONDS)
            wait_until_nobody_asks(workers)

    def replace_dead(self, target) -> bool:
        """New workers for those that ended without us; False where one gave up before it was ready."""
        dead, self.interrupt_children = self.interrupt_children, []
        for idx in set(dead):
            if self.wrks[idx].is_alive():
                continue
            if not self.wrks[idx].notes.is_ready and not was_killed(self.wrks[idx]):
                self.interrupt_children = [idx]
                return False
            self.wrks[idx] = self.start_worker(idx, target)
        return True

    def reload_workers(self, target):
        """New workers first; the old ones end when the new ones are ready, and stay where they do not start."""
        old = self.wrks
        new = [self.start_worker(idx, target) for idx in range(self.workers)]
        deadline = time.monotonic() + START_SECONDS
        while any(map(is_loading, new)) and time.monotonic() < deadline:
            if self.interrupt_signal:
                break
            time.sleep(0.05)
        if not all(worker.notes.is_ready for worker in new):
            kill_workers(new)
            self.interrupt_children.clear()
            logger.error("The new workers did not start; the old ones go on serving.")
            return
        self.wrks, self.retired = new, [*self.retired, *old]
        self.interrupt_children.clear()
        self.listener.close_door()
        self.let_finish(old)
        for worker in old:
            worker.terminate()
        time.sleep(SETTLE_SECONDS / 2)  # none of them takes a connection any more
        self.listener.open_door()
        self.retire_until = time.monotonic() + FINISH_SECONDS

    def bury_retired(self):
        if self.retired and time.monotonic() > self.retire_until:
            kill_workers(self.retired)
        self.retired = [worker for worker in self.retired if worker.is_alive()]


class Notes:
    """What a worker and its parent tell each other, in memory of both."""

    def __init__(self):
        self.memory = mmap.mmap(-1, 3)

    @property
    def is_ready(self) -> bool:
        return self.memory[0] == 1

    @is_ready.setter
    def is_ready(self, value: bool):
        self.memory[0] = int(value)

    @property
    def is_leaving(self) -> bool:
        return self.memory[1] == 1

    @is_leaving.setter
    def is_leaving(self, value: bool):
        self.memory[1] = int(value)

    @property
    def last_words(self) -> int:
        """Answers of a leaving worker, from 0 to 255 and on from 0: whether it changes is what counts."""
        return self.memory[2]

    def count_last_word(self):
        self.memory[2] = (self.memory[2] + 1) % 256


def wait_until_nobody_asks(workers):
    """A browser that keeps a connection may be asking just now; with its answer it hears that the connection ends."""
    begin = heard = time.monotonic()
    words = [worker.notes.last_words for worker in workers]
    while (now := time.monotonic()) < begin + LONGEST_SETTLE_SECONDS:
        newest = [worker.notes.last_words for worker in workers]
        if newest != words:
            words, heard = newest, now
        if now - heard >= SETTLE_SECONDS:
            return
        time.sleep(0.05)


def is_loading(worker) -> bool:
    return worker.is_alive() and not worker.notes.is_ready


def was_killed(worker) -> bool:
    """By a person, or by a system that is short of memory: no fault of the application."""
    return worker.inner.exitcode == -signal.SIGKILL


def kill_workers(workers):
    for worker in workers:
        if worker.is_alive():
            worker.kill()
        worker.join()


def load_in_worker(target: str, notes: Notes, parent: int):
    """Runs in the worker, before it serves."""
    os.setpgid(
        0, 0
    )  # the Ctrl+C of a terminal is for the parent, which ends us in order
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    end_with(parent)
    if notes.is_leaving:  # the signal came before it could be heard
        os._exit(0)
    from operations.serving.at_once import offer_first
    from operations.serving.gateway import Gateway

    sys.setswitchinterval(SWITCH_SECONDS)
    gateway = Gateway(load_application(target), notes)
    offer_first(gateway)
    return gateway


def load_application(target: str):
    """With all that it wants to load before it is asked anything."""
    application = load_target(target)
    if load_pages := getattr(application, "load_pages", None):
        load_pages()
    return application


def allow_connections() -> int:
    """How many of them a worker may hold. Each is a file, and systems begin with few."""
    few, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    files = MOST_CONNECTIONS + OWN_FILES
    if most != resource.RLIM_INFINITY:
        files = min(files, most)
    if few != resource.RLIM_INFINITY and few < files:
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, most))
    return max(files - OWN_FILES, 1)


def end_with(parent: int):
    """A parent that was killed leaves no worker behind."""
    if sys.platform == "linux":
        import ctypes  # only here

        ctypes.CDLL(None).prctl(SET_DEATH_SIGNAL, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(0)
