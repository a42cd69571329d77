"""The migrations that are not applied yet, for the start of the server."""

import pkgutil
from functools import cache
from importlib.util import find_spec

from django.apps import AppConfig, apps
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder


def pending_migrations() -> list[str]:
    """Compares file names with the table of applied migrations. Importing every migration takes too long at a start."""
    applied = {
        f"{label}.{name}"
        for label, name in MigrationRecorder(connection).applied_migrations()
    }
    return [
        name
        for config in apps.get_app_configs()
        for name in migrations_of(config)
        if name not in applied
    ]


@cache  # the files of a program that runs stay
def migrations_of(config: AppConfig) -> list[str]:
    spec = find_spec(f"{config.name}.migrations")
    folders = spec.submodule_search_locations if spec else []
    return [
        f"{config.label}.{module.name}"
        for module in pkgutil.iter_modules(folders)
        if module.name[0] not in "_~"
    ]
