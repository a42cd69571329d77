"""Learners who save at once, against the site as it is served, on SQLite and on PostgreSQL.

    .venv/bin/python benchmarks/saves.py [--seconds 20]

An error is any answer but the one expected, and a lost connection; a lost save is one that was answered and is not in
the database afterwards. Processor time is that of all processes of the web server, without the database server's.
"""

import argparse
import asyncio
import json
import os
import platform
import re
import sys
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.update(
    CAREERPATH_LOCAL="1", VAR_DIR=tempfile.mkdtemp(prefix="careerpath-bench-")
)

from benchmarks import _results  # noqa: E402  the path comes first
from tests.postgres import Cluster  # noqa: E402
from tests.served import Site  # noqa: E402

COUNTS = (16, 64, 256)
WORKERS = 2
STATES = ("done", "doing", "known", "skipped")
TICK = os.sysconf("SC_CLK_TCK")
PEOPLE = """
import json
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from accounts.models import User
from guide.models import Stop
sessions = {{}}
for number in range({most}):
    user = User.objects.create_user(f"learner-{{number}}@example.org")
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session.create()
    sessions[user.pk] = session.session_key
steps = list(Stop.objects.filter(roadmap__slug="self-taught-route").in_order().values_list("step__slug", flat=True))
print("DATA" + json.dumps([sessions, steps]))
"""
SAVED = """
import json
from accounts.models import StepProgress
print("DATA" + json.dumps([list(row) for row in StepProgress.objects.values_list("user_id", "step__slug", "state")]))
"""


class Beside(Site):
    application = "benchmarks._beside:application"


class Visitor:
    """One connection that stays open and asks again as soon as it is answered."""

    def __init__(self, site, user, session):
        self.site, self.user, self.session = site, user, session
        self.seconds, self.answered, self.errors = [], {}, Counter()

    async def ask_until(self, end, request_of, expected):
        number = 0
        while time.perf_counter() < end:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.site.port)
            try:
                while time.perf_counter() < end:
                    what, request = request_of(self, number)
                    number += 1
                    await self.ask(reader, writer, request, what, expected)
            except (OSError, asyncio.IncompleteReadError) as lost:
                self.errors[type(lost).__name__] += 1
            finally:
                writer.close()

    async def ask(self, reader, writer, request, what, expected):
        began = time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: (\d+)", head)
        await reader.readexactly(int(length[1]) if length else 0)
        self.seconds.append(time.perf_counter() - began)
        status = int(head[9:12])
        if status != expected:
            self.errors[status] += 1
        elif what:
            self.answered[what[0]] = what[1]

    def request(self, path, body="", **headers):
        fields = {
            "Host": f"localhost:{self.site.port}",
            "Cookie": f"sessionid={self.session}",
            **headers,
        }
        fields |= {
            "Content-Type": "application/x-www-form-urlencoded",
            "Content-Length": len(body),
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        return f"POST {path} HTTP/1.1\r\n{lines}\r\n{body}".encode()


def save(steps, in_place):
    """Every press changes something: all steps in turn, each to another state than before."""
    headers = {"Sec-Fetch-Site": "same-origin"} | (
        {"HX-Request": "true"} if in_place else {}
    )
    place = "&roadmap=self-taught-route" if in_place else ""

    def request_of(visitor, number):
        turn, step = divmod(number, len(steps))
        what = steps[step], STATES[turn % len(STATES)]
        return what, visitor.request(
            f"/progress/steps/{what[0]}/", f"state={what[1]}{place}", **headers
        )

    return request_of


def beside(path):
    return lambda visitor, number: (None, visitor.request(path, **{"X-Number": number}))


def processor_seconds(session):
    """Of all processes of a session, so far."""
    spent = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session:
            spent += int(fields[11]) + int(fields[12])
    return spent / TICK


def measure(site, people, seconds, request_of, expected):
    visitors = [Visitor(site, user, session) for user, session in people]

    async def run():
        end = time.perf_counter() + seconds
        await asyncio.gather(
            *(visitor.ask_until(end, request_of, expected) for visitor in visitors)
        )

    before, began = processor_seconds(site.process.pid), time.perf_counter()
    asyncio.run(run())
    took = time.perf_counter() - began
    times = sorted(second for visitor in visitors for second in visitor.seconds)
    return {
        "visitors": visitors,
        "errors": sum((visitor.errors for visitor in visitors), Counter()),
        "rate": len(times) / took,
        "median": times[len(times) // 2],
        "p95": times[int(len(times) * 0.95)],
        "cpu": (processor_seconds(site.process.pid) - before) / len(times),
    }


def data_of(site, code):
    return json.loads(site.manage("shell", "-v0", "-c", code).partition("DATA")[2])


def lost_saves(site, visitors):
    saved = {(user, step): state for user, step, state in data_of(site, SAVED)}
    return sum(
        saved.get((int(visitor.user), step)) != state
        for visitor in visitors
        for step, state in visitor.answered.items()
    )


@contextmanager
def database(kind, folder):
    if kind == "SQLite":
        yield f"sqlite:///{folder / 'careerpath.sqlite3'}"
        return
    cluster = Cluster(
        options="-c listen_addresses='' -c max_connections=200"
    )  # with fsync, as in production
    cluster.start()
    try:
        yield cluster.create("saves")
    finally:
        cluster.remove()


@contextmanager
def served(kind, folder, address):
    site = kind(folder, address, workers=WORKERS, PRESSES_A_MINUTE="100000000")
    try:
        yield site.start()
    finally:
        site.stop()


def row(kind, what, learners, result, lost=""):
    errors = sum(result["errors"].values())
    cells = [kind, what, learners, f"{result['rate']:.0f}", errors, lost]
    cells += [
        f"{result['median'] * 1000:.0f}",
        f"{result['p95'] * 1000:.0f}",
        f"{result['cpu'] * 1e6:.0f}",
    ]
    print(*cells, dict(result["errors"]) or "", sep="\t", flush=True)
    return "| " + " | ".join(map(str, cells)) + " |"


def compare(kind, seconds, folder):
    with database(kind, folder) as address:
        Site(folder, address).manage("prepare")
        sessions, steps = data_of(
            Site(folder, address), PEOPLE.format(most=max(COUNTS))
        )
        people = list(sessions.items())
        with served(Beside, folder, address) as site:
            rows = [*beside_rows(kind, site, people[:16], seconds)]
        with served(Site, folder, address) as site:
            rows += save_rows(kind, site, people, steps, seconds)
    return rows


def beside_rows(kind, site, people, seconds):
    """What a save is compared with."""
    for what, path in (
        ("who is asking", "/who/"),
        ("that and one raw upsert", "/upsert/"),
    ):
        result = measure(site, people, seconds, beside(path), 200)
        yield row(kind, what, len(people), result)


def save_rows(kind, site, people, steps, seconds):
    saves = [("save", count, False, 303) for count in COUNTS]
    for what, learners, in_place, status in [
        *saves,
        ("save, answered in place", 64, True, 200),
    ]:
        press = save(steps, in_place=in_place)
        result = measure(site, people[:learners], seconds, press, status)
        lost = lost_saves(site, result["visitors"])
        yield row(kind, what, learners, result, lost)


def report(rows, seconds):
    processor = next(
        line
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    )
    machine = f"{processor.partition(': ')[2]}, {os.cpu_count()} cores, Python {platform.python_version()}"
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    head = [
        "database",
        "what",
        "at once",
        "a second",
        "errors",
        "lost",
        "median ms",
        "p95 ms",
        "CPU µs",
    ]
    lines = [
        f"{datetime.now(UTC):%Y-%m-%d}, {machine}; granian with {WORKERS} workers, {seconds} s each, load",
        f"generator on the same machine (load average at the end {load}).\n",
        "| " + " | ".join(head) + " |", "| " + " | ".join("---" for _ in head) + " |", *rows,
    ]  # fmt: skip
    _results.replace("Saves", "\n".join(lines))


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=int, default=20)
    seconds = parser.parse_args().seconds
    rows = []
    for kind in ("SQLite", "PostgreSQL"):
        with tempfile.TemporaryDirectory(prefix="careerpath-saves-") as folder:
            rows += compare(kind, seconds, Path(folder))
    report(rows, seconds)


if __name__ == "__main__":
    main()
