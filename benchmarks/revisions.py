"""What revisions cost: a load that changes all courses, one that changes nothing, and saves in the admin.

    .venv/bin/python benchmarks/revisions.py [--courses 100000] [--rounds 3] [--saves 40] [--only load saves]

In turns, so that ratios hold on a busy machine: the commit before there were revisions (FORMER), this checkout, and
this checkout where none is kept, which says what other changes since have cost. Each run is a process of its own; the
time is that of its processor, and the ratio the median of the rounds.
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
    """By what was loaded, and by way, the processor seconds of each round."""
    folder = checkouts.folder / "files"
    folder.mkdir()
    fixture = folder / "courses.json"
    write_fixture(fixture, options.courses)
    for way in WAYS:
        checkouts.manage(way, checkouts.var(way, "load"), "migrate", "-v0")
        checkouts.manage(way, checkouts.var(way, "load"), "sync_guide", fixture)
    names = [
        f"{options.courses:,} courses, {what}" for what in ("all changed", "unchanged")
    ]
    found = {name: {way: [] for way in WAYS} for name in names}
    change_all(fixture)
    for _round in range(options.rounds):
        for way in WAYS:
            var = checkouts.copied(way, "load", "run")
            for name in names:
                run = checkouts.manage(way, var, "sync_guide", fixture)
                found[name][way].append(run.processor)
                print(
                    name,
                    way,
                    f"{run.processor:.2f} s",
                    f"{run.megabytes:.0f} MB",
                    flush=True,
                )
    return found


def measure_saves(checkouts, options):
    """The same content for all: that of the commit before, and what migrations make of it."""
    first, *others = WAYS
    checkouts.manage(first, checkouts.var(first, "saves"), "migrate", "-v0")
    checkouts.manage(first, checkouts.var(first, "saves"), "sync_guide", "fixtures")
    for way in others:
        checkouts.var(way, "saves").mkdir()
        shutil.copy(
            checkouts.var(first, "saves") / DATABASE, checkouts.var(way, "saves")
        )
        checkouts.manage(way, checkouts.var(way, "saves"), "migrate", "-v0")
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
        cells = [f"{median(times[way]) * many:.1f} {unit}" for way in WAYS]
        for way in WAYS[1:]:
            pairs = zip(times[way], times[WAYS[0]], strict=True)
            cells.append(f"{median(now / former for now, former in pairs):.2f} ×")
        pairs = zip(times[WAYS[1]], times[WAYS[2]], strict=True)
        cells.append(f"{median(now / without for now, without in pairs):.2f} ×")
        yield f"| {name} | {' | '.join(cells)} |"


HEAD = "| what | before | now | none kept | now : before | none kept : before | now : none kept |"
MEASURES = {"load": measure_loads, "saves": measure_saves}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--courses", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--saves", type=int, default=40)
    parser.add_argument("--only", nargs="+", choices=MEASURES, default=[*MEASURES])
    options = parser.parse_args()
    rows = []
    with (
        checkout_of(FORMER) as former,
        tempfile.TemporaryDirectory(prefix="careerpath-revisions-") as name,
    ):
        checkouts = Checkouts(Path(name), former)
        for each in options.only:
            rows += table_rows(MEASURES[each](checkouts, options))
    print(*rows, sep="\n")
    if len(options.only) == len(MEASURES):
        day, load = f"{datetime.now(UTC):%Y-%m-%d}", f"load {os.getloadavg()[0]:.0f}"
        about = f"{day}, {machine_name()}, {load}, SQLite, {options.rounds} rounds."
        line = "| --- " * (HEAD.count("|") - 1) + "|"
        _results.replace("Revisions", "\n".join([about, "", HEAD, line, *rows]))


if __name__ == "__main__":
    main()
