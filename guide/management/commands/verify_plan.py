"""Recomputes a plan that somebody downloaded, from the file alone."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from guide.planner.document import BadDocument
from guide.planner.exhaustive import SECONDS
from guide.planner.plan_file import LONGEST
from guide.planner.verification import verify_text


class Command(BaseCommand):
    help = "Recompute a downloaded plan: coverage, order, hours, money, and whether it is the best one."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="the JSON file of a plan")
        parser.add_argument(
            "--seconds",
            type=float,
            default=SECONDS,
            help="for the proof that no other choice is better; %(default)s",
        )

    def handle(self, *args, **options):
        try:
            findings = verify_text(read_file(options["file"]), options["seconds"])
        except BadDocument as error:
            raise CommandError(str(error)) from error
        for found in findings:
            self.stdout.write(
                f"{'ok' if found.holds else 'WRONG':5} {found.what}: {found.words}"
            )
        if not all(found.holds for found in findings):
            raise CommandError("This plan does not hold.")


def read_file(path: Path) -> str:
    try:
        with path.open(encoding="utf-8") as file:
            return file.read(LONGEST + 1)
    except (OSError, UnicodeDecodeError) as error:
        raise BadDocument(f"This file cannot be read: {error}") from error
