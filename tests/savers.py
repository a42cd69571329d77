"""Learners who save through the served site, by plain HTTP."""

import http.client
import re
from contextlib import closing
from itertools import count
from urllib.parse import urlencode

ROADMAP = "self-taught-route"
SIGN_IN = """
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from accounts.models import User
for number in range({learners}):
    user = User.objects.create_user(f"{kind}-{{number}}@example.org")
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session.create()
    print("session", session.session_key)
"""


def make_learners(site, number, kind="saver"):
    """New people with an account, each signed in."""
    sessions = re.findall(
        r"session (\w+)",
        site.manage("shell", "-c", SIGN_IN.format(learners=number, kind=kind)),
    )
    return [Learner(session, site.port) for session in sessions]


class Learner:
    """Somebody who presses one step after the other and remembers what was answered."""

    def __init__(self, session, port):
        self.headers = {
            "Cookie": f"sessionid={session}",
            "Sec-Fetch-Site": "same-origin",
        }
        self.port = port
        self.answered = {}
        self.unanswered = None
        self.count = 0

    def ask(self, method, path, body=None):
        form = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        with closing(
            http.client.HTTPConnection("localhost", self.port, timeout=120)
        ) as connection:
            connection.request(method, path, body, {**self.headers, **form})
            response = connection.getresponse()
            return response.status, response.read().decode(errors="replace")

    def press(self, step, state):
        return self.ask(
            "POST", f"/progress/steps/{step}/", urlencode({"state": state})
        )[0]

    def press_until_killed(self, steps):
        try:
            for number in count(self.count):
                step, state = (
                    steps[number % len(steps)],
                    ("done", "doing", "known")[number // len(steps) % 3],
                )
                self.unanswered = step, state
                assert self.press(step, state) == 303
                self.answered[step] = state
                self.count += 1
        except (OSError, http.client.HTTPException):
            pass

    def states(self):
        status, page = self.ask("GET", f"/roadmaps/{ROADMAP}/")
        assert status == 200, page
        return {
            step: state
            for state, step in re.findall(
                r'<li\s+class="stop ([\w-]+)[^"]*"\s+id="([^"]+)"', page
            )
        }

    def lost(self):
        """The answered saves that are not there; the one that was under way may be."""
        saved = self.states()
        return {
            step: (state, saved[step])
            for step, state in self.answered.items()
            if saved[step] != state and self.unanswered != (step, saved[step])
        }
