"""Backups: one file with the whole database as it was at one moment, and how many rows each table had."""

from collections.abc import Iterable
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.utils import timezone

from operations.backup import postgres, sqlite
from operations.backup.errors import BackupRefused
from web.pending_migrations import migrations_of

Counts = dict[str, int]


def database_module():
    return (
        sqlite
        if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
        else postgres
    )


def backup(file: Path) -> Counts:
    if file.exists():
        raise BackupRefused(
            f"{file} is there already; a backup never overwrites another. Name another file"
        )
    if not file.absolute().parent.is_dir():
        raise BackupRefused(
            f"there is no folder {file.absolute().parent}; make it first"
        )
    draft = file.with_name(f".{file.name}.new")
    try:
        draft.touch(0o600)  # learners' data: for its owner only
        counts = database_module().write_backup(draft)
        if not counts.get("django_migrations"):
            raise BackupRefused(
                "the database is empty: run “manage.py prepare” first, or check DATABASE_URL and VAR_DIR"
            )
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
    return counts


def restore(file: Path) -> tuple[Counts, str]:
    """Put a backup in place of the database. Returns its counts, and where the old database is kept."""
    if not file.is_file():
        raise BackupRefused(f"there is no file {file}")
    with database_module().RestoreDraft(file) as draft:
        if draft.counts != draft.promised:
            raise BackupRefused(
                f"{file} is not whole: {describe_differences(draft.promised, draft.counts)}"
            )
        if unknown := unknown_migrations(draft.migrations):
            raise BackupRefused(
                f"{file} is of a newer program: it has {', '.join(unknown)}"
            )
        return draft.counts, draft.swap(f"{timezone.now():%Y%m%d-%H%M%S-%f}")


def describe_differences(promised: Counts, found: Counts) -> str:
    names = sorted(
        name for name in {*promised, *found} if promised.get(name) != found.get(name)
    )
    return ", ".join(
        f"{name} has {found.get(name, 0):,} rows of {promised.get(name, 0):,}"
        for name in names
    )


def unknown_migrations(migrations: Iterable[str]) -> list[str]:
    """Migrations that this program does not have; those of apps that it no longer has are of no concern."""
    known = {
        name for config in apps.get_app_configs() for name in migrations_of(config)
    }
    labels = {name.partition(".")[0] for name in known}
    return sorted(
        name for name in set(migrations) - known if name.partition(".")[0] in labels
    )
