from django.core.management.base import BaseCommand

from guide.search.index import rebuild_index


class Command(BaseCommand):
    help = "Builds the index of search anew, from all that is published."

    def handle(self, **options):
        self.stdout.write(f"Search: {rebuild_index():,} rows.")
