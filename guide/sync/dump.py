"""The database as fixture files. This is their only writer."""

import json
import os
from collections.abc import Collection
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from guide.sync.database import ContentTables
from guide.sync.files import FILES
from guide.sync.record_schema import RecordSchema, schema_of


def dump_content(folder: Path, only: Collection[str] = ()) -> list[Path]:
    """Write the files (with `only`, those that hold one of these models); returns those that changed."""
    folder.mkdir(parents=True, exist_ok=True)
    with transaction.atomic():
        use_one_snapshot()
        tables = ContentTables()
        wanted = {
            stem: names
            for stem, names in FILES.items()
            if not only or {f"guide.{n}" for n in names} & set(only)
        }
        return [
            path
            for stem, names in wanted.items()
            if write_file(path := folder / f"{stem}.json", file_text(tables, names))
        ]


def use_one_snapshot():
    """Read every table as it was at one moment. SQLite gives that to each transaction."""
    if connection.vendor == "postgresql" and not connection.savepoint_ids:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def file_text(tables: ContentTables, names: list[str]) -> str:
    records = [
        record
        for name in names
        for record in sorted_records(tables, schema_of(apps.get_model("guide", name)))
    ]
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
