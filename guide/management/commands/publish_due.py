from django.core.management.base import BaseCommand

from guide.editorial.due import publish_due


class Command(BaseCommand):
    help = "Publishes the drafts whose time has come. Run it every minute; on several machines at once, if you like."

    def handle(self, **options):
        for outcome in publish_due():
            if outcome.refused:
                self.stderr.write(f"{outcome.draft}: {outcome.refused}")
            else:
                waiting = (
                    f"; {outcome.disputed} fields wait for a decision"
                    if outcome.disputed
                    else ""
                )
                self.stdout.write(f"{outcome.draft}: published{waiting}")
