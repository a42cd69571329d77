"""The database as fixture files. This is their only writer."""

import json
import os
from collections.abc import Collection
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from guide.sync.database import Store
from guide.sync.files import FILES
from guide.sync.record_schema import Shape, shape_of


def dump(folder: Path, only: Collection[str] = ()) -> list[Path]:
    """Write the files (with `only`, those that hold one of these models); returns those that changed."""
    folder.mkdir(parents=True, exist_ok=True)
    with transaction.atomic():
        one_view()
        store = Store()
        wanted = {
            stem: names
            for stem, names in FILES.items()
            if not only or {f"guide.{n}" for n in names} & set(only)
        }
        return [
            path
            for stem, names in wanted.items()
            if write_file(path := folder / f"{stem}.json", text(store, names))
        ]


def one_view():
    """Every table as it was at one moment. SQLite gives that to each transaction."""
    if connection.vendor == "postgresql" and not connection.savepoint_ids:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def text(store: Store, names: list[str]) -> str:
    records = [
        record
        for name in names
        for record in records_of(store, shape_of(apps.get_model("guide", name)))
    ]
    return json.dumps(records, ensure_ascii=False, indent=2) + "\n"


def records_of(store: Store, shape: Shape) -> list[dict[str, Any]]:
    rows = [row.values for row in store.all_rows(shape, lock=False)]
    rows.sort(key=lambda values: key_parts(shape, values))
    return [{"model": shape.label, "fields": values} for values in rows]


def key_parts(shape: Shape, values: dict[str, Any]) -> tuple:
    parts = (values[name] for name in shape.model.key)
    return tuple(map(str, parts)) if not shape.joined else tuple(map(str, flat(parts)))


def flat(parts):
    for part in parts:
        yield from part if isinstance(part, list) else (part,)


def write_file(path: Path, content: str) -> bool:
    """Replace a file as a whole, and only where it differs."""
    if path.exists() and path.read_text(encoding="utf-8") == content:
        return False
    draft = path.with_name(f".{path.name}.new")
    draft.write_text(content, encoding="utf-8")
    os.replace(draft, path)
    return True
