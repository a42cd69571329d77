"""How long a search takes with our content and with many times as much, a rebuild of the index, and loads with it.

    .venv/bin/python benchmarks/search.py [--times 100] [--courses 100000] [--databases sqlite postgresql]

Times are those of the server without a network: of the search itself, and of whole answers through all middleware. The
processor's are those of Python and of the process of PostgreSQL together. Loads are compared with the commit before
there was a search, in turns.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.update(
    CAREERPATH_LOCAL="1", VAR_DIR=tempfile.mkdtemp(prefix="careerpath-bench-")
)

from benchmarks import _results, sync  # noqa: E402  the path comes first
from benchmarks._checkout import checkout_of  # noqa: E402
from tests.postgres import Cluster  # noqa: E402

FORMER = "9dea311"  # the commit before there was a search
CHANGED = 100  # courses
MADE = (
    "from benchmarks.sync import *; write_fixture(Path(sys.argv[1]), int(sys.argv[2]))"
)


def python(arguments, environment, root=ROOT):
    done = subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return done.stdout


def database_of(folder, cluster, name):
    var = folder / name
    var.mkdir()
    address = {"DATABASE_URL": cluster.create(name)} if cluster else {}
    return {**os.environ, "VAR_DIR": str(var), **address}


def search_rows(folder, cluster, vendor, times):
    environment = database_of(folder, cluster, "searched")
    python(["manage.py", "prepare"], environment)
    words = folder / "words.json"
    for many in (1, times):
        options = ["--rebuild"] if many == 1 else []
        if many > 1:
            python(["-m", "benchmarks._larger", many], environment)
        out = python(["-m", "benchmarks._searches", words, *options], environment)
        result = json.loads(out.partition("DATA")[2])
        rebuild = result.pop("rebuild", None)
        for name, times_of in result.items():
            figures = (
                f"{times_of[key]:.1f} ms" for key in ("median", "p95", "most", "clock")
            )
            yield f"| {vendor} | {many} × | {name} | {' | '.join(figures)} |"
        if rebuild:
            busy, clock = rebuild
            yield f"| {vendor} | 1 × | rebuild of the index | {busy:.1f} s | | | {clock:.1f} s |"


def change_courses(fixture):
    """One word in so many titles."""
    text = fixture.read_text(encoding="utf-8")
    for number in range(CHANGED):
        text = text.replace(
            f"Course number {number * 7} on", f"Course number {number * 7}a on"
        )
    fixture.write_text(text, encoding="utf-8")


def load_rows(folder, cluster, vendor, courses):
    """Each load now and at the commit before, one after the other."""
    with checkout_of(FORMER) as former:
        roots = {"now": ROOT, "before": former}
        databases, fixtures = {}, {}
        for name, root in roots.items():
            databases[name] = database_of(folder, cluster, name)
            fixtures[name] = folder / f"{name}.json"
            python(["manage.py", "migrate", "-v0"], databases[name], root)
            python(
                ["-c", f"import sys; {MADE}", fixtures[name], courses],
                databases[name],
                root,
            )
        for what, change in (
            ("first", None),
            ("unchanged", None),
            (f"{CHANGED} changed", change_courses),
        ):
            spent = {}
            for name, root in roots.items():
                if change:
                    change(fixtures[name])
                spent[name] = sync.run(
                    ["sync_guide", fixtures[name]], databases[name], root
                )
            now, before = spent["now"], spent["before"]
            yield (
                f"| {vendor} | {courses:,} | {what} | {now.seconds:.1f} s | {before.seconds:.1f} s |"
                f" {now.seconds / before.seconds:.2f} | {now.processor / before.processor:.2f} |"
            )


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--courses", type=int, default=100_000)
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"])
    options = parser.parse_args()
    searches, loads = [], []
    for vendor in options.databases:
        cluster = (
            Cluster(options="-c listen_addresses=''")
            if vendor == "postgresql"
            else None
        )
        if cluster:
            cluster.start()
        try:
            with tempfile.TemporaryDirectory(prefix="cp-search-") as name:
                folder = Path(name)
                for table, rows in (
                    (loads, load_rows(folder, cluster, vendor, options.courses)),
                    (searches, search_rows(folder, cluster, vendor, options.times)),
                ):
                    for row in rows:
                        print(row, flush=True)
                        table.append(row)
        finally:
            if cluster:
                cluster.remove()
    _results.replace("Search", report(searches, loads))


def report(searches, loads):
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    return "\n".join(
        [
            f"{datetime.now(UTC):%Y-%m-%d}, {machine} (load average at the end {load}).",
            "",
            "| database | content | what | processor, median | p95 | most | p95 by the clock |",
            "| --- | --- | --- | --- | --- | --- | --- |",
            *searches,
            "",
            "| database | courses | load | now | before the search | times | times, processor |",
            "| --- | --- | --- | --- | --- | --- | --- |",
            *loads,
        ]
    )


if __name__ == "__main__":
    main()
