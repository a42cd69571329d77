"""Benchmarks run outside of CI: they begin at least, each as a process without settings of its own."""

import subprocess
import sys

from tests.served import ROOT

SCRIPTS = [
    path
    for path in sorted((ROOT / "benchmarks").rglob("[a-z]*.py"))
    if "node_modules" not in path.parts
]
IMPORT = "import runpy, sys; [runpy.run_path(path) for path in sys.argv[1:]]"


def test_every_benchmark_can_be_started():
    done = subprocess.run(
        [sys.executable, "-c", IMPORT, *map(str, SCRIPTS)],
        cwd=ROOT,
        env={},
        capture_output=True,
        text=True,
        check=False,
    )

    assert len(SCRIPTS) >= 6
    assert done.stderr == ""
