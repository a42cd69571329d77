"""My path and the history of a learner with 10,000 events, on SQLite and on PostgreSQL.

    .venv/bin/python benchmarks/my_path.py

Times are those of the server: the request through all middleware, without a network. The clock counts the waiting for
the database too; processor time is that of Python alone.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks._results import replace  # noqa: E402  the path comes first

EVENTS = 10_000
PAGES = (
    "/my/",
    "/my/history/",
    "/my/history/?page=125",
    "/my/history/?by=step",
    "/zh-hans/my/history/",
)
LEARNER = """
import random
from datetime import timedelta
import django
django.setup()
from django.utils import timezone
from accounts.models import Learner, ProgressEvent, State, StepHours, StepNote, StepProgress, User
from guide.models import Step, Stop

random.seed(1)
user = User.objects.create_user("learner@example.org", time_zone="Asia/Shanghai")
stops = list(Stop.objects.filter(roadmap__slug="self-taught-route").select_related("step", "roadmap").in_order())
Learner.objects.set_fields(user, roadmap_id=stops[0].roadmap_id, hours_a_week=6, currency="EUR")
began, events, held = timezone.now() - timedelta(days=360), [], {}
for number in range(EVENTS):
    step, at = stops[number % len(stops)].step, began + timedelta(minutes=number * 360 * 1440 / EVENTS)
    if number % 4 == 3:
        events.append(ProgressEvent(user=user, kind="hours", step=step, before="0", after="30", at=at, by="press"))
        continue
    after = random.choice([state for state in State if state != held.get(step.pk, State.NOT_STARTED)])
    before, held[step.pk] = held.get(step.pk, State.NOT_STARTED), after
    events.append(ProgressEvent(user=user, kind="state", step=step, before=before, after=after, at=at, by="press"))
ProgressEvent.objects.bulk_create(events, batch_size=1000)
for step, state in held.items():
    StepProgress.objects.bulk_create(
        [StepProgress(user=user, step_id=step, state=state, by="press", changed_at=timezone.now())]
    )
    StepHours.objects.bulk_create([StepHours(user=user, step_id=step, minutes=90)])
"""
TIMING = """
import json, sys, time
import django
django.setup()
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from accounts.models import User

client = Client(HTTP_HOST="localhost")
client.force_login(User.objects.get(email="learner@example.org"))

def once(page):
    busy, clock = time.process_time(), time.perf_counter()
    assert client.get(page).status_code == 200
    return time.process_time() - busy, time.perf_counter() - clock

for page in json.loads(sys.argv[1]):
    once(page)
    with CaptureQueriesContext(connection) as queries:
        once(page)
    asked = len(queries)
    times = [once(page) for _ in range(31)]
    busy, clock = (sorted(column)[15] * 1000 for column in zip(*times))
    print("DATA" + json.dumps([page, asked, busy, clock]))
"""


@contextmanager
def database(kind, folder):
    if kind == "SQLite":
        yield f"sqlite:///{folder}/careerpath.sqlite3"
        return
    from tests.postgres import Cluster

    cluster = Cluster(options="-c listen_addresses=''")
    cluster.start()
    try:
        yield cluster.create("my_path")
    finally:
        cluster.remove()


def run(environment, *command):
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return [
        json.loads(line[4:])
        for line in done.stdout.splitlines()
        if line.startswith("DATA")
    ]


def rows(kind):
    with (
        tempfile.TemporaryDirectory(prefix="careerpath-my-path-") as folder,
        database(kind, folder) as address,
    ):
        own = {"CAREERPATH_LOCAL": "1", "VAR_DIR": folder, "DATABASE_URL": address}
        environment = {
            **os.environ,
            **own,
            "DJANGO_SETTINGS_MODULE": "careerpath.settings",
        }
        run(environment, "manage.py", "prepare")
        run(environment, "-c", LEARNER.replace("EVENTS", str(EVENTS)))
        for page, queries, busy, clock in run(
            environment, "-c", TIMING, json.dumps(PAGES)
        ):
            yield f"| {kind} | `{page}` | {queries} | {busy:.0f} ms | {clock:.0f} ms |"


def main():
    os.environ["CAREERPATH_LOCAL"] = "1"
    lines = [row for kind in ("SQLite", "PostgreSQL") for row in rows(kind)]
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    text = [
        f"{datetime.now(UTC):%Y-%m-%d}, {platform.machine()}, {os.cpu_count()} cores, Python",
        f"{platform.python_version()}; a learner with {EVENTS:,} events (load average at the end {load}).\n",
        "| database | page | queries | processor | clock |", "| --- | --- | --- | --- | --- |", *lines,
    ]  # fmt: skip
    print("\n".join(text))
    replace("My path and history", "\n".join(text))


if __name__ == "__main__":
    main()
