"""How long sync_guide takes beside loaddata, and how much memory, on SQLite and on PostgreSQL.

Each run is a process of its own, its start included, on a fresh copy of an empty database. “Time” is by the clock;
“processor” is that of the process, without the database server's, and says more where others use the machine too.
    .venv/bin/python benchmarks/sync.py [--courses 100000] [--sizes 2500 12500 50000] [--databases sqlite postgresql]
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import _results  # noqa: E402  the path comes first
from tests.postgres import Cluster  # noqa: E402

MEGABYTE = 1024  # ru_maxrss counts kB
SKILLS, PROVIDERS, SOURCES, EACH = 60, 40, 12, 3
TEXT = "What the course covers, for whom it is and what one can do at its end, said in our own words. "


NAMED = {"published": True, "name_zh": "", "summary_en": "", "summary_zh": ""}


def content(courses):
    """A catalogue of made-up courses, each with three skills; everything else as small as it can be."""
    yield "track", {**NAMED, **plain_record("t"), **COLOURS}
    yield "category", {**NAMED, **plain_record("c"), **BODY, "track": ["t"]}
    for n in range(SOURCES):
        yield "source", source(n)
    for n in range(SKILLS):
        yield "skill", skill(n)
    for n in range(PROVIDERS):
        yield "provider", provider(n)
    for n in range(courses):
        yield "course", course(n)
    for n in range(courses):
        for i in range(EACH):
            yield "courseskill", course_skill(n, i)


def plain_record(slug):
    return {"slug": slug, "name_en": slug.upper(), "sort_zh": slug, "order": 1}


def source(n):
    return {
        "slug": f"source-{n}",
        "title": f"Source {n}",
        "publisher": "P",
        "accessed_on": "2026-08",
    }


def skill(n):
    own = {"slug": f"skill-{n}", "name_en": f"Skill {n}", "sort_zh": "s"}
    return {**NAMED, **own, **BODY, "category": ["c"]}


def provider(n):
    name = f"Provider {n}"
    return {"slug": f"provider-{n}", "name_en": name, "sort_zh": name.lower()}


def course_skill(n, i):
    return {
        "course": [f"course-{n:06}"],
        "skill": [f"skill-{(n + i * 7) % SKILLS}"],
        "level": 1 + (n + i) % 4,
        "main": i == 0,
    }


COLOURS = {"colour_light": "#a8327a", "colour_dark": "#f08ac4"}
BODY = {"body_en": "", "body_zh": ""}


def course(n):
    return {
        "slug": f"course-{n:06}",
        "published": True,
        "title": f"Course number {n} on a subject of its own",
        "provider": [f"provider-{n % PROVIDERS}"],
        "institution": f"Institution {n % 500}",
        "instructors": f"Teacher {n % 3000}",
        "kind": ["course", "specialization", "book"][n % 3],
        "difficulty": ["beginner", "intermediate", "advanced"][n % 3],
        "languages": "en",
        "subtitles": "",
        "weeks": 1 + n % 20,
        "hours_per_week_low": f"{1 + n % 4}.0",
        "hours_per_week_high": f"{5 + n % 6}.5",
        "hours_low": 10 + n % 100,
        "hours_high": 120 + n % 200,
        "hours_basis": "stated",
        "price": f"{n % 900}.00",
        "currency": "USD",
        "price_period": "total",
        "free_to_study": n % 2 == 0,
        "certificate": None,
        "certificate_price": None,
        "url": f"https://courses.example/{n}",
        "source": [f"source-{n % SOURCES}"],
        "checked_on": "2026-08-30",
        "checked_by": "page",
        "status": "current",
        "retired_on": None,
        "replaced_by": None,
        "note_en": f"{n}. {TEXT}",
        "note_zh": "",
    }


def write_fixture(path, courses):
    with path.open("w", encoding="utf-8") as file:
        mark = "["
        for model, fields in content(courses):
            file.write(
                f"{mark}\n{json.dumps({'model': f'guide.{model}', 'fields': fields}, ensure_ascii=False, indent=2)}"
            )
            mark = ","
        file.write("\n]\n")


class Machine:
    """Empty databases, one for each run."""

    def __init__(self, folder, vendor):
        self.folder, self.vendor, self.made = folder, vendor, 0
        self.cluster = (
            Cluster(options="-c listen_addresses=''")
            if vendor == "postgresql"
            else None
        )
        if self.cluster:
            self.cluster.start()
        self.empty = self.environment("empty")
        run(["migrate", "-v0"], self.empty)

    def environment(self, name):
        var = self.folder / self.vendor / name
        var.mkdir(parents=True, exist_ok=True)
        local = {**os.environ, "CAREERPATH_LOCAL": "1", "VAR_DIR": str(var)}
        return local | (
            {"DATABASE_URL": self.cluster.create(name)}
            if self.cluster and name == "empty"
            else {}
        )

    def fresh(self):
        self.made += 1
        name = f"run{self.made}"
        made = self.environment(name)
        if self.cluster:
            self.cluster.call(
                "createdb",
                "-h",
                str(self.cluster.folder),
                "-U",
                "careerpath",
                "-T",
                "empty",
                name,
            )
            return made | {"DATABASE_URL": self.cluster.address(name)}
        shutil.copy(Path(self.empty["VAR_DIR"]) / "careerpath.sqlite3", made["VAR_DIR"])
        return made

    def close(self):
        if self.cluster:
            self.cluster.remove()


class Run(NamedTuple):
    seconds: float
    processor: float
    megabytes: float


def run(arguments, environment, root=ROOT):
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "manage.py", *map(str, arguments)],
        cwd=root,
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{arguments} ended with {process.returncode}")
    seconds = time.perf_counter() - began
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / MEGABYTE)


def compare(machine, fixture, courses):
    """The bars of the loader: against loaddata of the same file, in the same run."""
    database = machine.fresh()
    first = run(["loaddata", fixture], database)
    yield row(courses, "loaddata, empty database", first)
    again = run(["loaddata", fixture], database)
    yield row(courses, "loaddata again", again)
    database = machine.fresh()
    result = run(["sync_guide", fixture], database)
    yield row(courses, "sync_guide, empty database", result, times(first, result))
    result = run(["sync_guide", fixture], database)
    yield row(courses, "sync_guide again, unchanged", result, times(again, result))
    change_a_word(fixture)
    result = run(["sync_guide", fixture], database)
    yield row(courses, "sync_guide, one word changed", result, times(again, result))


def row(courses, what, result, note=""):
    return (
        f"{courses:,}",
        what,
        f"{result.seconds:.1f} s",
        f"{result.processor:.1f} s",
        f"{result.megabytes:.0f} MB",
        note,
    )


def times(slow, quick):
    return f"{slow.seconds / quick.seconds:.0f} × (processor {slow.processor / quick.processor:.0f} ×)"


def change_a_word(fixture):
    other = fixture.with_name("other.json")
    with (
        fixture.open(encoding="utf-8") as old,
        other.open("w", encoding="utf-8") as new,
    ):
        new.writelines(
            line.replace("Course number 7 on", "Course number seven on") for line in old
        )
    other.replace(fixture)


def grow(machine, folder, sizes):
    """Time by size: a straight line has the same microseconds for each record."""
    for courses in sizes:
        fixture = folder / "grow.json"
        write_fixture(fixture, courses)
        result = run(["sync_guide", fixture], machine.fresh())
        each = f"{result.processor / (courses * (1 + EACH)) * 1e6:.0f} µs of the processor a record"
        yield row(courses, "sync_guide, empty database", result, each)


def table(rows):
    head = ("courses", "what", "time", "processor", "peak memory", "")
    return "\n".join(
        f"| {' | '.join(row)} |" for row in (head, ("---",) * len(head), *rows)
    )


def machine_name():
    model = next(
        (
            line.split(":")[1].strip()
            for line in open("/proc/cpuinfo")
            if line.startswith("model name")
        ),
        "",
    )
    return f"{model or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--courses", type=int, default=100_000)
    parser.add_argument("--sizes", type=int, nargs="*", default=[2_500, 12_500, 50_000])
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"])
    options = parser.parse_args()
    for vendor in options.databases:
        with tempfile.TemporaryDirectory(prefix="cp-sync-") as name:
            machine = Machine(Path(name), vendor)
            try:
                rows = []
                for each in measure(machine, Path(name), options):
                    print(*each, sep="  ", flush=True)
                    rows.append(each)
            finally:
                machine.close()
        about = f"{datetime.now(UTC):%Y-%m-%d}, {machine_name()}, load {os.getloadavg()[2]:.0f}."
        _results.replace(
            f"Sync, {vendor}",
            f"{about} Each course has three skills.\n\n{table(rows)}\n",
        )


def measure(machine, folder, options):
    yield from grow(machine, folder, options.sizes)
    fixture = folder / "courses.json"
    write_fixture(fixture, options.courses)
    yield from compare(machine, fixture, options.courses)


if __name__ == "__main__":
    main()
