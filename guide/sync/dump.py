"""The database as fixture files. This is their only writer."""

import json
import os
from collections.abc import Collection
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from guide.sync.database import ContentTables
from guide.sync.errors import SyncRefused
from guide.sync.files import FILES
from guide.sync.reader import UnreadableFile, read_records
from guide.sync.record_schema import RecordSchema, schema_of
from guide.sync.removal_bounds import is_too_much, with_advice
from guide.sync.report import counted


def dump_content(
    folder: Path, only: Collection[str] = (), allow_removals: bool = False
) -> list[Path]:
    """Write the files (with `only`, those that hold one of these models); returns those that changed.

    Raises SyncRefused, before any is written, where a file would lose more records than one load may take away.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with transaction.atomic():
        use_one_snapshot()
        tables = ContentTables()
        wanted = {
            stem: names
            for stem, names in FILES.items()
            if not only or {f"guide.{n}" for n in names} & set(only)
        }
        files = {
            folder / f"{stem}.json": [
                record for name in names for record in records_of(tables, name)
            ]
            for stem, names in wanted.items()
        }
        if not allow_removals and (reasons := lost_records(files)):
            raise SyncRefused(with_advice(reasons))
        return [
            path
            for path, records in files.items()
            if write_file(path, as_text(records))
        ]


def lost_records(files: dict[Path, list]) -> list[str]:
    """A sentence for each file that has many records and would have fewer."""
    found = []
    for path, records in files.items():
        before = records_in(path)
        if is_too_much(before - len(records), before) or before > 0 == len(records):
            found.append(
                f"{path}: {counted(before, 'record')} would become {len(records):,}"
            )
    return found


def records_in(path: Path) -> int:
    """How many records stand in a file; none where it is not there or cannot be read."""
    try:
        return sum(1 for _record in read_records(path))
    except (OSError, UnreadableFile):
        return 0


def use_one_snapshot():
    """Read every table as it was at one moment. SQLite gives that to each transaction."""
    if connection.vendor == "postgresql" and not connection.savepoint_ids:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def records_of(tables: ContentTables, name: str) -> list[dict[str, Any]]:
    return sorted_records(tables, schema_of(apps.get_model("guide", name)))


def as_text(records: list[dict[str, Any]]) -> str:
    return json.dumps(records, ensure_ascii=False, indent=2) + "\n"


def sorted_records(tables: ContentTables, schema: RecordSchema) -> list[dict[str, Any]]:
    rows = [row.values for row in tables.all_rows(schema, lock=False)]
    rows.sort(key=lambda values: key_parts(schema, values))
    return [{"model": schema.label, "fields": values} for values in rows]


def key_parts(schema: RecordSchema, values: dict[str, Any]) -> tuple:
    parts = (values[name] for name in schema.model.key)
    return (
        tuple(map(str, parts))
        if not schema.references_in_key
        else tuple(map(str, flatten_parts(parts)))
    )


def flatten_parts(parts):
    for part in parts:
        yield from part if isinstance(part, list) else (part,)


def write_file(path: Path, content: str) -> bool:
    """Replace a file at one moment, and only where it differs. Returns whether it did."""
    if path.exists() and path.read_text(encoding="utf-8") == content:
        return False
    draft = path.with_name(f".{path.name}.new")
    draft.write_text(content, encoding="utf-8")
    os.replace(draft, path)
    return True
