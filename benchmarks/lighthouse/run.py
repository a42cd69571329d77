"""Lighthouse on the main pages, mobile, both languages: scores into benchmarks/RESULTS.md. Needs Node and Chromium.

.venv/bin/python benchmarks/lighthouse/run.py [PATH …]        (with paths it only prints)

Pages are warm, as those of a running site are. Performance is the median of three runs, because a busy machine makes
single runs slow; two equal runs decide it.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
import urllib.request
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import _results  # noqa: E402  the path comes first
from tests.machine import ARGUMENTS, CHROMIUM  # noqa: E402
from tests.served import Site  # noqa: E402

PAGES = [
    "/",
    "/roadmaps/self-taught-route/",
    "/steps/sql-databases/",
    "/courses/",
    "/salaries/",
    "/roles/compare/",
    "/accounts/signup/",
    "/my/",
]
CATEGORIES = ["performance", "accessibility", "best-practices", "seo"]
RUNS = 3
ATTEMPTS = 3  # Chromium now and then loses a trace; that is no figure of the page


def report(url, out, categories):
    command = [
        str(FOLDER / "node_modules/.bin/lighthouse"),
        url,
        "--quiet",
        "--output=json",
        f"--output-path={out}",
    ]
    command += [
        f"--only-categories={','.join(categories)}",
        f"--chrome-flags=--headless=new {' '.join(ARGUMENTS)}",
    ]
    for attempt in range(ATTEMPTS):
        done = subprocess.run(
            command, check=False, env={**os.environ, "CHROME_PATH": CHROMIUM}
        )
        if done.returncode == 0:
            return json.loads(out.read_text())
        print(
            f"Lighthouse gave no report of {url}, attempt {attempt + 1} of {ATTEMPTS}",
            file=sys.stderr,
        )
    raise SystemExit(f"Lighthouse gave no report of {url}.")


def score(found, category):
    return round(found["categories"][category]["score"] * 100)


def faults(found):
    return [
        audit["id"]
        for audit in found["audits"].values()
        if audit.get("score") not in (None, 1)
        and audit.get("scoreDisplayMode") in ("binary", "numeric")
    ]


def scores(url, out):
    """The four scores of a page, every run's score of performance, and what the first run found wrong."""
    first = report(url, out, CATEGORIES)
    runs = [score(first, "performance")]
    while len(runs) < RUNS and len(set(runs)) == len(runs):
        runs.append(score(report(url, out, CATEGORIES[:1]), "performance"))
    middle = next((run for run in runs if runs.count(run) > 1), None) or round(
        median(runs)
    )
    return (
        [middle, *(score(first, name) for name in CATEGORIES[1:])],
        runs,
        faults(first),
    )


def warm(url):
    for _ in range(2):
        urllib.request.urlopen(
            urllib.request.Request(url, headers={"Accept-Encoding": "br"}), timeout=60
        ).close()


def main():
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    subprocess.run(["npm", "install", *quiet], cwd=FOLDER, check=True)
    paths = sys.argv[1:] or [
        prefix + page for page in PAGES for prefix in ("", "/zh-hans")
    ]
    with tempfile.TemporaryDirectory() as folder:
        site = Site(folder, STATIC_ROOT=f"{folder}/static")
        site.manage("collectstatic", "--noinput", "-v0")
        site.manage("prepare")
        site.start()
        rows = []
        try:
            for path in paths:
                warm(site.url + path)
                found, runs, wrong = scores(
                    site.url + path, Path(folder) / "report.json"
                )
                rows.append([path, *map(str, found), " ".join(map(str, runs))])
                print(
                    path,
                    *found,
                    f"(runs: {rows[-1][-1]}; load {os.getloadavg()[0]:.1f})",
                    *wrong,
                    flush=True,
                )
        finally:
            site.stop()
    if not sys.argv[1:]:
        write(rows)


def write(rows):
    when = f"{datetime.now(UTC):%Y-%m-%d}, {platform.machine()}, {os.cpu_count()} cores, mobile"
    lines = [f"{when}. Load at the end: {os.getloadavg()[0]:.1f}.", ""]
    lines += [
        "| page | performance | accessibility | best practices | SEO | runs |",
        f"|{' --- |' * 6}",
    ]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    _results.replace("Lighthouse", "\n".join(lines))


if __name__ == "__main__":
    main()
