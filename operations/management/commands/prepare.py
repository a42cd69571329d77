from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db.migrations.exceptions import MigrationSchemaMissing
from django.utils import timezone

from guide.editors import EDITORS_GROUP, grant_editor_permissions
from guide.models import Report
from guide.search.index import rebuild_if_outdated
from guide.sync.errors import SyncRefused
from guide.sync.removal_bounds import EXIT_CODE, PERCENT, SWITCH, RemovalsRefused
from guide.sync.run import sync
from operations.prepare_turn import prepare_turn
from operations.sessions import clear_expired_sessions
from web.pending_migrations import pending_migrations


class Command(BaseCommand):
    help = "Makes everything ready to serve: tables, the group of editors, the content. Clears expired sessions."
    requires_system_checks = []  # the tables that checks read may not be there yet

    def add_arguments(self, parser):
        parser.add_argument(
            SWITCH,
            action="store_true",
            help=f"load content although more than {PERCENT} %% of the rows of a model, or all of a file, would leave",
        )

    def handle(self, *, allow_removals=False, **options):
        try:
            settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CommandError(f"VAR_DIR cannot be made: {error}.") from error
        with prepare_turn(self.stdout.write):
            self.make_tables()
            if added := grant_editor_permissions():
                self.stdout.write(
                    f"Group “{EDITORS_GROUP}”: {added} permissions added."
                )
            self.load_content(allow_removals)
            rebuild_if_outdated()
        if cleared := clear_expired_sessions():
            self.stdout.write(f"Sessions: {cleared:,} expired ones cleared.")
        if forgotten := Report.objects.forget_old(timezone.now().date()):
            self.stdout.write(f"Reports of readers: {forgotten:,} old ones deleted.")

    def make_tables(self):
        if names := pending_migrations():
            try:
                call_command("migrate", verbosity=0, interactive=False)
            except MigrationSchemaMissing as error:
                raise CommandError(
                    f"The tables cannot be made: {' '.join(str(error).split())}\n"
                    "Give the user of DATABASE_URL the right to create tables in this database."
                ) from error
            self.stdout.write(f"Database: {len(names)} migrations applied.")
        call_command("createcachetable", verbosity=0)

    def load_content(self, allow_removals):
        try:
            report = sync(settings.FIXTURE_DIRS, allow_removals=allow_removals)
        except SyncRefused as refused:
            code = EXIT_CODE if isinstance(refused, RemovalsRefused) else 1
            reasons = "\n".join([*refused.reasons, "The content was not loaded."])
            raise CommandError(reasons, returncode=code) from refused
        if line := report.one_line():
            self.stdout.write(line)
