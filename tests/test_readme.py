"""The README cannot rot: its variables are those of the settings, its commands those of the Makefile."""

import re
from pathlib import Path

from operations.serving.limits import CHANGERS, COMPUTERS, HURRIED, THREADS

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text()


def test_the_environment_variables_are_those_that_the_settings_read():
    settings = (ROOT / "careerpath" / "settings.py").read_text()

    read = set(
        re.findall(
            r"""(?:env(?:\.\w+)?|required|hosts|switch|one_of|count|address|sender)\(\s*["']([A-Z_]+)["']""",
            settings,
        )
    )
    told = set(re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE))

    assert told == read


def test_every_make_command_exists():
    targets = set(
        re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    )

    named = set(re.findall(r"(?:^|`|PORT=\d+ )make ([a-z-]+)", README, re.MULTILINE))

    assert named - targets == set()
    assert {
        "run",
        "editor",
        "content",
        "test",
        "test-postgres",
        "check",
        "bench",
    } <= named


def test_every_file_and_folder_that_it_names_exists():
    named = set(
        re.findall(
            r"`((?:bin|careerpath|guide|accounts|templates|static|fixtures|tests|benchmarks)/[^`* ]*)`",
            README,
        )
    )
    pictures = set(re.findall(r"!\[[^]]*\]\(([^)]+)\)", README))

    assert sorted(name for name in named | pictures if not (ROOT / name).exists()) == []
    assert pictures


def test_it_names_the_threads_of_a_process():
    words = {15: "fifteen", 5: "five", 2: "two"}
    plans = words[COMPUTERS + HURRIED]

    assert (
        f"of {words[THREADS]} in a process {words[CHANGERS]} are for changes and {plans} for plans"
        in README
    )


def test_it_serves_as_make_run_does():
    makefile = (ROOT / "Makefile").read_text()

    assert "`bin/serve`" in README
    assert "./bin/serve --local" in makefile


def test_it_is_short():
    assert len(README.splitlines()) < 150
