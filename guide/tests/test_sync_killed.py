"""A loader that is killed, and two that run at once: the content is the old or the new, never a mixture."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager

import psycopg
import pytest
from django.conf import settings

from guide.tests.fixture_world import World, course
from tests.postgres import Cluster

COURSES, ROUNDS = 600, 4
TITLES = "SELECT title, count(*) FROM guide_course WHERE slug LIKE 'course-%' GROUP BY title"
BASES = """
SELECT {title}, count(*) FROM guide_loadedrecord
WHERE model = 'guide.course' AND key LIKE 'course-%' GROUP BY {title}
"""


class Machine:
    """A database of its own, and commands that run against it as processes."""

    def __init__(self, folder, address):
        self.folder = folder
        self.environment = os.environ | {"CAREERPATH_LOCAL": "1", "VAR_DIR": str(folder), "DATABASE_URL": address}

    def start(self, *arguments):
        return subprocess.Popen(
            [sys.executable, "manage.py", *map(str, arguments)],
            cwd=settings.BASE_DIR, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def run(self, *arguments):
        process = self.start(*arguments)
        out, err = process.communicate()
        assert process.returncode == 0, err
        return out

    def fixture(self, word):
        world = World(self.folder / word)
        world.folder.mkdir()
        for number in range(COURSES):
            world.add("guide.course", **course(f"course-{number:04}", title=word))
            world.add("guide.courseskill", course=[f"course-{number:04}"], skill=["sql"], level=1)
        world.write()
        return world.folder

    def content(self):
        """How many courses have which title, in the guide and in the base values."""
        titles, bases = (dict(self.ask(question)) for question in (TITLES, BASES.format(title=self.title)))
        assert titles == bases
        return titles

    def ask(self, question):
        with closing(self.connect()) as connection:
            return connection.execute(question).fetchall()


class OnSQLite(Machine):
    title = "json_extract(fields, '$.title')"

    def connect(self):
        return sqlite3.connect(self.folder / "careerpath.sqlite3")


class OnPostgres(Machine):
    title = "fields ->> 'title'"

    def connect(self):
        return psycopg.connect(self.environment["DATABASE_URL"])


@contextmanager
def made(folder, kind):
    if kind == "sqlite":
        yield OnSQLite(folder, f"sqlite:///{folder}/careerpath.sqlite3")
        return
    cluster = Cluster()
    cluster.start()
    try:
        yield OnPostgres(folder, cluster.create("killed"))
    finally:
        cluster.remove()


KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_killed_loader_leaves_the_old_content_or_the_new(tmp_path, kind):
    with made(tmp_path, kind) as machine:
        old, new = machine.fixture("old"), machine.fixture("new")
        machine.run("migrate", "-v0")
        machine.run("sync_guide", old)
        began = time.monotonic()
        machine.run("sync_guide", "--dry-run", new)
        usual, whole = time.monotonic() - began, []

        for _ in range(ROUNDS):
            process = machine.start("sync_guide", new)
            time.sleep(random.uniform(0.3, 1.1) * usual)  # noqa: S311  no secret
            process.send_signal(signal.SIGKILL)
            process.communicate()
            whole.append(machine.content())

        assert [content for content in whole if content not in ({"old": COURSES}, {"new": COURSES})] == []
        machine.run("sync_guide", new)
        assert machine.content() == {"new": COURSES}


@pytest.mark.parametrize("kind", KINDS)
def test_two_loaders_at_once_wait_for_each_other(tmp_path, kind):
    with made(tmp_path, kind) as machine:
        files = [machine.fixture("one"), machine.fixture("two")]
        machine.run("migrate", "-v0")

        loaders = [machine.start("sync_guide", path) for path in files]
        ends = [loader.communicate() for loader in loaders]

        assert [loader.returncode for loader in loaders] == [0, 0], ends
        assert machine.content() in ({"one": COURSES}, {"two": COURSES})
