from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from operations.backup import backup
from operations.backup.errors import BackupRefused


class Command(BaseCommand):
    help = (
        "Writes the whole database into one file, while the site runs, and verifies it."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *, file, **options):
        try:
            counts = backup(file)
        except (BackupRefused, OSError) as refused:
            raise CommandError(f"{refused}. Nothing was written.") from refused
        self.stdout.write(
            f"{file}: {sum(counts.values()):,} rows of {len(counts)} tables, verified."
        )
