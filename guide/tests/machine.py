"""A database of a test's own, and commands that run against it as processes of their own."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from itertools import count

import psycopg
import pytest
from django.conf import settings

from tests.postgres import Cluster

KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


class Machine:
    def __init__(self, folder, address):
        self.folder = folder
        self.environment = os.environ | {
            "CAREERPATH_LOCAL": "1",
            "VAR_DIR": str(folder),
            "DATABASE_URL": address,
        }

    def start(self, *arguments):
        return subprocess.Popen(
            [sys.executable, "manage.py", *map(str, arguments)],
            cwd=settings.BASE_DIR, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def run(self, *arguments):
        code, out, err = self.end(*arguments)
        assert code == 0, err
        return out

    def end(self, *arguments):
        process = self.start(*arguments)
        out, err = process.communicate()
        return process.returncode, out, err

    def ask(self, question):
        with closing(self.connect()) as connection:
            return connection.execute(question).fetchall()


class OnSQLite(Machine):
    title = "json_extract(fields, '$.title')"

    def __init__(self, folder):
        super().__init__(folder, f"sqlite:///{folder}/careerpath.sqlite3")

    def connect(self):
        return sqlite3.connect(self.folder / "careerpath.sqlite3")


class OnPostgres(Machine):
    title = "fields ->> 'title'"

    def connect(self):
        return psycopg.connect(self.environment["DATABASE_URL"])


class Machines:
    """Each has a copy of a database that was migrated once, which takes longer than most tests."""

    def __init__(self, folder):
        self.folder = folder
        self.migrated = folder / "careerpath.sqlite3"
        self.cluster = None
        self.number = count()

    def make(self, kind, folder):
        return self.on_sqlite(folder) if kind == "sqlite" else self.on_postgres(folder)

    def on_sqlite(self, folder):
        if not self.migrated.exists():
            migrate(OnSQLite(self.folder))
        with (
            closing(sqlite3.connect(self.migrated)) as old,
            closing(sqlite3.connect(folder / self.migrated.name)) as new,
        ):
            old.backup(new)
        return OnSQLite(folder)

    def on_postgres(self, folder):
        if self.cluster is None:
            self.cluster = Cluster()
            self.cluster.start()
            migrate(OnPostgres(self.folder, self.cluster.create("migrated")))
        return OnPostgres(
            folder,
            self.cluster.create(f"own{next(self.number)}", "--template=migrated"),
        )


def migrate(machine):
    machine.run("migrate", "-v0", "--skip-checks")


@pytest.fixture(scope="session")
def machines(tmp_path_factory):
    machines = Machines(tmp_path_factory.mktemp("machines"))
    yield machines
    if machines.cluster:
        machines.cluster.remove()


@pytest.fixture(params=KINDS)
def own(request, machines, tmp_path):
    return machines.make(request.param, tmp_path)
