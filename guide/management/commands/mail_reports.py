from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from guide.reports.mail import mail_reports


class Command(BaseCommand):
    help = "Mails what readers reported to REPORTS_TO, once a day at most. For cron."

    def handle(self, **options):
        if not settings.REPORTS_TO:
            self.stdout.write("REPORTS_TO is not set: no mail.")
            return
        try:
            count = mail_reports(timezone.now().date())
        except OSError as error:
            raise CommandError(
                f"The mail server did not take it: {error}. The next try sends it."
            ) from error
        if count:
            self.stdout.write(f"Mailed: {count:,} reports of readers.")
        else:
            self.stdout.write("Nothing to mail.")
