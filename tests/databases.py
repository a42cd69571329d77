"""Databases for tests. Migrations run once for all workers of a run, and each database is a copy of what they made.

`migrated` has the tables, `prepared` the real content too. SQLite's are files in the folder that the workers share;
PostgreSQL's are templates in the cluster that the tests run on, or in one that starts when a test first asks for it.
Both wait in the user's cache for the next run, named by what they were made from: PostgreSQL's as dumps.
"""

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from tests.postgres import Cluster, binary

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = {
    "migrated": ["migrate", "-v0", "--skip-checks"],
    "prepared": ["prepare"],
}
# What each is made from, by folder and pattern below the checkout.
MADE_FROM = {
    "migrated": [
        ("", "requirements.txt"),
        ("careerpath", "settings.py"),
        ("", "*/apps.py"),
        ("", "*/migrations/*.py"),
        ("", "*/models/*.py"),
        ("web", "create_models.py"),
    ],
    "prepared": [
        ("", "requirements.txt"),
        ("careerpath", "**/*.py"),
        ("operations", "**/*.py"),
        ("accounts", "**/*.py"),
        ("guide", "**/*.py"),
        ("guide", "**/data/*"),
        ("web", "**/*.py"),
        ("fixtures", "*"),
    ],
}
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "careerpath"
KEPT_SECONDS = 86_400  # in the cache, of a database that nobody used
KEPT_NUMBER = 6  # there, of each kind and ending
IN_USE_SECONDS = 3_600  # since a run took it: it may still read
CLUSTER = "cluster"  # names the file that says where it is
EMPTY = "template0"


class Databases:
    def __init__(self, folder: Path):
        self.folder = folder
        self.number = 0

    @contextmanager
    def locked(self):
        """One worker makes what is missing while the others wait for it."""
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def manage(self, address: str, *arguments: str):
        environment = os.environ | {
            "CAREERPATH_LOCAL": "1",
            "VAR_DIR": str(self.folder),
            "DATABASE_URL": address,
        }
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr

    # SQLite

    def sqlite_file(self, kind: str) -> Path:
        """The file that all others of its kind are copies of."""
        path = self.folder / f"{kind}.sqlite3"
        if not path.exists():
            kept = kept_path(kind, "sqlite3")
            if not self.take_sqlite(kept, path):
                self.make_sqlite(kind, path)
                with new_in_cache(kept) as new:
                    copy_sqlite(path, new)
        return path

    def take_sqlite(self, kept: Path, path: Path) -> bool:
        """From the cache. False where it is not there, or another run removes it meanwhile."""
        try:
            os.utime(kept)
            if not kept.stat().st_size:  # an older checkout left it empty
                return False
            copy_sqlite(kept, path)
        except (FileNotFoundError, sqlite3.DatabaseError):
            path.unlink(missing_ok=True)
            return False
        return True

    def make_sqlite(self, kind: str, path: Path):
        new = path.with_suffix(".new")
        if kind == "prepared":
            copy_sqlite(self.sqlite_file("migrated"), new)
        self.manage(f"sqlite:///{new}", *COMMANDS[kind])
        new.rename(path)

    def new_sqlite(self, path: Path, kind: str = "migrated") -> str:
        """The address of a new database in a file."""
        with self.locked():
            source = self.sqlite_file(kind)
        copy_sqlite(source, path)
        return f"sqlite:///{path}"

    # PostgreSQL

    def cluster_address(self, name: str) -> str:
        if on_postgres():
            options = settings.DATABASES["default"]
            return postgres_address(name, options["OPTIONS"]["host"], options["USER"])
        file = self.folder / CLUSTER
        if not file.exists():
            cluster = Cluster()
            cluster.start()
            file.write_text(str(cluster.folder))
        (self.folder / f"{os.getpid()}.uses-{CLUSTER}").touch()
        return postgres_address(name, file.read_text())

    def leave_cluster(self):
        """The last worker that leaves removes it."""
        with self.locked():
            (self.folder / f"{os.getpid()}.uses-{CLUSTER}").unlink(missing_ok=True)
            file = self.folder / CLUSTER
            if file.exists() and not list(self.folder.glob(f"*.uses-{CLUSTER}")):
                Cluster(folder=file.read_text()).remove()
                file.unlink()
                for made in self.folder.glob("*.postgres"):
                    made.unlink()

    def template(self, kind: str) -> str:
        """The name of the database that all others of its kind are copies of."""
        made = self.folder / f"{kind}.postgres"
        if not made.exists():
            kept = kept_path(kind, "dump", f"-{self.server_version()}")
            if not self.take_template(kept, kind):
                self.make_template(kind)
                self.keep_template(kind, kept)
            made.touch()
        return kind

    def server_version(self) -> int:
        """The major one: a server does not read every other one's dump."""
        with psycopg.connect(self.cluster_address("postgres")) as connection:
            return connection.info.server_version // 10_000

    def take_template(self, kept: Path, kind: str) -> bool:
        """From the cache. False where it is not there, or another run removes it meanwhile."""
        try:
            os.utime(kept)
            self.create(kind, EMPTY)
            restore(kept, self.cluster_address(kind))
        except (FileNotFoundError, subprocess.CalledProcessError):
            return False
        return True

    def keep_template(self, kind: str, kept: Path):
        """Where pg_dump is missing, or older than the server, the next run makes its own."""
        with (
            suppress(subprocess.CalledProcessError, RuntimeError),
            new_in_cache(kept) as new,
        ):
            dump(self.cluster_address(kind), new)

    def make_template(self, kind: str):
        self.create(kind, self.template("migrated") if kind == "prepared" else EMPTY)
        self.manage(self.cluster_address(kind), *COMMANDS[kind])

    def create(self, name: str, template: str):
        address = self.cluster_address("postgres")
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')

    def new_postgres(self, kind: str = "migrated", name: str = "") -> str:
        """The address of a new database. No two copies at once: PostgreSQL refuses a template that is in use."""
        self.number += 1
        name = name or f"own{os.getpid()}0{self.number}"
        with self.locked():
            self.create(name, self.template(kind))
            return self.cluster_address(name)

    def new_address(self, folder: Path, kind: str = "migrated") -> str:
        """A database of the kind that the tests run on."""
        if on_postgres():
            return self.new_postgres(kind)
        return self.new_sqlite(folder / "careerpath.sqlite3", kind)


def on_postgres() -> bool:
    return settings.DATABASES["default"]["ENGINE"].endswith("postgresql")


def postgres_address(name: str, host: str, user: str = "careerpath") -> str:
    return f"postgres://{user}@/{name}?host={host}"


def fingerprint(kind: str) -> str:
    """Of the files that a database is made from; their tests are none of them."""
    digest = hashlib.sha256()
    for folder, pattern in MADE_FROM[kind]:
        for path in sorted((ROOT / folder).glob(pattern)):
            name = path.relative_to(ROOT)
            if path.is_file() and not {"tests", ".venv"}.intersection(name.parts):
                digest.update(f"{name}\0".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:32]


def kept_path(kind: str, ending: str, version: str = "") -> Path:
    return CACHE / f"{kind}-{fingerprint(kind)}{version}.{ending}"


@contextmanager
def new_in_cache(kept: Path):
    """Where to write what the cache shall keep, whole or not at all."""
    CACHE.mkdir(parents=True, exist_ok=True)
    new = kept.with_suffix(f".{os.getpid()}")
    try:
        yield new
        new.rename(kept)
    finally:
        new.unlink(missing_ok=True)
    tidy_cache()


def tidy_cache():
    """What no run used for a day goes, and what is not among the newest of its kind and ending nor in use."""
    ages = {}
    for path in CACHE.glob("*-*.*"):
        with suppress(FileNotFoundError):  # another run tidies too
            ages[path] = time.time() - path.stat().st_mtime
    seen: Counter[tuple[str, str]] = Counter()
    for path, age in sorted(ages.items(), key=lambda item: item[1]):
        sort = path.name.partition("-")[0], path.suffix
        seen[sort] += 1
        too_many = seen[sort] > KEPT_NUMBER and age > IN_USE_SECONDS
        if too_many or age > KEPT_SECONDS:
            path.unlink(missing_ok=True)


def copy_sqlite(source: Path, target: Path):
    """Of a source that nobody writes any more. Where it is not there, SQLite would otherwise make an empty one."""
    address = f"{source.absolute().as_uri()}?mode=ro&immutable=1"  # no -wal beside it
    with (
        closing(sqlite3.connect(address, uri=True)) as old,
        closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new)


def dump(address: str, target: Path):
    subprocess.run(
        [binary("pg_dump"), "--format=custom", "--compress=1", f"--file={target}", address],
        check=True,
    )  # fmt: skip


def restore(source: Path, address: str):
    """With the statistics that a dump does not hold."""
    subprocess.run(
        [binary("pg_restore"), "--exit-on-error", "--no-owner", f"--dbname={address}", source],
        check=True,
    )  # fmt: skip
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("ANALYZE")


@pytest.fixture(scope="session")
def databases(tmp_path_factory):
    """In the folder that all workers of a run share."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    databases = Databases(folder)
    yield databases
    databases.leave_cluster()


# The database of the tests themselves is a copy too: Django finds it there, and no migration to run.


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix, databases
):
    options = settings.DATABASES["default"]
    if on_postgres():
        name = options["TEST"]["NAME"] or f"test_{options['NAME']}"
        databases.new_postgres(name=name)
        yield
        return
    with databases.locked():
        source = databases.sqlite_file("migrated")
    memory = connection.creation._get_test_db_name()  # lives as long as it is open
    with closing(sqlite3.connect(memory, uri=True)) as new:
        with closing(sqlite3.connect(source)) as old:
            old.backup(new)
        yield


@pytest.fixture(scope="session")
def django_db_keepdb():
    return True
