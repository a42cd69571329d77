import json
import sys
from itertools import groupby
from pathlib import Path

from django.core.management.base import BaseCommand

from guide.sync.content_audit import audit_content
from guide.sync.content_records import read_database
from guide.sync.files import fixture_files
from guide.sync.fixture_set import Fixtures

LISTED = 10


class Command(BaseCommand):
    help = "Says what is wrong with the content (an error, exit code 1) and what it lacks (a warning)."
    requires_system_checks = []  # content is looked at, not code

    def add_arguments(self, parser):
        parser.add_argument(
            "paths",
            nargs="*",
            type=Path,
            metavar="FILE or DIR",
            help="default: the database",
        )
        parser.add_argument("--format", choices=["text", "json"], default="text")
        parser.add_argument(
            "--all",
            action="store_true",
            help="list every warning, not only the first of each kind",
        )

    def handle(self, *, paths, **options):
        findings = audit_content(
            Fixtures().read(fixture_files(paths)) if paths else read_database()
        )
        if options["format"] == "json":
            self.stdout.write(
                json.dumps(
                    [finding._asdict() for finding in findings], ensure_ascii=False
                )
            )
        else:
            self.stdout.write(
                "\n".join(
                    report_lines(findings, sys.maxsize if options["all"] else LISTED)
                )
            )
        if any(finding.error for finding in findings):
            sys.exit(1)


def report_lines(findings, listed):
    errors = [finding for finding in findings if finding.error]
    warnings = sorted(finding for finding in findings if not finding.error)
    yield from (f"ERROR {finding.message}" for finding in errors)
    for (kind, model), group in groupby(warnings, key=lambda finding: finding[:2]):
        members = list(group)
        names = ", ".join(
            f"{each.key} ({each.message})" if each.message else each.key
            for each in members[:listed]
        )
        more = f" and {len(members) - listed:,} more" if len(members) > listed else ""
        yield f"{kind}: {len(members):,} × {model}: {names}{more}"
    yield f"{len(errors):,} errors, {len(warnings):,} warnings."
