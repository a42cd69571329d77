import json
import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from guide.sync.errors import SyncRefused
from guide.sync.record_schema import record_schemas
from guide.sync.removal_bounds import EXIT_CODE, PERCENT, SWITCH, RemovalsRefused
from guide.sync.run import sync


class Command(BaseCommand):
    help = "Merges fixtures into the database, field by field, and never overwrites what an editor changed."
    requires_system_checks = []  # pages have no part in it

    def add_arguments(self, parser):
        parser.add_argument(
            "paths",
            nargs="*",
            type=Path,
            metavar="FILE or DIR",
            help="default: the project's fixtures",
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="say what would happen, write nothing",
        )
        parser.add_argument(
            "--prefer",
            choices=["editors", "fixtures"],
            default="",
            help="decide conflicts at once",
        )
        parser.add_argument(
            "--only",
            nargs="+",
            default=[],
            metavar="MODEL",
            help="load these models only",
        )
        parser.add_argument(
            SWITCH,
            action="store_true",
            help=f"load although more than {PERCENT} %% of the rows of a model, or all of a file, would leave the site",
        )
        parser.add_argument(
            "--format", choices=["text", "json"], default="text", help="of the report"
        )

    def handle(self, *, paths, dry_run, prefer, only, allow_removals, **options):
        as_json = options["format"] == "json"
        try:
            report = sync(
                paths or settings.FIXTURE_DIRS,
                dry_run,
                prefer,
                model_labels(only),
                allow_removals,
            )
        except RemovalsRefused as refused:
            self.refuse_removals(refused, as_json)
        except SyncRefused as refused:
            self.refuse(refused, as_json)
        self.stdout.write(
            json.dumps(report.as_dict(), ensure_ascii=False)
            if as_json
            else "\n".join(report.text_lines())
        )
        if report.exit_code:
            sys.exit(report.exit_code)

    def refuse_removals(self, refused, as_json):
        """With the report of what would have happened, since that is the question now."""
        if as_json:
            answer = {"refused": refused.reasons} | refused.report.as_dict()
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
            sys.exit(EXIT_CODE)
        self.stdout.write("\n".join(refused.report.change_lines()))
        reasons = "\n".join([*refused.reasons, "Refused: nothing was written."])
        raise CommandError(reasons, returncode=EXIT_CODE)

    def refuse(self, refused, as_json):
        if as_json:
            self.stdout.write(
                json.dumps({"refused": refused.reasons}, ensure_ascii=False)
            )
            sys.exit(1)
        raise CommandError(
            "\n".join([*refused.reasons, "Refused: nothing was written."])
        )


def model_labels(names):
    """course, Course and guide.course all name the same model."""
    labels = [f"guide.{name.lower().removeprefix('guide.')}" for name in names]
    if paths := [name for name in names if Path(name).exists()]:
        raise CommandError(
            f"--only takes names of models: write {', '.join(paths)} before it."
        )
    if unknown := [label for label in labels if label not in record_schemas()]:
        raise CommandError(
            f"No such model: {', '.join(unknown)}. Allowed: {', '.join(record_schemas())}."
        )
    return labels
