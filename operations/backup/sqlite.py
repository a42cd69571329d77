"""Backup and restore on SQLite, through its own online backup: a copied file may be torn."""

import hashlib
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connections

from operations.backup.errors import BackupRefused

# a table in the backup that says how many rows each table has
PROMISE = "careerpath_backup"


DIGEST = f"{PROMISE}_digest"  # a table with the digest of all rows


def database() -> Path:
    return Path(settings.DATABASES["default"]["NAME"])


def write_backup(draft: Path) -> dict[str, int]:
    if not database().exists():
        raise BackupRefused(f"there is no database {database()}")
    try:
        return copy_database(draft)
    except sqlite3.Error as error:  # a full disk, or a file that is no database
        raise BackupRefused(
            f"{database()} cannot be copied into {draft.parent.absolute()}: {error}"
        ) from error


def copy_database(draft: Path) -> dict[str, int]:
    with (
        closing(read_only(database())) as source,
        closing(sqlite3.connect(draft)) as target,
    ):
        source.backup(
            target
        )  # all pages in one step: a writer cannot make it begin again
        target.execute("PRAGMA journal_mode = DELETE")
        refuse_damage(target, draft)
        counts = count_rows(target)
        target.execute(
            f"CREATE TABLE {PROMISE} (name TEXT PRIMARY KEY, number INTEGER NOT NULL)"
        )
        target.executemany(f"INSERT INTO {PROMISE} VALUES (?, ?)", counts.items())  # noqa: S608  our own name
        target.execute(f"CREATE TABLE {DIGEST} (digest TEXT)")
        target.execute(f"INSERT INTO {DIGEST} VALUES (?)", [digest_rows(target)])  # noqa: S608  our own name
        target.commit()
    return counts


def digest_rows(connection: sqlite3.Connection) -> str:
    """Of what all tables hold: a flipped byte inside a text is no damage that SQLite itself would notice."""
    digest = hashlib.sha256()
    for name in table_names(connection):
        digest.update(name.encode())
        for row in connection.execute(f'SELECT * FROM "{name}"'):  # noqa: S608  from the database
            digest.update(repr(row).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def refuse_other_rows(connection: sqlite3.Connection, path: Path):
    """Backups of former versions have no digest."""
    if connection.execute(
        "SELECT 1 FROM sqlite_master WHERE name = ?", [DIGEST]
    ).fetchone():
        [(wanted,)] = connection.execute(f"SELECT digest FROM {DIGEST}")  # noqa: S608  our own name
        connection.execute(f"DROP TABLE {DIGEST}")
        if digest_rows(connection) != wanted:
            raise BackupRefused(f"{path} is damaged: its check sum is another")


def read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=20)


def refuse_damage(connection: sqlite3.Connection, path: Path):
    found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
    lost = connection.execute("PRAGMA foreign_key_check").fetchall()
    if found != ["ok"] or lost:
        raise BackupRefused(
            f"{path} is damaged: {'; '.join(found[:5])}; {len(lost)} broken references"
        )


def count_rows(connection: sqlite3.Connection) -> dict[str, int]:
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608  from the database
        for name in table_names(connection)
    }


def table_names(connection: sqlite3.Connection) -> list[str]:
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    own = {PROMISE, DIGEST}
    return sorted(name for (name,) in tables.fetchall() if name not in own)


class RestoreDraft:
    """The backup, unpacked beside the database and verified, but not yet in its place."""

    def __init__(self, file: Path):
        self.path = database().with_name(f".{database().name}.restoring")
        self.file = file

    def __enter__(self):
        self.path.unlink(missing_ok=True)
        self.path.touch(0o600)
        try:
            self._read()
        except (sqlite3.Error, ValueError, TypeError) as error:
            self.path.unlink(missing_ok=True)
            raise BackupRefused(
                f"{self.file} is no backup of this program: {error}"
            ) from error
        except BackupRefused:
            self.path.unlink(missing_ok=True)
            raise
        return self

    def _read(self):
        with (
            closing(read_only(self.file)) as source,
            closing(sqlite3.connect(self.path)) as target,
        ):
            source.backup(target)
            refuse_damage(target, self.file)
            refuse_other_rows(target, self.file)
            self.promised = dict(target.execute(f"SELECT name, number FROM {PROMISE}"))  # noqa: S608  our own name
            self.migrations = [
                f"{label}.{name}" for label, name in target.execute(MIGRATIONS)
            ]
            target.execute(f"DROP TABLE {PROMISE}")
            target.commit()
            self.counts = count_rows(target)

    def __exit__(self, *error):
        self.path.unlink(missing_ok=True)

    def swap(self, when: str) -> str:
        """The old database keeps its content under another name; at no moment is there none."""
        kept = database().with_name(f"{database().name}.before-{when}")
        connections.close_all()
        if database().exists():
            refuse_other_users()
            os.link(database(), kept)
        sync_to_disk(self.path)
        os.replace(self.path, database())
        sync_to_disk(database().parent)
        return str(kept) if kept.exists() else ""


MIGRATIONS = "SELECT app, name FROM django_migrations"


def refuse_other_users():
    """A process that has the file open would go on writing into the old one. Only a sole user may leave WAL mode."""
    with closing(sqlite3.connect(database(), timeout=2)) as connection:
        try:
            connection.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError as error:
            raise BackupRefused(
                "the site is running; stop it first, so that nothing is saved into the old file"
            ) from error


def sync_to_disk(path: Path):
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
