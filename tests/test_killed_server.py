"""The server is killed in the middle of saves: every answered save is there afterwards."""

import threading
import time

import pytest

from tests.examples import scaled_count
from tests.savers import make_learners
from tests.served import Site

pytestmark = pytest.mark.load

LEARNERS = 4
ROUNDS = scaled_count(2)
ENOUGH = 60  # answered saves before a kill


@pytest.mark.parametrize(
    "kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
)
def test_every_answered_save_outlives_the_server(databases, tmp_path, kind):
    address = (
        databases.new_postgres("prepared")
        if kind == "postgresql"
        else databases.new_sqlite(tmp_path / "careerpath.sqlite3", "prepared")
    )
    site = Site(tmp_path, address, workers=2, PRESSES_A_MINUTE="1000000")
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
    deadline = time.monotonic() + 600
    while (
        sum(learner.count for learner in learners) < enough
        and time.monotonic() < deadline
    ):
        time.sleep(0.01)
    site.kill()
    for thread in threads:
        thread.join(240)
