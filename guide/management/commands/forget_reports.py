from django.core.management.base import BaseCommand
from django.utils import timezone

from guide.models import Report


class Command(BaseCommand):
    help = "Deletes reports of readers that are older than the privacy page says. For cron."

    def handle(self, **options):
        count = Report.objects.forget_old(timezone.now().date())
        self.stdout.write(f"Reports of readers: {count:,} old ones deleted.")
