"""Fixtures into the database: all checked first, then merged under a lock, in one transaction."""

import gc
from collections.abc import Iterable
from contextlib import contextmanager
from pathlib import Path

from django.db import IntegrityError, OperationalError, connection, transaction

from guide.models import Conflict, LoadedFile
from guide.sync.database import Store
from guide.sync.errors import Refused
from guide.sync.files import fixture_files, stem
from guide.sync.fixture_set import Fixtures, digest
from guide.sync.last_loaded import remembered
from guide.sync.loader import Load, Seen, quiet
from guide.sync.record_schema import shapes
from guide.sync.report import Report

LOCK = 5_171_402_031  # any number, the same for every loader


def sync(
    paths: list[Path],
    dry_run=False,
    prefer="",
    only: Iterable[str] = (),
    seen: Seen = quiet,
) -> Report:
    """Load files or folders. Raises Refused, with every reason, before anything is written."""
    files = fixture_files(paths)
    if not files:
        raise Refused([f"no fixture in {', '.join(map(str, paths))}"])
    whole = any(path.is_dir() for path in paths) and not only
    if not only and nothing_new(files, whole):
        count = sum(
            LoadedFile.objects.filter(name__in=map(stem, files)).values_list(
                "records", flat=True
            )
        )
        return Report(dry_run, len(files), count, unchanged=True, only_here=only_here())
    total = sum(path.stat().st_size for path in files if path.exists())
    with without_collecting():
        fixtures = Fixtures(only).read(
            files, lambda done: seen("checking", done, total)
        )
        return write(fixtures, whole, dry_run, prefer, seen)


def write(
    fixtures: Fixtures, whole: bool, dry_run: bool, prefer: str, seen: Seen
) -> Report:
    try:
        with transaction.atomic():
            lock()
            load = Load(fixtures, whole, prefer, seen)
            load.run()
            load.report.dry_run = dry_run
            transaction.set_rollback(dry_run)
    except IntegrityError as error:
        raise Refused([f"the database refused: {error}"]) from error
    except OperationalError as error:
        if "lock" in str(error):
            raise Refused(
                ["another load is running; try again when it has ended"]
            ) from error
        raise
    return load.report


@contextmanager
def without_collecting():
    """A load makes millions of objects and no circles of them: looking for circles would be a sixth of its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def nothing_new(files: list[Path], whole: bool) -> bool:
    """Whether these files are those of the last load and left nothing open. A file that is new needs no reading."""
    loaded = dict(LoadedFile.objects.values_list("name", "digest"))
    names = [stem(path) for path in files]
    if Conflict.objects.open().exists() or not (
        loaded.keys() == {*names} if whole else loaded.keys() >= {*names}
    ):
        return False
    return all(path.exists() and digest(path) == loaded[stem(path)] for path in files)


def only_here() -> dict[str, list[str]]:
    """What editors added, by model."""
    store = Store()
    here = {label: set(store.ids(shape)) for label, shape in shapes().items()}
    for label, key, _ in remembered():
        here[label].discard(key)
    return {label: sorted(keys) for label, keys in here.items() if keys}


def lock():
    """Two loaders must not run together. On SQLite the transaction itself is that lock: it began as a writer."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '20s'")
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    else:
        with connection.cursor() as cursor:
            cursor.execute(
                "PRAGMA cache_size = -65536"
            )  # kB; with the usual 2 MB a large load writes pages many times
