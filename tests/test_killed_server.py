"""The server is killed in the middle of saves: every answered save is there afterwards."""

import http.client
import os
import re
import signal
import threading
import time
from contextlib import closing, contextmanager
from itertools import count
from urllib.parse import urlencode

import pytest

from tests.postgres import Cluster
from tests.served import Site

ROADMAP = "self-taught-route"
LEARNERS = 4
ROUNDS = 2
ENOUGH = 60  # answered saves before a kill
SIGN_IN = """
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from accounts.models import User
for number in range({learners}):
    user = User.objects.create_user(f"learner-{{number}}@example.org")
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session.create()
    print("session", session.session_key)
"""


class Learner:
    """Somebody who presses one step after the other and remembers what was answered."""

    def __init__(self, session, port):
        self.headers = {"Cookie": f"sessionid={session}", "Sec-Fetch-Site": "same-origin"}
        self.port = port
        self.answered = {}
        self.unanswered = None
        self.count = 0

    def ask(self, method, path, body=None):
        form = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        with closing(http.client.HTTPConnection("localhost", self.port, timeout=30)) as connection:
            connection.request(method, path, body, {**self.headers, **form})
            response = connection.getresponse()
            return response.status, response.read().decode()

    def press_until_killed(self, steps):
        try:
            for number in count(self.count):
                step, state = steps[number % len(steps)], ("done", "doing", "known")[number // len(steps) % 3]
                self.unanswered = step, state
                status, _ = self.ask("POST", f"/progress/steps/{step}/", urlencode({"state": state}))
                assert status == 303
                self.answered[step] = state
                self.count += 1
        except (OSError, http.client.HTTPException):
            pass

    def states(self):
        status, page = self.ask("GET", f"/roadmaps/{ROADMAP}/")
        assert status == 200, page
        return {step: state for state, step in re.findall(r'<li class="stop ([\w-]+)[^"]*" id="([^"]+)"', page)}

    def lost(self):
        """The answered saves that are not there; the one that was under way may be."""
        saved = self.states()
        return {
            step: (state, saved[step])
            for step, state in self.answered.items()
            if saved[step] != state and self.unanswered != (step, saved[step])
        }


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


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_every_answered_save_outlives_the_server(tmp_path, kind):
    with database(kind) as address:
        site = Site(tmp_path, address, workers=2, PRESSES_A_MINUTE="1000000")
        site.manage("prepare")
        sessions = re.findall(r"session (\w+)", site.manage("shell", "-c", SIGN_IN.format(learners=LEARNERS)))
        learners = [Learner(session, site.port) for session in sessions]
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
    threads = [threading.Thread(target=learner.press_until_killed, args=[steps]) for learner in learners]
    for thread in threads:
        thread.start()
    enough = ENOUGH + sum(learner.count for learner in learners)
    deadline = time.monotonic() + 60
    while sum(learner.count for learner in learners) < enough and time.monotonic() < deadline:
        time.sleep(0.01)
    os.killpg(site.process.pid, signal.SIGKILL)
    site.process.wait(20)
    for thread in threads:
        thread.join(40)
