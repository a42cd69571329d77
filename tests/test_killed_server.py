"""The server is killed in the middle of saves: every answered save is there afterwards."""

import os
import signal
import threading
import time
from contextlib import contextmanager

import pytest

from tests.postgres import Cluster
from tests.savers import make_learners
from tests.served import Site

pytestmark = pytest.mark.once

LEARNERS = 4
ROUNDS = 2
ENOUGH = 60  # answered saves before a kill


@contextmanager
def database(kind):
    if kind == "sqlite":
        yield ""
        return
    cluster = Cluster()
    cluster.start()
    try:
        yield cluster.create("killed")
    finally:
        cluster.remove()


@pytest.mark.parametrize(
    "kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
)
def test_every_answered_save_outlives_the_server(tmp_path, kind):
    with database(kind) as address:
        site = Site(tmp_path, address, workers=2, PRESSES_A_MINUTE="1000000")
        site.manage("prepare")
        learners = make_learners(site, LEARNERS)
        for _ in range(ROUNDS):
            site.start()
            steps = list(learners[0].states())
            kill_while_they_press(site, learners, steps)

        site.start()
        try:
            assert [learner.lost() for learner in learners] == [{}] * LEARNERS
            assert sum(learner.count for learner in learners) >= ENOUGH * ROUNDS
        finally:
            site.stop()


def kill_while_they_press(site, learners, steps):
    threads = [
        threading.Thread(target=learner.press_until_killed, args=[steps])
        for learner in learners
    ]
    for thread in threads:
        thread.start()
    enough = ENOUGH + sum(learner.count for learner in learners)
    deadline = time.monotonic() + 60
    while (
        sum(learner.count for learner in learners) < enough
        and time.monotonic() < deadline
    ):
        time.sleep(0.01)
    os.killpg(site.process.pid, signal.SIGKILL)
    site.process.wait(20)
    for thread in threads:
        thread.join(40)
