"""A database that a run of tests keeps for the next one is used only while what it was made from stays the same."""

import os
import sqlite3
import time
from contextlib import closing

import pytest

from tests import databases, postgres
from tests.databases import Databases, fingerprint, kept_path, new_in_cache


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A checkout of one app below a folder whose name means nothing, and a cache of its own."""
    tmp_path = tmp_path / "tests"
    for path in ("guide/migrations/0001.py", "guide/tests/test_x.py", "guide/x.py"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("1")
    monkeypatch.setattr(databases, "ROOT", tmp_path)
    monkeypatch.setattr(databases, "CACHE", tmp_path / "cache")
    return tmp_path


def test_a_changed_migration_makes_both_anew_and_a_changed_module_the_prepared_one(
    checkout,
):
    before = fingerprint("migrated"), fingerprint("prepared")
    (checkout / "guide/tests/test_x.py").write_text("2")
    assert (fingerprint("migrated"), fingerprint("prepared")) == before
    (checkout / "guide/x.py").write_text("2")
    assert fingerprint("migrated") == before[0]
    assert fingerprint("prepared") != before[1]
    (checkout / "guide/migrations/0001.py").write_text("2")
    assert fingerprint("migrated") != before[0]


def test_a_kept_database_that_no_run_used_for_a_day_goes(checkout):
    cache = databases.CACHE
    old = [cache / "migrated-1.sqlite3", cache / "migrated-1.dump"]
    cache.mkdir()
    for path in (*old, cache / "migrated-2.sqlite3"):
        path.touch()
    for path in old:
        os.utime(path, (time.time() - databases.KEPT_SECONDS - 60,) * 2)
    with new_in_cache(cache / "migrated-3.sqlite3") as new:
        new.touch()
        assert not (cache / "migrated-3.sqlite3").exists()
    assert sorted(path.name for path in cache.iterdir()) == [
        "migrated-2.sqlite3",
        "migrated-3.sqlite3",
    ]


def test_of_each_kind_and_ending_six_stay_and_all_that_are_in_use(checkout):
    cache = databases.CACHE
    cache.mkdir()
    for number in range(9):
        for name in (f"migrated-{number}.sqlite3", f"prepared-{number}.sqlite3"):
            (cache / name).touch()
            os.utime(cache / name, (time.time() - 7200 - number,) * 2)
    for number in range(3, 9):
        os.utime(cache / f"prepared-{number}.sqlite3")
    (cache / "migrated-0.dump").touch()
    with new_in_cache(cache / "prepared-new.sqlite3") as new:
        new.touch()
    assert {path.name for path in cache.iterdir()} == {
        *(f"migrated-{number}.sqlite3" for number in range(6)),
        *(f"prepared-{number}.sqlite3" for number in range(3, 9)),
        "prepared-new.sqlite3",
        "migrated-0.dump",
    }


def test_nothing_stays_in_the_cache_of_what_could_not_be_made(checkout):
    def make():
        with new_in_cache(databases.CACHE / "migrated-1.sqlite3") as new:
            new.touch()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        make()
    assert list(databases.CACHE.iterdir()) == []


class Made(Databases):
    """Without Django and without a cluster."""

    def __init__(self, folder):
        super().__init__(folder)
        folder.mkdir()
        self.times = 0

    def manage(self, address, *arguments):
        self.times += 1
        if address.startswith("sqlite:///"):
            with closing(sqlite3.connect(address.removeprefix("sqlite:///"))) as new:
                new.execute("PRAGMA journal_mode=wal")
                new.execute("CREATE TABLE step (id)")

    def create(self, name, template):
        pass

    def cluster_address(self, name):
        return name

    def server_version(self):
        return 15


def tables(path):
    with closing(sqlite3.connect(path)) as opened:
        return opened.execute("SELECT name FROM sqlite_master").fetchall()


@pytest.mark.parametrize("vanishes", ["never", "before it is read", "after it is read"])
def test_a_kept_file_that_another_run_removes_is_made_anew(
    checkout, monkeypatch, vanishes
):
    kept = kept_path("migrated", "sqlite3")
    Made(checkout / "first").sqlite_file("migrated")
    utime, copy = os.utime, databases.copy_sqlite

    def utime_and_vanish(path):
        utime(path)
        kept.unlink()

    def copy_and_vanish(source, target):
        copy(source, target)
        kept.unlink()

    with monkeypatch.context() as patched:
        if vanishes == "before it is read":
            patched.setattr(os, "utime", utime_and_vanish)
        if vanishes == "after it is read":
            patched.setattr(databases, "copy_sqlite", copy_and_vanish)
        second = Made(checkout / "second")
        assert tables(second.sqlite_file("migrated")) == [("step",)]
    assert second.times == (vanishes == "before it is read")
    stays = vanishes != "after it is read"
    assert list(databases.CACHE.iterdir()) == [kept] * stays
    assert tables(Made(checkout / "third").sqlite_file("migrated")) == [("step",)]


def test_an_empty_or_damaged_kept_file_is_replaced(checkout):
    kept = kept_path("migrated", "sqlite3")
    databases.CACHE.mkdir()
    for run, content in enumerate((b"", b"no database" * 100)):
        kept.write_bytes(content)
        made = Made(checkout / f"run{run}")
        assert tables(made.sqlite_file("migrated")) == tables(kept) == [("step",)]


def program(folder, text):
    path = folder / "program"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return lambda name: str(path)


# The third argument of pg_dump says where it writes; pg_restore's is no file.
WHOLE_DUMP = 'case $3 in --file=*) echo dump > "${3#--file=}";; *) exit 1;; esac'
BROKEN_DUMP = f"{WHOLE_DUMP}; exit 1"


@pytest.mark.parametrize("kept_before", [False, True])
def test_a_broken_dump_is_not_kept_and_one_that_cannot_be_read_is_made_anew(
    checkout, monkeypatch, kept_before
):
    monkeypatch.setattr(databases, "binary", program(checkout, BROKEN_DUMP))
    kept = kept_path("migrated", "dump", "-15")
    databases.CACHE.mkdir()
    if kept_before:
        kept.touch()
    made = Made(checkout / "run")
    assert made.template("migrated") == made.template("migrated") == "migrated"
    assert made.times == 1
    assert list(databases.CACHE.iterdir()) == [kept] * kept_before


def test_a_dump_is_named_after_the_version_of_its_server(checkout, monkeypatch):
    monkeypatch.setattr(databases, "binary", program(checkout, WHOLE_DUMP))
    Made(checkout / "run").template("migrated")
    name = f"migrated-{fingerprint('migrated')}-15.dump"
    assert [path.name for path in databases.CACHE.iterdir()] == [name]


def test_the_programs_are_those_of_the_newest_version(tmp_path, monkeypatch):
    monkeypatch.setattr(postgres, "INSTALLED", tmp_path)
    for name in ("9.6", "15", "16"):
        (tmp_path / name / "bin").mkdir(parents=True)
        (tmp_path / name / "bin/initdb").touch()
    assert postgres.binary("initdb") == str(tmp_path / "16/bin/initdb")
