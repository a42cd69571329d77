"""Backup and restore on PostgreSQL: pg_dump of one snapshot, with the counts of the same snapshot beside it."""

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import connection

from operations.backup.errors import BackupRefused

DUMP, PROMISE, DIGEST = "database.dump", "counts.json", "sha256.txt"
TABLES = (
    "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
)
EXISTS = "SELECT 1 FROM pg_database WHERE datname = %s"
MIGRATIONS = "SELECT app, name FROM django_migrations"


def name() -> str:
    return settings.DATABASES["default"]["NAME"]


def environment() -> dict[str, str]:
    """How PostgreSQL's programs find the server; the password never stands on a command line."""
    default = settings.DATABASES["default"]
    given = {
        "PGHOST": default.get("HOST") or default.get("OPTIONS", {}).get("host"),
        "PGPORT": str(default.get("PORT") or ""),
        "PGUSER": default.get("USER"),
        "PGPASSWORD": default.get("PASSWORD"),
        "PGSSLMODE": default.get("OPTIONS", {}).get("sslmode"),
    }
    return {**os.environ, **{key: value for key, value in given.items() if value}}


def program(title: str) -> str:
    found = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{title}"),
        key=lambda path: int(path.parts[-3]),
    )
    if path := shutil.which(title) or (str(found[-1]) if found else None):
        return path
    raise BackupRefused(f"{title} is needed: apt install postgresql-client")


def run(title: str, *arguments: str):
    done = subprocess.run(  # noqa: S603  PostgreSQL's own program, arguments of ours
        [program(title), *arguments],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupRefused(f"{title}: {done.stderr.strip()}")


def connect(database: str, **options):
    import psycopg  # only on PostgreSQL

    given = {
        KEYWORDS[key]: value for key, value in environment().items() if key in KEYWORDS
    }
    try:
        return psycopg.connect(dbname=database, connect_timeout=5, **given, **options)
    except psycopg.OperationalError as error:
        raise BackupRefused(" ".join(str(error).split())) from error


KEYWORDS = {
    "PGHOST": "host",
    "PGPORT": "port",
    "PGUSER": "user",
    "PGPASSWORD": "password",
    "PGSSLMODE": "sslmode",
}


def count_rows(opened) -> dict[str, int]:
    from psycopg import sql  # only on PostgreSQL

    names = [table for (table,) in opened.execute(TABLES).fetchall()]
    question = sql.SQL("SELECT count(*) FROM {}")
    return {
        table: opened.execute(question.format(sql.Identifier(table))).fetchone()[0]
        for table in names
    }


def write_backup(draft: Path) -> dict[str, int]:
    with (
        TemporaryDirectory(dir=draft.parent) as folder,
        closing(connect(name())) as opened,
    ):
        opened.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        snapshot = opened.execute("SELECT pg_export_snapshot()").fetchone()[0]
        counts = count_rows(opened)
        dump, promise = Path(folder) / DUMP, Path(folder) / PROMISE
        run(
            "pg_dump",
            "--format=custom",
            f"--snapshot={snapshot}",
            f"--file={dump}",
            name(),
        )
        promise.write_text(json.dumps(counts))
        with tarfile.open(draft, "w") as file:
            file.add(promise, PROMISE)
            file.add(dump, DUMP)
            seal = Path(folder) / DIGEST
            seal.write_text(digest_of(promise, dump))
            file.add(seal, DIGEST)
    return counts


def digest_of(*paths: Path) -> str:
    digest = hashlib.sha256()
    for path in paths:
        with path.open("rb") as file:
            while part := file.read(1024 * 1024):
                digest.update(part)
    return digest.hexdigest()


class RestoreDraft:
    """The backup in a database of its own, verified, but not yet under the name of ours."""

    def __init__(self, file: Path):
        self.file, self.name = file, f"{name()}_restoring"

    def __enter__(self):
        drop(self.name)
        try:
            self._read()
        except BaseException:
            drop(self.name)
            raise
        return self

    def _read(self):
        with TemporaryDirectory() as folder:
            self._unpack(Path(folder))
            run("createdb", "--template=template0", self.name)
            run(
                "pg_restore",
                "--no-owner",
                "--exit-on-error",
                f"--dbname={self.name}",
                str(Path(folder) / DUMP),
            )
        import psycopg  # only on PostgreSQL

        try:
            with closing(connect(self.name)) as opened:
                self.counts = count_rows(opened)
                self.migrations = [
                    f"{label}.{title}" for label, title in opened.execute(MIGRATIONS)
                ]
        except psycopg.Error as error:
            raise BackupRefused(
                f"{self.file} is no backup of this program: {' '.join(str(error).split())}"
            ) from error

    def _unpack(self, folder: Path):
        try:
            with tarfile.open(self.file, "r:") as file:
                names = file.getnames()
                # Backups of former versions have no digest.
                for member in (PROMISE, DUMP, *({DIGEST} & {*names})):
                    file.extract(member, folder, filter="data")
            self.promised = dict(json.loads((folder / PROMISE).read_bytes()))
        except (tarfile.TarError, KeyError, EOFError, ValueError, TypeError) as error:
            raise BackupRefused(
                f"{self.file} is no backup of this program: {error}"
            ) from error
        seal = folder / DIGEST
        wanted = digest_of(folder / PROMISE, folder / DUMP).encode()
        if len(names) != 2 and not (seal.exists() and seal.read_bytes() == wanted):
            raise BackupRefused(f"{self.file} is damaged: its check sum is another")

    def __exit__(self, *error):
        drop(self.name)

    def swap(self, when: str) -> str:
        """Two renames; the old database keeps its content under another name. On a new machine there is none."""
        import psycopg  # only on PostgreSQL

        kept = f"{name()}_before_{when.replace('-', '_')}"
        connection.close()
        connection.close_pool()
        try:
            with closing(connect("postgres", autocommit=True)) as opened:
                if not opened.execute(EXISTS, [name()]).fetchone():
                    rename(opened, self.name, name())
                    return ""
                rename(opened, name(), kept)
                try:
                    rename(opened, self.name, name())
                except psycopg.Error:
                    rename(opened, kept, name())
                    raise
        except psycopg.errors.InsufficientPrivilege as error:
            raise BackupRefused(" ".join(str(error).split())) from error
        except psycopg.errors.ObjectInUse as error:
            raise BackupRefused(
                "the site is running; stop it first, so that nothing is saved meanwhile"
            ) from error
        return kept


def drop(database: str):
    run("dropdb", "--if-exists", database)


def rename(opened, old: str, new: str):
    from psycopg import sql  # only on PostgreSQL

    opened.execute(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
            sql.Identifier(old), sql.Identifier(new)
        )
    )
