"""The server is killed in the middle of saves: every answered save is there afterwards."""

import threading
import time

import pytest

from tests.examples import scaled_count
from tests.served import QuickSite
from tests.served_people import new_learners

pytestmark = pytest.mark.load

LEARNERS = 4
ROUNDS = scaled_count(2)
ENOUGH = 60  # answered saves before a kill


@pytest.mark.parametrize(
    "kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
)
def test_every_answered_save_outlives_the_server(
    databases, tmp_path, django_db_blocker, kind
):
    address = (
        databases.new_postgres("prepared")
        if kind == "postgresql"
        else databases.new_sqlite(tmp_path / "careerpath.sqlite3", "prepared")
    )
    site = QuickSite(tmp_path, address, workers=2, PRESSES_A_MINUTE="1000000")
    learners = new_learners(site, django_db_blocker, LEARNERS)
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
