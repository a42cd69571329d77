"""A database of a test's own, and commands that run against it as processes of their own."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing

import psycopg
import pytest
from django.conf import settings

from tests.in_process import end_of_command

KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


class Machine:
    """`start`, `run` and `end` are processes; `call` and `call_end` do the same in the process of the tests."""

    def __init__(self, folder, address, blocker=None):
        self.folder = folder
        self.blocker = blocker
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

    def call(self, *arguments):
        code, out, err = self.call_end(*arguments)
        assert code == 0, err
        return out

    def call_end(self, *arguments):
        return end_of_command(self.environment, self.blocker, *arguments)

    def ask(self, question):
        with closing(self.connect()) as connection:
            return connection.execute(question).fetchall()


class OnSQLite(Machine):
    title = "json_extract(fields, '$.title')"

    def __init__(self, folder, blocker=None):
        super().__init__(folder, f"sqlite:///{folder}/careerpath.sqlite3", blocker)

    def connect(self):
        return sqlite3.connect(self.folder / "careerpath.sqlite3")


class OnPostgres(Machine):
    title = "fields ->> 'title'"

    def connect(self):
        return psycopg.connect(self.environment["DATABASE_URL"])


@pytest.fixture(params=KINDS)
def own(request, databases, tmp_path, django_db_blocker):
    if request.param == "sqlite":
        databases.new_sqlite(tmp_path / "careerpath.sqlite3")
        return OnSQLite(tmp_path, django_db_blocker)
    return OnPostgres(tmp_path, databases.new_postgres(), django_db_blocker)
