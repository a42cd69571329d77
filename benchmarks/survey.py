"""How long the import of the survey takes, and how much memory, at 1, 2 and 4 times the rows; and the salary views.

Each import is a process of its own, its start included, on a database with all the content.
    .venv/bin/python benchmarks/survey.py
"""

import gzip
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from benchmarks import _results  # noqa: E402  the path comes first

SURVEY = ROOT / "guide" / "tests" / "salaries" / "data" / "salary_survey.csv.gz"
SOURCE = "foorilla-ai-jobs-salaries"
VIEWS = (
    "/salaries/",
    "/salaries/?role=any",
    "/salaries/?role=data-engineer&currency=EUR",
    "/salaries/?role=any&prices=power",
    "/salaries/united-kingdom/",
    "/zh-hans/salaries/?country=US&prices=inflation&currency=CNY",
    "/salaries/compare/?role=machine-learning-engineer&other_role=data-scientist&country=US",
)
# A visitor with a cookie gets no kept page, so each answer is made anew, though from figures that are kept. "Fresh" is
# a choice that nobody made since the content changed: all of it is rendered.
TIMING = """
import sys, time
import careerpath.wsgi
from django.test import Client
from guide.salaries import rendered
client, address = Client(HTTP_HOST="localhost"), sys.argv[1]
def once(fresh=False):
    for cached in (rendered.render_view, rendered.render_comparison) if fresh else ():
        cached.cache_clear()
    start = time.process_time()
    assert client.get(address, headers={"Cookie": "theme=light"}).status_code == 200
    return time.process_time() - start
print(once(), sorted(once() for _ in range(31))[15], sorted(once(True) for _ in range(15))[7])
"""


def multiplied(folder, times):
    lines = gzip.decompress(SURVEY.read_bytes()).splitlines(keepends=True)
    path = folder / f"survey-{times}.csv.gz"
    path.write_bytes(gzip.compress(lines[0] + b"".join(lines[1:]) * times, 1))
    return path, (len(lines) - 1) * times


def run(command, environment):
    """Seconds on the clock and of processor, and peak memory in MB, of one process."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command} failed")
    return (
        time.perf_counter() - start,
        usage.ru_utime + usage.ru_stime,
        usage.ru_maxrss / 1024,
    )


def imports(folder, environment):
    for times in (1, 2, 4):
        path, rows = multiplied(folder, times)
        command = [
            sys.executable,
            "manage.py",
            "import_salary_survey",
            str(path),
            "--source",
            SOURCE,
            "--dry-run",
        ]
        clock, busy, memory = run(command, environment)
        each = f"{busy / rows * 1e6:.0f} µs a row"
        yield f"| import, {rows:,} rows | {busy:.1f} s | {clock:.1f} s | {memory:.0f} MB | {each} |"


def views(environment):
    medians, freshly = [], []
    for view in VIEWS:
        done = subprocess.run(
            [sys.executable, "-c", TIMING, view],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        first, median, fresh = (float(part) * 1000 for part in done.stdout.split()[-3:])
        medians.append(median)
        freshly.append(fresh)
        yield f"| `{view}` | {median:.0f} ms |  |  | fresh {fresh:.0f} ms, first in a process {first:.0f} ms |"
    middle, fresh = statistics.median(medians), statistics.median(freshly)
    yield f"| median of the views | {middle:.0f} ms |  |  | fresh {fresh:.0f} ms |"


def main():
    processor = platform.processor() or platform.machine()
    machine = f"{processor}, {os.cpu_count()} cores, Python {platform.python_version()}"
    lines = [
        f"{datetime.now(UTC):%Y-%m-%d}, {machine}. Load while it ran: {os.getloadavg()[0]:.0f}.",
        "",
    ]
    lines += [
        "| what | processor | clock | peak memory |  |",
        "| --- | --- | --- | --- | --- |",
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = {
            "CAREERPATH_LOCAL": "1",
            "VAR_DIR": name,
            "DJANGO_SETTINGS_MODULE": "careerpath.settings",
        }
        environment = {**os.environ, **settings}
        run([sys.executable, "manage.py", "prepare"], environment)
        lines += [*imports(folder, environment), *views(environment)]
    print("\n".join(lines))
    _results.replace("Salary survey and views", "\n".join(lines))


if __name__ == "__main__":
    main()
