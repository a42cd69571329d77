import csv
import gzip
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from guide.models import Source
from guide.salaries.survey.cells import (
    RefusedError,
    read_survey,
    summary_row,
    survey_cells,
)
from guide.salaries.survey.load import occupations_of_titles, write_salaries

MOST_LISTED = 50


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
        self.list_bad(reading)
        found = survey_cells(reading.rows, occupations_of_titles())
        if options["cells"]:
            write_cells(options["cells"], found)
        outcome = write_salaries(found, source, prefer_file, dry_run)
        self.stdout.write(f"{len(reading.rows):,} rows, {len(found):,} cells.")
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
        size = file.stat().st_size if file.exists() else 0
        bar = tqdm(
            desc="reading",
            total=size,
            unit="B",
            unit_scale=True,
            leave=False,
            disable=None,
        )  # on a terminal
        try:
            return read_survey(file, lambda done, total: bar.update(done - bar.n))
        except (
            OSError,
            EOFError,
            UnicodeDecodeError,
            gzip.BadGzipFile,
            csv.Error,
            RefusedError,
        ) as fault:
            raise CommandError(f"{file}: {fault}. Nothing was written.") from fault
        finally:
            bar.close()

    def list_bad(self, reading):
        for line, reason in reading.bad[:MOST_LISTED]:
            self.stderr.write(f"line {line}: {reason}")
        if len(reading.bad) > MOST_LISTED:
            self.stderr.write(f"and {len(reading.bad) - MOST_LISTED:,} more bad lines")
        if reading.is_refused:
            raise CommandError(
                f"{len(reading.bad):,} bad lines are more than 1 %. Nothing was written."
            )

    def list_slugs(self, title, slugs):
        if slugs:
            more = (
                f" and {len(slugs) - MOST_LISTED:,} more"
                if len(slugs) > MOST_LISTED
                else ""
            )
            self.stdout.write(f"{title}: {', '.join(slugs[:MOST_LISTED])}{more}")


def write_cells(path, found):
    lines = [summary_row(cell) for cell in found]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(
            file, list(lines[0]) if lines else [], lineterminator="\n"
        )
        writer.writeheader()
        writer.writerows(lines)
