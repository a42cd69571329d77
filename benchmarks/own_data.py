"""A learner's own file, out and in, hostile files, guessed tokens, the page of skills, and a worker of public pages.

    .venv/bin/python benchmarks/own_data.py

Each line but the last is a process of its own, on the real content. Memory is what its peak grows by while it works.
"""

import os
import platform
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks._results import replace  # noqa: E402  the path comes first
from benchmarks._visitors import Connection, pids_of, request_for  # noqa: E402
from benchmarks.my_path import LEARNER, database, run  # noqa: E402
from tests.served import Site  # noqa: E402

EVENTS = 5000
HEAD = """
import json, resource, time
import django
django.setup()
from django.db import connection
from django.utils import timezone
from django.test import Client
from django.test.utils import CaptureQueriesContext
from accounts.models import User
from accounts.own_data.document import learner_document, write_document
from accounts.own_data.importing import import_file
from accounts.own_data.reading import BadFile, read_file

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

def measure(name, work, bar):
    before, busy, clock = peak(), time.process_time(), time.perf_counter()
    said = work()
    busy, clock = time.process_time() - busy, time.perf_counter() - clock
    print("DATA" + json.dumps([name, busy, clock, peak() - before, said, bar]))

def file_of(user):
    return write_document(learner_document(user, timezone.now()))
"""
EXPORT = """
user = User.objects.get(email="learner@example.org")
learner_document(User.objects.create_user("nobody@example.org"), timezone.now())

def work():
    with CaptureQueriesContext(connection) as asked:
        size = len(file_of(user))
    return f"{len(asked)} queries, {size / 1000:.0f} kB"

measure("export, 5,000 events", work, "1 s, 20 MB")
"""
IMPORT = """
content = file_of(User.objects.get(email="learner@example.org"))
new = User.objects.create_user("new@example.org")

def work():
    with CaptureQueriesContext(connection) as asked:
        import_file(new, content)
    return f"{len(asked)} queries"

measure("import, 5,000 events", work, "3 s")
measure("the same again", work, "")
"""
HOSTILE = """
import zlib

def compressed(piece, times):
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    return b"".join(packer.compress(piece) for _ in range(times)) + packer.flush()

KINDS = {
    "1 GB of lists inside one another, compressed": lambda: compressed(b"[" * 10**6, 1000),
    "12 MB of them": lambda: b"[" * 12_000_000,
    "1,000,000 names": lambda: b"{" + b",".join(b'"%d":1' % n for n in range(10**6)) + b"}",
    "399,000 numbers": lambda: b'{"version": 1, "tables": {"x": [' + b"1," * 399_000 + b"1]}}",
    "not a number": lambda: b'{"version": 1, "tables": NaN}',
    "a name that stands twice": lambda: b'{"version": 1, "version": 1, "tables": {}}',
    "half a letter": lambda: b'{"version": 1, "tables": {"\\\\ud800": {}}}',
    "a newer version": lambda: b'{"version": 9, "tables": {}}',
}
content = KINDS[KIND]()

def work():
    try:
        read_file(content)
    except BadFile as error:
        return error.words
    return "read, and nothing of it is known here"

measure("hostile: " + KIND, work, "2 s, 50 MB, a sentence")
"""
GUESSES = """
from datetime import timedelta
from statistics import median
from accounts.models import SharedLink
from guide.models import Roadmap
from web.tokens import new_token

owner, today = User.objects.create_user("shares@example.org"), timezone.localdate()
roadmap = Roadmap.objects.get(slug="degree-route")

def make(**fields):
    return SharedLink.objects.make(owner, label="x", kind="progress", roadmap=roadmap, **fields)

(gone, withdrawn), (_, shared) = make(), make()
_, expired = make(expires_on=today - timedelta(days=1))
gone.delete()
near = shared[:-1] + ("A" if shared[-1] != "A" else "B")
# Two kinds that are the same: how far apart they seem is what cannot be told.
kinds = {"unknown": new_token, "also unknown": new_token, "withdrawn": lambda: withdrawn,
    "expired": lambda: expired, "one letter off": lambda: near}
times = {kind: [] for kind in kinds}
client = Client(HTTP_HOST="localhost")

def work():
    for number in range(2100):
        # In another order each time, so that none always comes behind the same one.
        for kind in sorted(kinds, key=lambda kind: hash((number, kind))):
            path = f"/shared/{kinds[kind]()}/"
            busy = time.process_time_ns()
            status = client.get(path).status_code
            times[kind].append(time.process_time_ns() - busy)
            assert status == 404
    return ", ".join(f"{kind} {median(found[100:]) / 1e6:.3f} ms" for kind, found in times.items())

measure("guessed tokens, 2,000 of each kind", work, "as close as two unknown ones")
"""
SKILLS = """
from accounts.models import Learner, SkillClaim
from django.test import override_settings
from guide.models import Roadmap, Skill
user = User.objects.create_user("skills@example.org")
for number, skill in enumerate(Skill.objects.published()):
    SkillClaim.objects.set(user, skill.pk, 1 + number % 4)
Learner.objects.set_fields(user, roadmap_id=Roadmap.objects.get(slug="degree-route").pk, hours_a_week=6)
client = Client(HTTP_HOST="localhost")
client.force_login(user)
assert client.get("/my/skills/").status_code == 200
with CaptureQueriesContext(connection) as asked:
    client.get("/my/skills/")
queries = len(asked)

def work():
    times = []
    for _ in range(50):
        busy = time.process_time()
        client.get("/my/skills/")
        times.append(time.process_time() - busy)
    return f"{queries} queries, {sorted(times)[25] * 1000:.0f} ms of the processor a request"

measure("`/my/skills/`, every skill said, 50 times", work, "6 queries, 40 ms")
"""
PUBLIC_PAGES = [
    "/", "/roadmaps/degree-route/", "/steps/sql-databases/", "/courses/", "/salaries/", "/roles/", "/market/",
    "/skills/", "/guide/", "/questions/", "/search/?q=python", "/roles/compare/", "/glossary/", "/sources/",
]  # fmt: skip
KINDS = [
    "1 GB of lists inside one another, compressed", "12 MB of them", "1,000,000 names", "399,000 numbers",
    "not a number", "a name that stands twice", "half a letter", "a newer version",
]  # fmt: skip


def rows(kind):
    with (
        tempfile.TemporaryDirectory(prefix="careerpath-own-data-") as folder,
        database(kind, folder) as address,
    ):
        own = {"CAREERPATH_LOCAL": "1", "VAR_DIR": folder, "DATABASE_URL": address}
        environment = {
            **os.environ,
            **own,
            "DJANGO_SETTINGS_MODULE": "careerpath.settings",
        }
        run(environment, "manage.py", "prepare")
        run(environment, "-c", LEARNER.replace("EVENTS", str(EVENTS)))
        hostile = [f"KIND = {name!r}\n{HOSTILE}" for name in KINDS]
        for code in (EXPORT, IMPORT, *hostile, GUESSES, SKILLS):
            for name, busy, clock, more, said, bar in run(
                environment, "-c", HEAD + code
            ):
                yield f"| {kind} | {name} | {said} | {busy:.2f} s | {clock:.2f} s | {more:.0f} MB | {bar} |"
        yield f"| {kind} | a worker after 28 public pages | {worker_memory(folder, address)} | | | | 130 MB |"


def worker_memory(folder, address):
    """What it holds when it has served nothing else; of that, files of programs are held once for all workers."""
    site = Site(Path(folder), address, workers=1)
    site.start()
    try:
        connection = Connection(site.port)
        for page in [prefix + page for prefix in ("", "/zh-hans") for page in PUBLIC_PAGES]:  # fmt: skip
            status, _, _ = connection.ask(request_for(site.port, page))
            assert status == 200, page
        whole, files = max(memory_of(pid) for pid in pids_of(site.process.pid))
    finally:
        site.stop()
    return f"{whole:.0f} MB, of it {files:.0f} of program files"


def memory_of(pid):
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    fields = dict(line.split(":", 1) for line in lines)
    return [int(fields[name].split()[0]) / 1024 for name in ("VmRSS", "RssFile")]


def main():
    os.environ["CAREERPATH_LOCAL"] = "1"
    lines = [row for kind in ("SQLite", "PostgreSQL") for row in rows(kind)]
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    text = [
        f"{datetime.now(UTC):%Y-%m-%d}, {platform.machine()}, {os.cpu_count()} cores, Python",
        f"{platform.python_version()} (load average at the end {load}).\n",
        "| database | what |  | processor | clock | more memory | at most |",
        "| --- | --- | --- | --- | --- | --- | --- |", *lines,
    ]  # fmt: skip
    print("\n".join(text))
    replace("What is mine", "\n".join(text))


if __name__ == "__main__":
    main()
