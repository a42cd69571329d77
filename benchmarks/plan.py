"""How long a plan takes when its question is asked for the first time, and when it is asked again.

    .venv/bin/python benchmarks/plan.py [--databases sqlite postgresql]

All roadmaps × three orders of what matters × four budgets × three sets of languages, on the content of the fixtures, as
a guest. By the clock, without a network: the answer waits for the solver, which works in a process of its own. The
calendar of each plan is compared between the databases, byte for byte. Then learners read pages of a served site, alone
and beside 20 guests who ask for new plans without a pause.
"""

import argparse
import os
import platform
import sys
import tempfile
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks._asking_guests import (  # noqa: E402  the path comes first
    GUESTS,
    LEARNERS,
    measure_beside_guests,
)
from benchmarks._results import replace  # noqa: E402  as above
from benchmarks.my_path import database, run  # noqa: E402
from tests.served import Site  # noqa: E402

TIMING = """
import json, time
from hashlib import sha256
from itertools import product
from urllib.parse import urlencode
import django
django.setup()
from django.test import Client
from accounts.plan import answers
from guide.models import Roadmap

answers.SOLVES_A_MINUTE = 10**9
client = Client(HTTP_HOST="localhost")
times, calendars = {"first": [], "again": [], "solver": []}, sha256()
solve = answers.Solvers.answer

def timed(self, *arguments):
    start = time.perf_counter()
    answer = solve(self, *arguments)
    times["solver"].append(time.perf_counter() - start)
    return answer

answers.Solvers.answer = timed

def ask(question):
    start = time.perf_counter()
    assert client.get("/my/plan/?" + question).status_code == 200
    return time.perf_counter() - start

roadmaps = list(Roadmap.objects.published().order_by("slug").values_list("slug", flat=True))
for roadmap in roadmaps:  # what a process loads only once
    ask(urlencode({"roadmap": roadmap, "start": "2027-01-04", "hours": "9"}))
times["solver"].clear()
for roadmap, first, budget, languages in product(
    roadmaps,
    ("money", "hours", "courses"),
    ("", "0", "100", "1000"),
    (["en"], ["zh"], ["en", "zh"]),
):
    asked = {"roadmap": roadmap, "first": first, "budget": budget, "language": languages, "start": "2027-01-04"}
    question = urlencode({name: value for name, value in asked.items() if value}, doseq=True)
    times["first"].append(ask(question))
    times["again"].append(ask(question))
    answer = client.get("/my/plan/calendar.ics?" + question)
    calendars.update(getattr(answer, "content", b""))

for name, all_of in times.items():
    all_of.sort()
    figures = [all_of[int(len(all_of) * share)] for share in (0.5, 0.95)] + all_of[-1:]
    print("DATA" + json.dumps([name, len(all_of), *(each * 1000 for each in figures)]))
print("DATA" + json.dumps(["calendars", calendars.hexdigest()]))
"""
NAMES = {
    "first": "asked for the first time",
    "again": "asked again",
    "solver": "of it the solver",
}


def rows(kind):
    with (
        tempfile.TemporaryDirectory(prefix="careerpath-plan-") as folder,
        database(kind, folder) as address,
    ):
        environment = {
            **os.environ,
            "CAREERPATH_LOCAL": "1",
            "VAR_DIR": folder,
            "DATABASE_URL": address,
            "DJANGO_SETTINGS_MODULE": "careerpath.settings",
        }
        run(environment, "manage.py", "prepare")
        *timed, (_, calendars) = run(environment, "-c", TIMING)
        for name, many, *figures in timed:
            shown = " | ".join(f"{each:.0f} ms" for each in figures)
            yield f"| {kind} | {NAMES[name]} | {many} | {shown} |"
        yield f"| {kind} | calendars, SHA-256 | `{calendars[:16]}` | | | |"


def crowd_rows(seconds):
    with tempfile.TemporaryDirectory(prefix="careerpath-plan-") as folder:
        site = Site(folder, workers=2)
        site.manage("prepare")
        site.start()
        try:
            alone, beside, plans = measure_beside_guests(site, seconds)
        finally:
            site.stop()
    for what, times in (
        (f"pages of {LEARNERS} learners alone", alone),
        (f"the same beside {GUESTS} guests", beside),
        ("plans of the guests", plans),
    ):
        figures = times[len(times) // 2], times[int(len(times) * 0.95)], times[-1]
        shown = " | ".join(f"{each * 1000:.0f} ms" for each in figures)
        yield f"| served, SQLite | {what} | {len(times)} | {shown} |"


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--databases", nargs="*", default=["SQLite", "PostgreSQL"])
    parser.add_argument("--crowd-seconds", type=int, default=30)
    options = parser.parse_args()
    table = []
    for row in chain(*map(rows, options.databases), crowd_rows(options.crowd_seconds)):
        print(row, flush=True)
        table.append(row)
    replace("Plan", report(table))


def report(table):
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    return "\n".join(
        [
            f"{datetime.now(UTC):%Y-%m-%d}, {machine} (load average at the end {load}).",
            "At most 200 ms at p95: first requests, and pages of learners beside guests.",
            "",
            "| database | what | questions | median | p95 | most |",
            "| --- | --- | --- | --- | --- | --- |",
            *table,
        ]
    )


if __name__ == "__main__":
    main()
