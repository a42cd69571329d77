"""Processor time a request of every kind of page, for every kind of visitor, on SQLite and on PostgreSQL.

    .venv/bin/python benchmarks/pages.py [--seconds 0.3] [--rounds 3] [--crowd-seconds 20] [--only SQLite]
        [--rows REGEX]

With --rows only the rows whose name it matches are measured, and nothing is written into RESULTS.md.

All in one run, in turns, so that ratios hold on a busy machine: the site; beside it the same site of the commit before
it kept pieces (FORMER, whose "who is asking" is the measure of all, and whose pages are rendered whole); a Django page
of fixed bytes; a bare WSGI answer, by our server and by granian alone. Then 64 learners who read and press, on both.
The processor time is that of all processes of the web server, without the database server's.
"""

import argparse
import os
import platform
import re
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.update(
    CAREERPATH_LOCAL="1", VAR_DIR=tempfile.mkdtemp(prefix="careerpath-bench-")
)

from benchmarks import _results  # noqa: E402  the path comes first
from benchmarks._checkout import checkout_of  # noqa: E402
from benchmarks._crowd import CROWD, measure_crowd  # noqa: E402
from benchmarks._visitors import (  # noqa: E402
    PRESS,
    ROADMAP,
    Connection,
    Processor,
    load_average,
    make_people,
    press_body,
    request_for,
)
from tests.postgres import Cluster  # noqa: E402
from tests.served import Site  # noqa: E402

FORMER = "9dea311"
FIRST, LEARNER, FINISHER = "stranger", "learner, 10 steps", "learner, 64 steps"
COLUMNS = (FIRST, "guest", LEARNER, FINISHER, "editor", "whole")
READER, READERS_ROW = "reader", "/my/history/ of 25 entries"
PAGES = (
    "/",
    "/roadmaps/",
    "/roadmaps/self-taught-route/",
    "/zh-hans/roadmaps/self-taught-route/",
    "/steps/sql-databases/",
    "/courses/",
    "/courses/microsoft-mcsa-retirement/",
    "/skills/",
    "/skills/python/",
    "/roles/",
    "/roles/machine-learning-engineer/",
    "/roles/compare/",
    "/salaries/",
    "/salaries/united-kingdom/",
    "/salaries/compare/",
    "/guide/what-it-pays/",
    "/questions/",
    "/glossary/",
    "/market/",
    "/sources/",
    "/courses/?utm_source=mail",
)
OWN_PAGES = ("/my/", "/my/history/")
# What their forms send besides the state.
PRESSES = {
    "press on a roadmap": f"roadmap={ROADMAP}&next=/roadmaps/{ROADMAP}/",
    "press on a step": "next=/steps/sql-databases/",
}
LIGHT_TURNS = 3  # in a round, as these are told apart by microseconds
KEPT = "/roadmaps/self-taught-route/"


class Beside(Site):
    """With "who is asking" as a page."""

    application = "benchmarks._beside:application"


class Fixed(Site):
    application = "benchmarks._fixed:application"


class Bare(Site):
    application = "benchmarks._bare:application"


class BareGranian(Bare):
    def command(self):
        options = ["--interface", "wsgi", "--port", str(self.port), "--no-log"]
        return [sys.executable, "-m", "granian", *options, self.application]


class Cell:
    """Processor seconds of one request to one site, asked again and again; and how many times those of the measure."""

    def __init__(self, site, path, cookie="", status=200, **headers):
        self.site, self.path, self.status = site, path, status
        self.request = request_for(site.port, path, cookie, **headers)
        self.measured, self.ratios = [], []

    def requests(self):
        while True:
            yield self.request

    def measure(self, seconds, measure=None):
        connection, processor = Connection(self.site.port), self.site.processor
        asked = self.requests()
        connection.ask(next(asked))
        before, number, end = processor.spent(), 0, time.perf_counter() + seconds
        while time.perf_counter() < end or number < 3:
            status, _, _ = connection.ask(next(asked))
            assert status == self.status, (self.path, status)
            number += 1
        self.measured.append((processor.spent() - before) / number)
        if measure:
            self.ratios.append(self.measured[-1] / measure.measured[-1])
        connection.close()

    def in_words(self):
        """Microseconds, and the ratio."""
        ratio = f" ({median(self.ratios):.2f})" if self.ratios else ""
        return f"{median(self.measured) * 1e6:,.0f}{ratio}"


class Press(Cell):
    """A press answered in place; each changes something."""

    def __init__(self, site, cookie, fields):
        super().__init__(site, PRESS, cookie)
        self.cookie, self.fields, self.numbers = cookie, fields, count()

    def requests(self):
        for number in self.numbers:
            body = press_body(number, self.fields)
            yield request_for(
                self.site.port, PRESS, self.cookie, body, **{"HX-Request": "true"}
            )


@contextmanager
def databases(kind, *folders):
    """An address for each folder."""
    if kind == "SQLite":
        yield [f"sqlite:///{folder / 'careerpath.sqlite3'}" for folder in folders]
        return
    cluster = Cluster(options="-c listen_addresses='' -c max_connections=200")
    cluster.start()
    try:
        yield [cluster.create(f"pages_{number}") for number, _ in enumerate(folders)]
    finally:
        cluster.remove()


@contextmanager
def served(site):
    site.start()
    site.processor = Processor(site.process.pid)
    try:
        yield site
    finally:
        site.stop()


def prepared(kind, folder, address, root, workers):
    site = kind(folder, address, workers=workers, PRESSES_A_MINUTE="100000000")
    site.root = root
    return site


def light_cells(sites):
    """Answers of the same size, of which the last is the measure of the others."""
    now, _, fixed, ours, granian = sites
    tag, size = tag_and_size(now)
    return {
        "Django, fixed bytes": Cell(fixed, f"/{size}"),
        "kept page": Cell(now, KEPT),
        "its 304": Cell(now, KEPT, status=304, **{"If-None-Match": tag}),
        "bare WSGI by our server": Cell(ours, f"/{size}"),
        "bare WSGI by granian alone": Cell(granian, f"/{size}"),
    }


def cells_of(sites, people, rows):
    """By row and column. “Whole” is the same page of the commit before. `rows`: a pattern of their names."""
    now, former = sites
    here, there = people
    cells = {"who is asking": {FIRST: Cell(now, "/who/", here[LEARNER])}}
    for path in (*PAGES, *OWN_PAGES):
        names = COLUMNS[2:-1] if "history" in path else COLUMNS[:-1]
        cells[path] = {name: Cell(now, path, here[name]) for name in names}
        cells[path]["whole"] = Cell(former, path, there[FINISHER])
    path = OWN_PAGES[-1]
    cells[READERS_ROW] = {
        LEARNER: Cell(now, path, here[READER]),
        "whole": Cell(former, path, there[READER]),
    }
    for name, fields in PRESSES.items():
        cells[name] = {
            each: Press(now, here[each], fields) for each in (LEARNER, FINISHER)
        }
        cells[name]["whole"] = Press(former, there[FINISHER], fields)
    return {name: row for name, row in cells.items() if re.search(rows, name)}


def tag_and_size(site):
    """Of the kept page: its ETag, and how many bytes are sent."""
    connection = Connection(site.port)
    _, headers, body = connection.ask(request_for(site.port, KEPT))
    connection.close()
    return headers["etag"], len(body)


def compare(kind, options):
    with ExitStack() as stack:
        enter = stack.enter_context
        roots = ROOT, enter(checkout_of(FORMER))
        folders = [
            Path(enter(tempfile.TemporaryDirectory(prefix="careerpath-pages-")))
            for _ in roots
        ]
        addresses = enter(databases(kind, *folders))
        places = [*zip(folders, addresses, roots, strict=True)]
        makers = [prepared(Beside, *place, 1) for place in places]
        for site in makers:
            site.manage("prepare")
        people, crowds = zip(
            *(make_people(site, CROWD) for site in makers), strict=True
        )
        yield from page_rows(kind, makers, people, options)
        if not options.crowd_seconds:
            return
        for name, place, crowd in zip(("now", "before"), places, crowds, strict=True):
            with served(prepared(Site, *place, 2)) as site:
                yield crowd_row(name, measure_crowd(site, crowd, options.crowd_seconds))


def page_rows(kind, makers, people, options):
    with ExitStack() as stack, tempfile.TemporaryDirectory() as folder:
        sites = [*makers, *(beside(folder) for beside in (Fixed, Bare, BareGranian))]
        for site in sites:
            stack.enter_context(served(site))
        light, cells = light_cells(sites), cells_of(makers, people, options.rows)
        who = Cell(makers[1], "/who/", people[1][LEARNER])
        for number in range(options.rounds):
            for _ in range(LIGHT_TURNS):
                for cell in reversed(light.values()):
                    cell.measure(options.seconds, light["bare WSGI by granian alone"])
            for row in cells.values():
                who.measure(options.seconds)
                for cell in row.values():
                    cell.measure(options.seconds, who)
            print(kind, "round", number + 1, load_average(), file=sys.stderr)
    yield table_row([kind, "processor µs (times the last)"])
    yield table_row(["---"] * 2)
    for name, cell in light.items():
        yield table_row([name, cell.in_words()])
    yield ""
    yield table_row([kind, *COLUMNS])
    yield table_row(["---"] * (len(COLUMNS) + 1))
    for name, row in {"who is asking, before": {FIRST: who}, **cells}.items():
        texts = [row[each].in_words() if each in row else "" for each in COLUMNS]
        yield table_row([f"`{name}`" if name.startswith("/") else name, *texts])
    yield ""


def crowd_row(name, result):
    return (
        f"{CROWD} learners, {name}: {result['requests']} requests, {result['errors']} errors, "
        f"median {result['median'] * 1000:.0f} ms, p95 {result['p95'] * 1000:.0f} ms, "
        f"{result['cpu'] * 1e6:,.0f} µs a request.\n"
    )


def table_row(cells):
    return "| " + " | ".join(cells) + " |"


def report(rows, options):
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    machine = model[1] if model else platform.machine()
    lines = [
        f"{datetime.now(UTC):%Y-%m-%d}, {machine}, {os.cpu_count()} cores, Python {platform.python_version()};",
        f"processor µs a request and, in brackets, how many times “who is asking” of {FORMER}; medians of",
        f"{options.rounds} rounds. “Whole”: the same page at {FORMER}, for the learner with 64 steps. Load average at",
        f"the end {load_average()}.\n",
        *rows,
    ]  # fmt: skip
    _results.replace("Pages", "\n".join(lines))


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=0.3, help="of a cell a round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--crowd-seconds", type=int, default=20)
    parser.add_argument("--only", choices=["SQLite", "PostgreSQL"])
    parser.add_argument("--rows", default="", help="a pattern of names")
    options = parser.parse_args()
    kinds = [options.only] if options.only else ["SQLite", "PostgreSQL"]
    rows = []
    for kind in kinds:
        for row in compare(kind, options):
            print(row, flush=True)
            rows.append(row)
    if not options.rows:
        report(rows, options)


if __name__ == "__main__":
    main()
