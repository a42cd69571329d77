import csv
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from guide.editorial.keeping import keeping_revisions
from guide.models import Revision, Source
from guide.salaries.survey.cells import summary_row
from guide.salaries.survey.load import (
    cells_by_use,
    occupations_of_titles,
    write_salaries,
)
from guide.salaries.survey.packed_lines import RefusedError
from guide.salaries.survey.reading import SurveyReading

MOST_LISTED = 50
COMMONEST = 5


class Command(BaseCommand):
    help = "Reads the raw advert survey, computes its cells and writes those that pages show. Twice changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE.csv.gz")
        parser.add_argument(
            "--source",
            required=True,
            metavar="SLUG",
            help="the source that the figures name",
        )
        parser.add_argument(
            "--cells",
            type=Path,
            metavar="FILE.csv",
            help="also write every cell and roll-up there",
        )
        parser.add_argument(
            "--prefer-file",
            action="store_true",
            help="overwrite figures that editors changed",
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="say what would happen, write nothing",
        )

    def handle(self, *, file, source, prefer_file, dry_run, **options):
        source = self.source(source)
        reading = self.read(file)
        self.say_what_became_of_rows(reading)
        uses = self.say_what_becomes_of_cells(reading.cells)
        if options["cells"]:
            self.write_cells(options["cells"], file, reading.cells)
        with keeping_revisions(reason=Revision.Reason.IMPORT, is_load=True):
            outcome = write_salaries(uses["shown"], source, prefer_file, dry_run)
        would = "would be " if dry_run else ""
        for name in ("created", "updated", "unchanged"):
            self.stdout.write(
                f"Salaries {would}{name}: {len(getattr(outcome, name)):,}"
            )
        self.list_slugs(
            "Kept as they were changed here (--prefer-file overwrites them)",
            outcome.changed_here,
        )
        self.list_slugs("No longer in the file, left alone", outcome.missing_in_file)

    def source(self, slug):
        try:
            return Source.objects.get(slug=slug)
        except Source.DoesNotExist:
            raise CommandError(f"There is no source “{slug}”.") from None

    def read(self, file):
        bar = tqdm(
            desc="reading",
            unit="B",
            unit_scale=True,
            leave=False,
            disable=None,
        )  # on a terminal

        def report_progress(done, total):
            bar.total = total
            bar.update(done - bar.n)

        try:
            reading = SurveyReading(occupations_of_titles())
            return reading.take_file(file, report_progress)
        except RefusedError as fault:
            raise CommandError(f"{file}: {fault}. Nothing was written.") from fault
        finally:
            bar.close()

    def say_what_became_of_rows(self, reading):
        for line, reason in reading.bad_listed:
            self.stderr.write(f"line {line}: {reason}")
        if reading.bad > len(reading.bad_listed):
            self.stderr.write(
                f"and {reading.bad - len(reading.bad_listed):,} more bad lines"
            )
        left_out = sum(map(Counter.total, reading.left_out.values()))
        self.stdout.write(
            f"{reading.rows:,} rows read: {reading.counted:,} counted, {reading.bad:,} bad, {left_out:,} left out."
        )
        for line in left_out_lines(reading.left_out):
            self.stdout.write(line)
        if reading.has_too_many_bad:
            raise CommandError(
                f"{reading.bad:,} bad lines are more than 1 %. Nothing was written."
            )
        if not reading.counted:
            raise CommandError("No row of the file counts. Nothing was written.")

    def say_what_becomes_of_cells(self, cells):
        uses = cells_by_use(cells)
        others = ", ".join(
            f"{len(found):,} {use}" for use, found in uses.items() if use != "shown"
        )
        self.stdout.write(
            f"{len(cells):,} cells: {len(uses['shown']):,} to show{', ' if others else ''}{others}."
        )
        if not uses["shown"]:
            raise CommandError("No cell of the file can be shown. Nothing was written.")
        return uses

    def write_cells(self, path, survey, cells):
        try:
            if path.exists() and path.samefile(survey):
                raise CommandError(f"{path} is the survey itself. Nothing was written.")
            write_summary(path, [summary_row(cell) for cell in cells])
        except OSError as fault:
            raise CommandError(
                f"{path}: {fault.strerror}. Nothing was written."
            ) from fault

    def list_slugs(self, title, slugs):
        if slugs:
            more = (
                f" and {len(slugs) - MOST_LISTED:,} more"
                if len(slugs) > MOST_LISTED
                else ""
            )
            self.stdout.write(f"{title}: {', '.join(slugs[:MOST_LISTED])}{more}")


def left_out_lines(left_out: Mapping[str, Counter[str]]) -> list[str]:
    """A line for each reason, the commonest first, with what it most often was."""
    return [
        f"Left out, {reason}: {details.total():,}{commonest_details(details)}"
        for reason, details in sorted(
            left_out.items(), key=lambda pair: -pair[1].total()
        )
    ]


def commonest_details(details: Counter[str]) -> str:
    named = [
        f"{name[:60]} {count:,}"
        for name, count in details.most_common(COMMONEST)
        if name
    ]
    more = len(details) - len(named)
    if named and more:
        named.append(f"and {more:,} more")
    return f" ({', '.join(named)})" if named else ""


def write_summary(path: Path, lines: list[dict[str, str]]):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(lines[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)
