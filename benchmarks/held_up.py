"""The site while strangers hold it up: 200 bodies that never come, a mail server that hangs, a writer that stays.

    .venv/bin/python benchmarks/held_up.py

In the mode of production, asked directly and behind nginx with the configuration of docs/operations.md (Debian's
package), on SQLite and on PostgreSQL. Each figure is the longest of the tries.
"""

import http.client
import os
import platform
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import psycopg

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.update(
    CAREERPATH_LOCAL="1", VAR_DIR=tempfile.mkdtemp(prefix="careerpath-bench-")
)

from benchmarks import _results  # noqa: E402  the path comes first
from benchmarks.saves import database  # noqa: E402
from tests.savers import make_learners  # noqa: E402
from tests.served import Site, free_port  # noqa: E402

SILENT = 200
SAVERS = 24
TRIES = 10
HOST = "careerpath.example"
PAGES = ("/", "/roadmaps/self-taught-route/", "/courses/?q=python", "/healthz")
STEP = "/progress/steps/sql-databases/"
NOTE = "what was typed before it hung"
FORM = {
    "Content-Type": "application/x-www-form-urlencoded",
    "Sec-Fetch-Site": "same-origin",
    "Origin": f"https://{HOST}",
}
PASSWORD = "quieter-lantern-8"
HEAD = (
    "POST {path} HTTP/1.1\r\nHost: {host}\r\nX-Forwarded-Proto: https\r\n"
    "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 2000\r\n\r\nstate="
)
# Whoever writes waits; whoever reads does not.
HOLD = "LOCK TABLE accounts_stepnote, accounts_user, django_session IN EXCLUSIVE MODE"


class Door:
    """Where the site is asked: directly or through the proxy."""

    def __init__(self, name, port):
        self.name, self.port = name, port

    def ask(self, method, path, fields=None, cookies=""):
        """Seconds, status and text; a status of 0 is no answer."""
        return self.ask_for_all(method, path, fields, cookies)[:3]

    def ask_for_all(self, method, path, fields=None, cookies=""):
        """The cookies that were set too."""
        headers = {"Host": HOST, "X-Forwarded-Proto": "https", "Cookie": cookies}
        headers |= FORM if fields else {}
        start, given = time.perf_counter(), []
        try:
            with closing(
                http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            ) as connection:
                body = urlencode(fields) if fields else None
                connection.request(method, path, body, headers)
                answer = connection.getresponse()
                status, text = answer.status, answer.read().decode()
                given = answer.headers.get_all("Set-Cookie", [])
        except OSError:
            status, text = 0, ""
        given = "; ".join(each.partition(";")[0] for each in given)
        return time.perf_counter() - start, status, text, given

    @contextmanager
    def silent_bodies(self):
        head = HEAD.format(path=STEP, host=HOST).encode()
        with ExitStack() as stack:
            for _ in range(SILENT):
                made = socket.create_connection(("127.0.0.1", self.port), 10)
                stack.enter_context(closing(made))
                made.sendall(head)
            time.sleep(0.5)
            yield


@contextmanager
def hanging_mail_server():
    """Takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=100) as server:
        yield server.getsockname()[1]


@contextmanager
def held_writer(address):
    if address.startswith("sqlite"):
        path = address.removeprefix("sqlite:///")
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")
        return
    with psycopg.connect(address) as other:
        other.execute(HOLD)
        yield
        other.rollback()


@contextmanager
def nginx(folder, port):
    """With what docs/operations.md says, without HTTPS."""
    here = free_port()
    said = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    server = re.search(r"```\n(server \{.*?\n\})\n```", said, re.DOTALL)[1]
    server = re.sub(r"listen .*;", f"listen 127.0.0.1:{here};", server)
    server = re.sub(r"\s+ssl_\w+ .*;", "", server)
    server = server.replace("127.0.0.1:8000", f"127.0.0.1:{port}")
    server = server.replace("$scheme", "https")
    config = folder / "nginx.conf"
    config.write_text(
        f"daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.log;\n"
        f"events {{ worker_connections 4096; }}\nhttp {{ access_log off;\n{server}\n}}\n",
        encoding="utf-8",
    )
    process = subprocess.Popen([shutil.which("nginx"), "-c", str(config)])
    time.sleep(1)
    try:
        yield here
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def served(folder, address, mail_port):
    """In production's mode."""
    site = Site(folder, address, workers=2)
    site.manage("prepare")
    learners = make_learners(site, SAVERS)
    site.environment |= {
        "CAREERPATH_LOCAL": "0",
        "SECRET_KEY": "held-up-" + "k7#" * 30,
        "SITE_URL": f"https://{HOST}",
        "ALLOWED_HOSTS": HOST,
        "BEHIND_PROXY": "1",
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
        "PRESSES_A_MINUTE": "100000",
    }
    site.manage("collectstatic", "--noinput", "-v0")
    try:
        yield site.start(), learners
    finally:
        site.stop()


def longest(answers, expected=200):
    """Milliseconds, or the status that was not expected."""
    wrong = [status for _, status, _ in answers if status != expected]
    return f"status {wrong[0]}" if wrong else f"{max(a[0] for a in answers) * 1000:.0f}"


def read_pages(door):
    return [longest([door.ask("GET", page) for _ in range(TRIES)]) for page in PAGES]


def press(door, learners, path=STEP + "note/"):
    """Those who press at once: the longest answer, the statuses, and how many refusals hold what was typed."""
    answers = []

    def save(learner, number):
        cookie = learner.headers["Cookie"]
        fields = {"text": f"{NOTE} {number}", "seen": "0"}
        answers.append(door.ask("POST", path, fields, cookie))

    threads = [
        threading.Thread(target=save, args=each)
        for each in zip(learners, range(SAVERS), strict=True)
    ]
    for thread in threads:
        thread.start()
    return threads, answers


def summarize(answers):
    statuses = sorted({status for _, status, _ in answers})
    refused = [text for _, status, text in answers if status >= 400]
    kept = sum(NOTE in text for text in refused)
    slowest = max(seconds for seconds, _, _ in answers)
    cells = f"{'/'.join(map(str, statuses))}, {slowest:.1f} s"
    return f"{cells}, {kept} of {len(refused)} kept" if refused else cells


def sign_up(door):
    """As a browser does: the form first, and where it leads afterwards."""
    _, _, form, cookies = door.ask_for_all("GET", "/accounts/signup/")
    token = re.search(r'name="csrfmiddlewaretoken"\s+value="(\w+)"', form)
    if not token:
        return "no form"
    fields = {
        "email": f"new-{time.time()}@example.org",
        "password1": PASSWORD,
        "csrfmiddlewaretoken": token[1],
    }
    start = time.perf_counter()
    _, status, text, more = door.ask_for_all(
        "POST", "/accounts/signup/", fields, cookies
    )
    if status in (302, 303):
        address = "/accounts/confirmation-mail/"
        _, status, text, _ = door.ask_for_all(
            "GET", address, None, f"{cookies}; {more}"
        )
    said = re.search(r"<h1>(.*?)</h1>", text)
    took = time.perf_counter() - start
    return f"{status}, {took:.1f} s, “{said[1] if said else ''}”"


def measure(kind, door, address, learners):
    quiet = read_pages(door)
    yield [kind, door.name, "quiet", *quiet, "", ""]
    with door.silent_bodies():
        threads, answers = press(door, learners)
        for thread in threads:
            thread.join()
        cells = [*read_pages(door), summarize(answers), sign_up(door)]
        yield [kind, door.name, f"{SILENT} silent bodies", *cells]
        with held_writer(address):
            threads, answers = press(door, learners)
            time.sleep(0.2)
            mail = []
            signer = threading.Thread(target=lambda: mail.append(sign_up(door)))
            signer.start()
            pages = read_pages(door)
            for thread in (*threads, signer):
                thread.join()
        yield [kind, door.name, "all three", *pages, summarize(answers), mail[0]]


def report(rows):
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    lines = [
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, Python {platform.python_version()}, load average",
        f"at the end {load}. Pages: the longest of {TRIES} answers, in ms. {SAVERS} learners save a note at once.\n",
        f"| database | asked | while there are | {' | '.join(f'`{page}`' for page in PAGES)} | notes | sign-up |",
        "| " + " | ".join(["---"] * (len(PAGES) + 5)) + " |",
        *("| " + " | ".join(row) + " |" for row in rows),
    ]  # fmt: skip
    _results.replace("Held up", "\n".join(lines))


def main():
    rows = []
    for kind in ("SQLite", "PostgreSQL"):
        folder = Path(tempfile.mkdtemp(prefix="careerpath-held-"))
        with (
            database(kind, folder) as address,
            hanging_mail_server() as mail_port,
            served(folder, address, mail_port) as (site, learners),
            nginx(folder, site.port) as proxy_port,
        ):
            for door in (Door("directly", site.port), Door("nginx", proxy_port)):
                for row in measure(kind, door, address, learners):
                    print(*row, sep="\t", flush=True)
                    rows.append(row)
    report(rows)


if __name__ == "__main__":
    main()
