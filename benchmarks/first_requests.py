"""The first request to a fresh worker, for every kind of page: how long a visitor waits for what is loaded only then.

    .venv/bin/python benchmarks/first_requests.py

A worker is loaded once, on SQLite with the content of the fixtures, as the server does before it listens. For each page
a copy of this process is asked once, by a learner or by an editor. Processor time; above the table that of the loading.
"""

import io
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
SITE_URL = "http://localhost:8000"
os.environ.update(
    CAREERPATH_LOCAL="1",
    SITE_URL=SITE_URL,
    VAR_DIR=tempfile.mkdtemp(prefix="careerpath-bench-"),
)
os.environ["DJANGO_SETTINGS_MODULE"] = "careerpath.settings"

from benchmarks._results import replace  # noqa: E402  the path comes first
from benchmarks._visitors import PEOPLE, ROADMAP, load_average  # noqa: E402

PAGES = (
    "/", "/roadmaps/", "/roadmaps/self-taught-route/", "/steps/sql-databases/", "/courses/", "/courses/?q=python",
    "/courses/microsoft-mcsa-retirement/", "/skills/", "/skills/python/", "/roles/",
    "/roles/machine-learning-engineer/", "/roles/compare/", "/salaries/", "/salaries/united-kingdom/",
    "/salaries/compare/", "/guide/", "/guide/what-it-pays/", "/questions/", "/beliefs/", "/glossary/", "/industries/",
    "/market/", "/sources/", "/search/?q=python", "/accounts/login/", "/my/", "/my/history/", "/my/skills/",
    "/my/plan/?roadmap=self-taught-route&start=2026-12-01&first=money", "/my/settings/", "/my/data/",
)  # fmt: skip
DESK = ("/admin/", "/admin/guide/step/", "/admin/guide/course/")


def make_cookies():
    """Of a learner and of an editor."""
    command = [sys.executable, "manage.py"]
    subprocess.run([*command, "prepare"], cwd=ROOT, check=True, capture_output=True)
    code = PEOPLE.format(roadmap=ROADMAP, crowd=0)
    made = subprocess.run(
        [*command, "shell", "-v0", "-c", code],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    cookies, _ = json.loads(made.stdout.decode().partition("DATA")[2])
    return cookies["learner, 64 steps"], cookies["editor"]


def ask(application, path, cookie):
    """The status."""
    path, _, query = path.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "HTTP_HOST": "localhost:8000",
        "HTTP_COOKIE": cookie,
        "HTTP_ACCEPT_ENCODING": "br",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
    }
    found = []
    answer = application(environ, lambda status, *_: found.append(status))
    b"".join(answer)
    answer.close()
    return found[0][:3]


def in_copy(application, path, cookie):
    """Status and seconds of the processor, of a copy of this process that is asked once."""
    reader, writer = os.pipe()
    if not (child := os.fork()):
        began = time.process_time()
        status = ask(application, path, cookie)
        os.write(writer, f"{status} {time.process_time() - began}".encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        status, seconds = pipe.read().split()
    os.waitpid(child, 0)
    return status, float(seconds)


def main():
    learner, editor = make_cookies()
    from operations.serving.server import load_application

    began = time.process_time()
    application = load_application("careerpath.wsgi:application")
    loading = time.process_time() - began
    from django.db import connections

    connections.close_all()
    lines = []
    for page in (*PAGES, *DESK):
        cookie = editor if page in DESK else learner
        status, seconds = in_copy(application, page, cookie)
        lines.append(f"| `{page}` | {status} | {seconds * 1000:.0f} ms |")
    text = [
        f"{datetime.now(UTC):%Y-%m-%d}, {platform.machine()}, {os.cpu_count()} cores, Python",
        f"{platform.python_version()}; loading takes {loading:.2f} s of the processor (load average at the end",
        f"{load_average()}).\n",
        "| page | status | processor |", "| --- | --- | --- |", *lines,
    ]  # fmt: skip
    print("\n".join(text))
    replace("First requests", "\n".join(text))


if __name__ == "__main__":
    main()
