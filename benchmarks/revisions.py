"""What revisions cost: a load that changes all courses, one that changes nothing, and saves in the admin.

    .venv/bin/python benchmarks/revisions.py [--courses 10000 100000] [--rounds 3] [--saves 40] [--only loads saves]

In turns, so that ratios hold on a busy machine: the commit before there were revisions (FORMER), this checkout, and
this checkout where none is kept, which says what other changes since have cost. Each run is a process of its own; the
time is that of its processor, and the ratio the median of the rounds. What takes little time is run several times a
round: a load that finds nothing changed, and the start of the command, which is a part of every load here.

Bars, against the commit before: a load of 100,000 courses with all changed 1.4, unchanged 1.05; a save 1.3.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import _results  # noqa: E402  the path comes first
from benchmarks._checkout import checkout_of  # noqa: E402
from benchmarks.sync import Run, machine_name, write_fixture  # noqa: E402

FORMER = "d6b30c4"
QUICK_RUNS = 5
WAYS = ("before revisions", "now", "now, none kept")
DATABASE = "careerpath.sqlite3"
KEPT = (
    "import sys; from django.core.management import execute_from_command_line as run; "
)
NONE_KEPT = (
    "import django; django.setup(); from guide.sync.written import WrittenRows; "
    "WrittenRows.keep = staticmethod(lambda load: None); "
)


class Checkouts:
    """By way of working: the folder of the code, and databases of its own."""

    def __init__(self, folder, former):
        self.folder = folder
        self.roots = dict(zip(WAYS, (former, ROOT, ROOT), strict=True))

    def var(self, way, name):
        return self.folder / f"{WAYS.index(way)}-{name}"

    def environment(self, var):
        local = {"CAREERPATH_LOCAL": "1", "SITE_URL": "http://localhost:8000"}
        settings = {"DJANGO_SETTINGS_MODULE": "careerpath.settings"}
        return {**os.environ, **local, **settings, "VAR_DIR": str(var)}

    def manage(self, way, var, *arguments):
        var.mkdir(exist_ok=True)
        code = (NONE_KEPT if way == WAYS[2] else "") + KEPT + "run(sys.argv)"
        return self.measured(way, var, ["-c", code, *map(str, arguments)])

    def measured(self, way, var, arguments):
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=self.roots[way],
            env=self.environment(var),
            stdout=subprocess.DEVNULL,
        )
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(
                f"{way}, {arguments[-2:]}: ended with {process.returncode}"
            )
        return Run(0, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)

    def prepare(self, name, fixtures):
        """The same content for all: that of the commit before, and what migrations make of it."""
        former, now, none_kept = WAYS
        self.manage(former, self.var(former, name), "migrate", "-v0")
        self.manage(former, self.var(former, name), "sync_guide", fixtures)
        for way, source in ((now, former), (none_kept, now)):
            self.var(way, name).mkdir()
            shutil.copy(self.var(source, name) / DATABASE, self.var(way, name))
            self.manage(way, self.var(way, name), "migrate", "-v0")
        # Its own rules may read the same files otherwise, once.
        for way in (now, none_kept):
            self.manage(way, self.var(way, name), "sync_guide", fixtures)

    def copied(self, way, name, to):
        var = self.var(way, to)
        var.mkdir(exist_ok=True)
        shutil.copy(self.var(way, name) / DATABASE, var / DATABASE)
        return var


def change_all(fixture):
    """Every course says something else."""
    other = fixture.with_name("other.json")
    text = fixture.read_text(encoding="utf-8")
    other.write_text(text.replace("What the course covers", "All that it covers"))
    other.replace(fixture)


def measure_loads(checkouts, options):
    """By what was loaded, and by way, the processor seconds of each run."""
    found = {}
    for courses in options.courses:
        fixture = checkouts.folder / f"{courses}" / "courses.json"
        fixture.parent.mkdir()
        write_fixture(fixture, courses)
        checkouts.prepare(f"load-{courses}", fixture)
        change_all(fixture)
        for _round in range(options.rounds):
            measure_round(checkouts, fixture, courses, found)
    return found


def measure_round(checkouts, fixture, courses, found):
    runs = [
        ("all changed", 1, ["sync_guide", fixture]),
        ("unchanged", QUICK_RUNS, ["sync_guide", fixture]),
        ("the start of it alone", QUICK_RUNS, ["sync_guide", "--version"]),
    ]
    vars_of = {
        way: checkouts.copied(way, f"load-{courses}", f"run-{courses}") for way in WAYS
    }
    for what, times, command in runs:
        name = f"{courses:,} courses, {what}"
        by_way = found.setdefault(name, {way: [] for way in WAYS})
        for _time in range(times):
            for way in WAYS:
                run = checkouts.manage(way, vars_of[way], *command)
                by_way[way].append(run.processor)
                took = f"{run.processor:.2f} s  {run.megabytes:.0f} MB"
                print(name, way, took, sep="  ", flush=True)


def measure_saves(checkouts, options):
    """By kind of record, and by way, the processor seconds of each run."""
    checkouts.prepare("saves", "fixtures")
    found = {}
    for _round in range(options.rounds):
        for way in WAYS:
            for kind, took in saving(checkouts, way, options.saves).items():
                times = found.setdefault(
                    f"save of a {kind}", {each: [] for each in WAYS}
                )
                times[way].append(took / 1000)
                print("save of a", kind, way, f"{took:.1f} ms", flush=True)
    return found


def saving(checkouts, way, saves):
    without = ["without"] if way == WAYS[2] else []
    probe = [sys.executable, ROOT / "benchmarks" / "_saving.py", str(saves), *without]
    environment = checkouts.environment(checkouts.var(way, "saves"))
    run = subprocess.run(
        probe, cwd=checkouts.roots[way], env=environment, capture_output=True, text=True, check=True
    )  # fmt: skip
    return json.loads(run.stdout.splitlines()[-1])


def table_rows(found):
    for name, times in found.items():
        unit, many = ("s", 1) if "courses" in name else ("ms", 1000)
        cells = [f"{median(times[way]) * many:.2f} {unit}" for way in WAYS]
        for way in WAYS[1:]:
            pairs = zip(times[way], times[WAYS[0]], strict=True)
            cells.append(f"{median(now / former for now, former in pairs):.2f} ×")
        pairs = zip(times[WAYS[1]], times[WAYS[2]], strict=True)
        cells.append(f"{median(now / without for now, without in pairs):.2f} ×")
        yield f"| {name} | {' | '.join(cells)} |"


HEAD = "| what | before | now | none kept | now : before | none kept : before | now : none kept |"
LINE = "| --- " * (HEAD.count("|") - 1) + "|"
MEASURES = {"loads": measure_loads, "saves": measure_saves}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--courses", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--saves", type=int, default=40)
    parser.add_argument("--only", nargs="+", choices=MEASURES, default=[*MEASURES])
    options = parser.parse_args()
    with (
        checkout_of(FORMER) as former,
        tempfile.TemporaryDirectory(prefix="careerpath-revisions-") as name,
    ):
        checkouts = Checkouts(Path(name), former)
        for each in options.only:
            rows = [*table_rows(MEASURES[each](checkouts, options))]
            print(*rows, sep="\n")
            _results.replace(
                f"Revisions, {each}", "\n".join([about(options), "", HEAD, LINE, *rows])
            )


def about(options):
    day, load = f"{datetime.now(UTC):%Y-%m-%d}", f"load {os.getloadavg()[0]:.0f}"
    rounds = f"{options.rounds} round{'s' if options.rounds > 1 else ''}"
    return f"{day}, {machine_name()}, {load}, SQLite, {rounds}; before is {FORMER}."


if __name__ == "__main__":
    main()
