from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from guide.models import Conflict
from guide.sync.bar import Bar
from guide.sync.faults import Refused
from guide.sync.files import content_models
from guide.sync.schema import pending_migrations
from guide.sync.sync import sync

EDITORS = "Editors"


class Command(BaseCommand):
    help = "Makes everything ready to serve: tables, the cache table, the group of editors, the content."
    requires_system_checks = []  # the tables that checks read may not be there yet

    def handle(self, **options):
        try:
            settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CommandError(f"VAR_DIR cannot be made: {error}.") from error
        if names := pending_migrations():
            call_command("migrate", verbosity=0, interactive=False)
            self.stdout.write(f"Database: {len(names)} migrations applied.")
        call_command("createcachetable", verbosity=0)
        if added := complete_editors():
            self.stdout.write(f"Group “{EDITORS}”: {added} permissions added.")
        self.load_content()

    def load_content(self):
        bar = Bar(self.stderr)
        try:
            report = sync(settings.FIXTURE_DIRS, seen=bar)
        except Refused as refused:
            bar.clear()
            raise CommandError("\n".join([*refused.reasons, "The content was not loaded."])) from refused
        bar.clear()
        if line := report.line():
            self.stdout.write(line)


def complete_editors():
    """Give the group what it lacks, and take nothing away that an operator gave it. Returns how many were added."""
    group, _ = Group.objects.get_or_create(name=EDITORS)
    wanted = Permission.objects.filter(content_type__app_label="guide", codename__in=codenames())
    lacking = wanted.exclude(group=group)
    group.permissions.add(*lacking)
    return len(lacking)


def codenames():
    names = [f"{action}_{model._meta.model_name}" for model in content_models() for action in ("add", "change", "view")]
    return [*names, *(f"{action}_{Conflict._meta.model_name}" for action in ("change", "view"))]
