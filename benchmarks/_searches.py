"""How long searches take in this process, on the database of the environment; prints one line of JSON.

    VAR_DIR=… .venv/bin/python -m benchmarks._searches [WORDS.json]

What is typed: the judged searches in both languages, and names of the content with one and with two typing errors. The
names are read from the file, or written there where it is missing, so that a larger index is asked the same.
"""

import json
import os
import random
import sys
import time
from contextlib import suppress
from functools import cache
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careerpath.settings")

from django.db import connection
from django.test import Client

import careerpath.wsgi  # noqa: F401  sets Django up
from guide.search import views
from guide.search.index import rebuild_index
from guide.tests.search.generated import find_in, mistyped, names
from guide.tests.search.judged import judged_searches

MISTYPED = 100
PREFIXES = {"en": "", "zh": "/zh-hans"}


def typed_words() -> list[list[str]]:
    """Language and text."""
    texts = [[code, each.text] for code in PREFIXES for each in judged_searches(code)]
    chance = random.Random(1)  # noqa: S311
    for errors, shortest in ((1, 4), (2, 8)):
        found = [mistyped(name, chance, errors, shortest) for name in names("en")]
        texts += [["en", each.text] for each in list(filter(None, found))[:MISTYPED]]
    return texts


def database_seconds() -> float:
    """Of the processor, in all processes of PostgreSQL. SQLite works in our own."""
    return sum(map(seconds_of, database_processes()))


def seconds_of(process: Path, last: dict[Path, float] = {}) -> float:  # noqa: B006  what one had that has ended
    with suppress(OSError):
        last[process] = int(process.read_text().split()[0]) / 1e9
    return last.get(process, 0.0)


@cache
def database_processes() -> list[Path]:
    """Those there are once the pool is open; background work of the database counts too."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        own = cursor.fetchone()[0]
    status = Path(f"/proc/{own}/status").read_text()
    parent = status.partition("PPid:")[2].split()[0]
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [Path(f"/proc/{pid}/schedstat") for pid in children]


def measure(asked, ask) -> dict[str, float]:
    """Milliseconds of processor (ours and the database's) and by the clock."""
    busy, clock = [], []
    for language, text in asked:
        theirs, ours, began = (
            database_seconds(),
            time.thread_time(),
            time.perf_counter(),
        )
        ask(language, text)
        clock.append((time.perf_counter() - began) * 1000)
        ours = time.thread_time() - ours
        busy.append((ours + database_seconds() - theirs) * 1000)
    busy.sort()
    clock.sort()
    middle, late = len(asked) // 2, int(len(asked) * 0.95)
    return {
        "median": busy[middle],
        "p95": busy[late],
        "most": busy[-1],
        "clock": clock[late],
    }


def asked_page(address: str):
    client = Client(HTTP_HOST="localhost")

    def ask(language, text):
        answer = client.get(PREFIXES[language] + address, {"q": text})
        assert answer.status_code == 200, (answer.status_code, text)

    return ask


def rebuild_seconds() -> list[float]:
    theirs, ours, began = database_seconds(), time.thread_time(), time.perf_counter()
    rebuild_index()
    ours = time.thread_time() - ours
    return [ours + database_seconds() - theirs, time.perf_counter() - began]


def main(path: Path, with_rebuild: bool):
    views.SEARCHES_A_MINUTE = views.SUGGESTIONS_A_MINUTE = 10**9
    if not path.exists():
        path.write_text(json.dumps(typed_words()))
    asked = json.loads(path.read_text())
    ways = {
        "search": find_in,
        "`/search/suggestions/`": asked_page("/search/suggestions/"),
        "`/search/`": asked_page("/search/"),
    }
    for ask in ways.values():
        measure(asked[:3], ask)  # opens the connections, of which all are counted
    database_processes.cache_clear()
    result = {}
    for name, ask in ways.items():
        measure(asked[::7], ask)  # templates and lists of words are read once
        result[name] = measure(asked, ask)
    if with_rebuild:
        result["rebuild"] = rebuild_seconds()
    print("DATA" + json.dumps(result))


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--rebuild" in sys.argv)
