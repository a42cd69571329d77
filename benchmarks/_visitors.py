"""Visitors of a served site for benchmarks: what they bring along, how they ask, and what the server spends on them."""

import json
import os
import socket
import time
from pathlib import Path

PROCESSOR_CLOCK = 2  # of clock_getcpuclockid: all threads of a process
ROADMAP = "self-taught-route"
PRESS = "/progress/steps/sql-databases/"
STATES = ("done", "doing", "known", "skipped")
# People who have done their first steps, a guest who has, somebody who edits too, and one with 25 entries of all kinds.
PEOPLE = """
import json, time
from allauth.usersessions.models import UserSession
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from accounts.management.commands.make_editor import make_editor
from accounts.models import CriterionTick, CourseProgress, EvidenceLink, Learner, State, StepHours, StepNote, User
from accounts.progress.guest_cookie import GuestProgress, pack_cookie
from accounts.progress.visitor import set_step_state
from guide.models import Course, Roadmap, Step, Stop

roadmap = Roadmap.objects.get(slug="{roadmap}")
first = [stop.step for stop in Stop.objects.filter(roadmap=roadmap).select_related("step").in_order()]
steps = first + [step for step in Step.objects.order_by("slug") if step not in first]

def sign_in(name, number):
    user = User.objects.create_user(name + "@example.org")
    Learner.objects.set_fields(user, roadmap_id=roadmap.pk)
    for step in steps[:number]:
        set_step_state(user, step, State.DONE, roadmap=roadmap)
    if name == "editor":
        make_editor(user)
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session["staff_since"] = time.time()
    session.create()
    # As a sign-in by the form leaves it.
    UserSession.objects.create(user=user, session_key=session.session_key, ip="127.0.0.1", user_agent="bench")
    return "sessionid=" + session.session_key

def sign_in_reader():
    cookie = sign_in("reader", 10)
    user = User.objects.get(email="reader@example.org")
    for step in steps[:5]:
        StepHours.objects.add(user, step, 60)
        CriterionTick.objects.set_state(user, step.criteria.first(), "ticked")
    for step in steps[:2]:
        StepNote.objects.write(user, step, "What I learned", seen=0)
        EvidenceLink.objects.add(user, step, "https://code.example/" + step.slug, "Work")
    CourseProgress.objects.set(user, Course.objects.order_by("pk").first().pk, "doing")
    return cookie

guest = GuestProgress(states=dict.fromkeys([step.slug for step in steps[:10]], State.DONE), roadmap=roadmap.slug)
cookies = {{
    "stranger": "",
    "guest": "progress=" + pack_cookie(guest),
    "learner, 10 steps": sign_in("learner", 10),
    "learner, 64 steps": sign_in("finisher", 64),
    "editor": sign_in("editor", 10),
    "reader": sign_in_reader(),
}}
crowd = [sign_in(f"crowd-{{number}}", 10) for number in range({crowd})]
print("DATA" + json.dumps([cookies, crowd]))
"""


def make_people(site, crowd):
    """The cookies of visitors by their kind, and those of a crowd of learners."""
    code = PEOPLE.format(roadmap=ROADMAP, crowd=crowd)
    return json.loads(site.manage("shell", "-v0", "-c", code).partition("DATA")[2])


class Connection:
    """One that stays open, for one request after the other."""

    def __init__(self, port):
        self.port = port
        self.socket = socket.create_connection(("127.0.0.1", port), 60)
        self.file = self.socket.makefile("rb")

    def ask(self, request: bytes):
        """Status, headers with names in small letters, and body."""
        self.socket.sendall(request)
        status, headers = int(self.file.readline()[9:12]), {}
        while (line := self.file.readline().strip()) != b"":
            name, _, value = line.decode().partition(": ")
            headers[name.lower()] = value
        size = 0 if status == 304 else int(headers["content-length"])
        return status, headers, self.file.read(size)

    def close(self):
        self.file.close()
        self.socket.close()


def request_for(port, path, cookie="", body=None, **headers):
    fields = {"Host": f"localhost:{port}", "Accept-Encoding": "br", **headers}
    if cookie:
        fields["Cookie"] = cookie
    if body is not None:
        fields |= {
            "Content-Type": "application/x-www-form-urlencoded",
            "Content-Length": len(body),
            "Sec-Fetch-Site": "same-origin",
        }
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    method = "GET" if body is None else "POST"
    return f"{method} {path} HTTP/1.1\r\n{lines}\r\n{body or ''}".encode()


def press_body(number, fields=f"roadmap={ROADMAP}"):
    """Each is another state than the one before. `fields`: the others of the form."""
    return f"state={STATES[number % len(STATES)]}&{fields}"


class Processor:
    """The processor time of all processes of a served site, in seconds, to the microsecond."""

    def __init__(self, session):
        self.clocks = [~pid << 3 | PROCESSOR_CLOCK for pid in pids_of(session)]

    def spent(self):
        return sum(map(time.clock_gettime, self.clocks))


def pids_of(session):
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session:
            yield int(stat.parent.name)


def load_average():
    return ", ".join(f"{value:.1f}" for value in os.getloadavg())
