"""Lighthouse on the main pages, mobile, both languages: scores into benchmarks/RESULTS.md. Needs Node and Chromium.

.venv/bin/python benchmarks/lighthouse/run.py [PATH …]
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parent.parent
sys.path.insert(0, str(ROOT))

from tests.machine import ARGUMENTS, CHROMIUM  # noqa: E402  the path comes first
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


def scores(url, out):
    command = [str(FOLDER / "node_modules/.bin/lighthouse"), url, "--quiet", "--output=json", f"--output-path={out}"]
    command += [f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags=--headless=new {' '.join(ARGUMENTS)}"]
    subprocess.run(command, check=True, env={**os.environ, "CHROME_PATH": CHROMIUM})
    report = json.loads(out.read_text())
    faults = [
        audit["id"]
        for audit in report["audits"].values()
        if audit.get("score") not in (None, 1) and audit.get("scoreDisplayMode") in ("binary", "numeric")
    ]
    return [round(report["categories"][name]["score"] * 100) for name in CATEGORIES], faults


def main():
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    subprocess.run(["npm", "install", *quiet], cwd=FOLDER, check=True)
    with tempfile.TemporaryDirectory() as folder:
        site = Site(folder, STATIC_ROOT=f"{folder}/static")
        site.manage("collectstatic", "--noinput", "-v0")
        site.manage("prepare")
        site.start()
        rows = []
        try:
            for path in sys.argv[1:] or [prefix + page for page in PAGES for prefix in ("", "/zh-hans")]:
                found, faults = scores(site.url + path, Path(folder) / "report.json")
                rows.append([path, *map(str, found)])
                print(path, *found, " ".join(faults), flush=True)
        finally:
            site.stop()
    if not sys.argv[1:]:
        write(rows)


def write(rows):
    lines = [
        f"\n## Lighthouse\n\n{datetime.now(UTC):%Y-%m-%d}, {platform.machine()}, {os.cpu_count()} cores, mobile.\n"
    ]
    lines += ["| page | performance | accessibility | best practices | SEO |", "| --- | --- | --- | --- | --- |"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    with (ROOT / "benchmarks" / "RESULTS.md").open("a") as file:
        file.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
