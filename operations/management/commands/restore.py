from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from operations.backup import restore
from operations.backup.errors import BackupRefused


class Command(BaseCommand):
    help = "Puts a backup in place of the database, once it is verified. The old database is kept beside it."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *, file, **options):
        try:
            counts, kept = restore(file)
        except (BackupRefused, OSError) as refused:
            raise CommandError(f"{refused}. The database is as it was.") from refused
        self.stdout.write(
            f"Restored: {sum(counts.values()):,} rows of {len(counts)} tables."
        )
        if kept:
            self.stdout.write(f"The old database is kept as {kept}.")
            remove = "rm" if "/" in kept else "dropdb"
            self.stdout.write(f"When nobody misses it: {remove} {kept}")
