"""Fixtures into the database: all checked first, then merged under a lock, in one transaction."""

from collections.abc import Iterable
from pathlib import Path

from django.db import IntegrityError, OperationalError, connection, transaction

from guide.models import Conflict

from .base import remembered_keys, unchanged
from .faults import Refused
from .files import fixture_files, stem
from .fixtures import Fixtures, digest
from .load import Load, Seen, quiet
from .report import Report
from .shape import shapes
from .store import Store

LOCK = 5_171_402_031  # any number, the same for every loader


def sync(paths: list[Path], dry_run=False, prefer="", only: Iterable[str] = (), seen: Seen = quiet) -> Report:
    """Load files or folders. Raises Refused, with every reason, before anything is written."""
    files = fixture_files(paths)
    if not files:
        raise Refused([f"no fixture in {', '.join(map(str, paths))}"])
    whole = any(path.is_dir() for path in paths) and not only
    if not only and nothing_new(files, whole):
        return Report(dry_run=dry_run, files=len(files), unchanged=True, only_here=only_here())
    total = sum(path.stat().st_size for path in files if path.exists())
    fixtures = Fixtures(only).read(files, lambda done: seen("checking", done, total))
    try:
        with transaction.atomic():
            lock()
            load = Load(fixtures, whole, prefer, seen)
            load.run()
            if dry_run:
                load.report.dry_run = True
                transaction.set_rollback(True)
    except IntegrityError as error:
        raise Refused([f"the database refused: {error}"]) from error
    except OperationalError as error:
        if "lock" in str(error):
            raise Refused(["another load is running; try again when it has ended"]) from error
        raise
    return load.report


def nothing_new(files: list[Path], whole: bool) -> bool:
    try:
        digests = {stem(path): digest(path) for path in files}
    except OSError:
        return False
    return unchanged(digests, whole) and not Conflict.objects.open().exists()


def only_here() -> dict[str, list[str]]:
    """What editors added, by model."""
    loaded, store = remembered_keys(), Store()
    here = {label: sorted(store.ids(shape).keys() - loaded[label].keys()) for label, shape in shapes().items()}
    return {label: keys for label, keys in here.items() if keys}


def lock():
    """Two loaders must not run together. On SQLite the transaction itself is that lock: it began as a writer."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '20s'")
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
