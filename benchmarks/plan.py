"""How long a plan takes when its question is asked for the first time, and when it is asked again.

    .venv/bin/python benchmarks/plan.py [--databases sqlite postgresql]

All roadmaps × three orders of what matters × four budgets × three sets of languages, on the content of the fixtures,
as a guest. By the clock, without a network: the answer waits for the solver, which works in a process of its own. The
calendar of each plan is compared between the databases, byte for byte. plans_beside.py measures many at once.
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

from benchmarks._results import replace  # noqa: E402  the path comes first
from benchmarks.my_path import database, run  # noqa: E402  as above

TIMING = """
import json, time
from datetime import UTC, date, datetime
from hashlib import sha256
from itertools import product
from urllib.parse import urlencode
import django
django.setup()
from django.test import Client
from accounts.plan import answers
from accounts.plan.calendar_file import FileEvent, calendar_file
from guide.models import Roadmap

answers.SOLVES_A_MINUTE = 10**9
client = Client(HTTP_HOST="localhost")
times, calendars = {"first": [], "again": [], "solver": [], "exchange": [], "calendar": []}, sha256()
solve = answers.Solvers.answer

def timed(self, *arguments, **limits):
    start = time.perf_counter()
    answer = solve(self, *arguments, **limits)
    times["solver"].append(time.perf_counter() - start)
    return answer

answers.Solvers.answer = timed

def ask(question, page=""):
    start = time.perf_counter()
    assert client.get(f"/my/plan/{page}?{question}").status_code == 200
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

for roadmap in roadmaps:
    times["exchange"].append(ask(urlencode({"roadmap": roadmap, "first": "money", "language": "en"}), "exchange/"))
title = "12小时：用梯度下降、正则化与交叉验证训练模型，长到必须折行的标题"
day, at = date(2027, 1, 4), datetime(2027, 1, 4, tzinfo=UTC)
events = [FileEvent(f"{n:040}", day, title, "https://example.org/steps/x/", 3, at) for n in range(400)]
for _ in range(20):
    start = time.process_time()
    calendar_file(events)
    times["calendar"].append(time.process_time() - start)

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
    "exchange": "money against hours",
    "calendar": "a calendar of 400 events, processor time",
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


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--databases", nargs="*", default=["SQLite", "PostgreSQL"])
    options = parser.parse_args()
    table = []
    for row in chain.from_iterable(map(rows, options.databases)):
        print(row, flush=True)
        table.append(row)
    replace("Plan", report(table))


def report(table):
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    return "\n".join(
        [
            f"{datetime.now(UTC):%Y-%m-%d}, {machine} (load average at the end {load}).",
            "At most 200 ms at p95, 80 ms of them the solver; 10 ms when asked again; 1 s for money against hours;",
            "60 ms for a calendar.",
            "",
            "| database | what | questions | median | p95 | most |",
            "| --- | --- | --- | --- | --- | --- |",
            *table,
        ]
    )


if __name__ == "__main__":
    main()
