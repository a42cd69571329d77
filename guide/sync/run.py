"""Fixtures into the database: all checked first, then merged under a lock, in one transaction.

Two things here serve the bars of a large load (time and memory at 100,000 courses): the garbage collector is off, and
SQLite has 64 MB for its pages.
"""

import gc
from collections.abc import Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import IntegrityError, OperationalError, connection, transaction

from guide.content_lock import lock_content
from guide.models import Conflict, LoadedFile, LoadedRecord
from guide.sync.database import all_keys
from guide.sync.errors import SyncRefused
from guide.sync.files import file_stem, fixture_files
from guide.sync.fixture_set import Fixtures, file_digest
from guide.sync.loader import Load, OnMerged
from guide.sync.record_schema import record_schemas
from guide.sync.report import Report

# A bar on standard error, where that is a terminal; it leaves nothing behind.
BAR: dict[str, Any] = {"unit_scale": True, "leave": False, "disable": None}


def sync(
    paths: list[Path],
    dry_run=False,
    prefer="",
    only: Iterable[str] = (),
    allow_removals=False,
) -> Report:
    """Load files or folders. Raises SyncRefused, with every reason, and nothing is written then."""
    files = fixture_files(paths)
    if not files:
        raise SyncRefused([f"no fixture in {', '.join(map(str, paths))}"])
    is_complete = any(path.is_dir() for path in paths) and not only
    if not only and is_unchanged(files, is_complete):
        return unchanged_report(files, dry_run)
    from tqdm import (
        tqdm,
    )  # imported here: four megabytes that a worker of the site does not need

    size = sum(path.stat().st_size for path in files if path.exists())
    with without_garbage_collection():
        with tqdm(desc="checking", total=size, unit="B", **BAR) as bar:
            fixtures = Fixtures(only).read(files, bar.update)
        with tqdm(desc="merging", total=fixtures.count, unit="", **BAR) as bar:
            return merge_in_transaction(
                fixtures, is_complete, dry_run, prefer, bar.update, allow_removals
            )


def merge_in_transaction(
    fixtures: Fixtures,
    is_complete: bool,
    dry_run: bool,
    prefer: str,
    on_merged: OnMerged,
    allow_removals: bool = False,
) -> Report:
    try:
        with transaction.atomic():
            take_load_lock()
            load = Load(fixtures, is_complete, prefer, on_merged, allow_removals)
            load.run()
            load.report.dry_run = dry_run
            transaction.set_rollback(dry_run)
    except IntegrityError as error:
        raise SyncRefused([f"the database refused: {error}"]) from error
    except OperationalError as error:
        if "lock" in str(error):
            raise SyncRefused(
                ["another load is running; try again when it has ended"]
            ) from error
        raise
    return load.report


def take_load_lock():
    """Two loaders must not run together."""
    lock_content("20s")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # In kB; with the usual 2 MB a large load writes pages many times.
            cursor.execute("PRAGMA cache_size = -65536")


@contextmanager
def without_garbage_collection():
    """A load makes millions of objects and no circles of them: looking for circles would be a sixth of its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


# Where nothing changed since the last load


def is_unchanged(files: list[Path], is_complete: bool) -> bool:
    """Whether these files are those of the last load and left nothing open. A file that is new needs no reading."""
    loaded = dict(LoadedFile.objects.values_list("name", "digest"))
    stems = {file_stem(path) for path in files}
    same_files = loaded.keys() == stems if is_complete else loaded.keys() >= stems
    if not same_files or Conflict.objects.open().of_fixtures().exists():
        return False
    return all(
        path.exists() and file_digest(path) == loaded[file_stem(path)] for path in files
    )


def unchanged_report(files: list[Path], dry_run: bool) -> Report:
    loaded = LoadedFile.objects.filter(name__in=map(file_stem, files))
    records = sum(loaded.values_list("records", flat=True))
    only_here = keys_only_here()
    return Report(dry_run, len(files), records, unchanged=True, only_here=only_here)


def keys_only_here() -> dict[str, list[str]]:
    """What editors added, by model. All keys are read, so this is nearly all that a load of unchanged files costs."""
    found = {}
    for label, schema in record_schemas().items():
        loaded = LoadedRecord.objects.filter(model=label).order_by()
        keys = all_keys(schema).difference(
            loaded.values_list("key", flat=True).iterator(5000)
        )
        if keys:
            found[label] = sorted(keys)
    return found
