"""A database that a run of tests keeps for the next one is used only while what it was made from stays the same."""

import os
import time

import pytest

from tests import databases
from tests.databases import fingerprint, new_in_cache


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A checkout of one app, and a cache of its own."""
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
