from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from guide.freshness.asking import Web
from guide.freshness.asking_at_once import ask_all
from guide.freshness.content_links import kinds_with_links
from guide.freshness.keeping_links import (
    Kept,
    due_links,
    forget_unused_links,
    keep_findings,
)

MOST = 2000
MINUTES = 20
DISBELIEVED = 3  # the exit code


class Command(BaseCommand):
    help = (
        "Asks the sites that content leads to whether its pages are still there, one question to a site every five "
        "seconds, and keeps what they said. A page is gone when it was missing twice, on different days."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--most",
            type=int,
            default=MOST,
            metavar="N",
            help=f"ask {MOST} at most, or N",
        )
        parser.add_argument(
            "--kind",
            action="append",
            default=[],
            metavar="KIND",
            help="only links of courses (course), sources (source) …; may be given several times",
        )
        parser.add_argument(
            "--minutes",
            type=float,
            default=MINUTES,
            metavar="N",
            help=f"ask nothing more after {MINUTES} minutes, or N; the rest is first next time",
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="say which links would be asked, ask and write nothing",
        )
        parser.add_argument(
            "--believe-all",
            action="store_true",
            help="count failures even if so many come at once that our own line may be the cause",
        )

    def handle(self, *, most, kind, minutes, dry_run, believe_all, **options):
        check_options(most, kind, minutes)
        due = due_links(kind, timezone.now())
        chosen = due[:most]
        if dry_run:
            self.stdout.write("\n".join([*chosen, f"{len(chosen):,} would be asked."]))
            return
        forgotten = forget_unused_links()
        kept = Kept()
        findings = ask_all(chosen, Web().ask, minutes * 60)
        done = keep_findings(findings, kept, believe_all)
        bar = tqdm(done, "asking", len(chosen), leave=False, disable=None)
        asked = sum(1 for _address in bar)
        self.say(kept, asked, len(due) - asked, forgotten)

    def say(self, kept, asked, left, forgotten):
        counts = ", ".join(f"{n:,} {state}" for state, n in sorted(kept.counts.items()))
        self.stdout.write(f"{asked:,} links asked{': ' if counts else ''}{counts}.")
        for title, addresses in (
            ("Gone since today", kept.gone),
            ("There again", kept.back),
            ("Moved since today", kept.moved),
        ):
            self.stdout.writelines(f"{title}: {each}" for each in addresses)
        if left:
            self.stdout.write(f"{left:,} left for the next run.")
        if forgotten:
            self.stdout.write(f"{forgotten:,} forgotten, which no content names.")
        if kept.disbelieved:
            raise CommandError(
                f"{kept.failed:,} of {asked:,} links failed at once, so that our own line may be the cause: none of "
                "them was counted. --believe-all counts them.",
                returncode=DISBELIEVED,
            )


def check_options(most, kinds, minutes):
    known = kinds_with_links()
    if unknown := sorted(set(kinds) - set(known)):
        raise CommandError(
            f"There is no kind “{unknown[0]}” with links. There are: {', '.join(known)}."
        )
    if not 1 <= most <= 100_000:
        raise CommandError("--most takes a number from 1 to 100000.")
    if not 0 < minutes <= 1440:
        raise CommandError("--minutes takes a number up to 1440.")
