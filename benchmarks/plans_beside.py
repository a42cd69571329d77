"""Learners who read pages of a served site: alone, beside 20 guests who ask for plans, and beside 20 of one address.

    .venv/bin/python benchmarks/plans_beside.py [--seconds 10] [--folder PREPARED]

Two workers, SQLite, the content of the fixtures. The guests ask without a pause. Every learner has read every page
before: what a worker loads for the first visitor is measured by first_requests.py. Learners and guests run on the same
machine: what they take of it is said. PREPARED is a VAR_DIR after `manage.py prepare`; it is copied.
"""

import argparse
import os
import platform
import shutil
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks._asking_guests import (  # noqa: E402  the path comes first
    GUESTS,
    LEARNERS,
    Guest,
    read_all,
    together,
)
from benchmarks._results import replace  # noqa: E402  as above
from benchmarks._visitors import load_average, make_people  # noqa: E402
from tests.served import Site  # noqa: E402

ONE_ADDRESS = "127.1.0.1"


def rows(seconds, prepared):
    with tempfile.TemporaryDirectory(prefix="careerpath-plans-") as folder:
        if prepared:
            shutil.copytree(prepared, folder, dirs_exist_ok=True)
        site = Site(folder, workers=2)
        site.manage("prepare")
        _, cookies = make_people(site, LEARNERS)
        site.start()
        try:
            read_all(site, cookies)
            yield from measure(site, cookies, seconds)
        finally:
            site.stop()


def measure(site, cookies, seconds):
    yield from rows_of("alone", seconds, *together(site, cookies, [], seconds))
    for what, addresses in (
        (f"beside {GUESTS} guests", [f"127.1.{number}.1" for number in range(1, 21)]),
        ("beside as many of one address", [ONE_ADDRESS] * GUESTS),
    ):
        guests = [
            Guest(site.port, address, number)
            for number, address in enumerate(addresses)
        ]
        before = time.process_time()
        reads, plans = together(site, cookies, guests, seconds)
        spent = (time.process_time() - before) / seconds
        for guest in guests:
            guest.close()
        yield from rows_of(what, seconds, reads, plans)
        yield f"| of a core, what asks: {spent:.0%} | | | | |"


def rows_of(what, seconds, reads, plans):
    yield row(f"pages of {LEARNERS} learners, {what}", reads)
    if plans:
        yield row("plans of these guests", [plan.seconds for plan in plans])
        for verdict in sorted({plan.verdict for plan in plans}):
            times = [plan.seconds for plan in plans if plan.verdict == verdict]
            yield row(f"of them: {verdict}", times)


def row(what, times):
    times = sorted(times)
    figures = times[len(times) // 2], times[int(len(times) * 0.95)], times[-1]
    shown = " | ".join(f"{each * 1000:.0f} ms" for each in figures)
    return f"| {what} | {len(times)} | {shown} |"


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=int, default=10, help="of each of the three")
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    table = []
    for each in rows(options.seconds, options.folder):
        print(each, flush=True)
        table.append(each)
    replace("Plans beside guests", report(table))


def report(table):
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    return "\n".join(
        [
            f"{datetime.now(UTC):%Y-%m-%d}, {machine} (load average at the end {load_average()}).",
            "Pages of learners are to take at most 200 ms at p95, and no plan 3 s.",
            "",
            "| what | requests | median | p95 | most |",
            "| --- | --- | --- | --- | --- |",
            *table,
        ]
    )


if __name__ == "__main__":
    main()
