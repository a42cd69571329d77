from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from guide.management.commands.sync_guide import model_labels
from guide.sync.dump import dump_content
from guide.sync.errors import SyncRefused
from guide.sync.removal_bounds import EXIT_CODE, PERCENT, SWITCH


class Command(BaseCommand):
    help = "Writes the guide's content into fixture files: the way of editors' work back into the repository."
    requires_system_checks = []  # pages have no part in it

    def add_arguments(self, parser):
        parser.add_argument(
            "--out", type=Path, default=settings.FIXTURE_DIRS[0], metavar="DIR"
        )
        parser.add_argument(
            "--only",
            nargs="+",
            default=[],
            metavar="MODEL",
            help="write only files with these models",
        )

        parser.add_argument(
            SWITCH,
            action="store_true",
            help=f"write although a file would lose more than {PERCENT} %% of its records",
        )

    def handle(self, *, out, only, allow_removals, **options):
        try:
            changed = dump_content(out, model_labels(only), allow_removals)
        except SyncRefused as refused:
            reasons = "\n".join([*refused.reasons, "Refused: nothing was written."])
            raise CommandError(reasons, returncode=EXIT_CODE) from refused
        for path in changed:
            self.stdout.write(f"written: {path}")
        if not changed:
            self.stdout.write("Nothing changed.")
