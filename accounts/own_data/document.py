"""Everything of a learner as one JSON document: `version`, the account, and each table as columns and rows.

A date has its zone and all its digits. A cell that names content holds its key: a slug, or a list where the key has
several parts. A cell that names a row of the same learner holds its place in that table, from 0.
"""

import json
from datetime import date, datetime

from django.conf import settings
from django.templatetags.static import static

from accounts.own_data.tables import Column, Table, learner_tables

VERSION = 1
SCHEMA = "schemas/my-data-1.json"


def learner_document(user, made_at: datetime) -> dict:
    """One query a table."""
    places: dict[str, dict[int, int]] = {}
    return {
        "$schema": settings.SITE_URL + static(SCHEMA),
        "version": VERSION,
        "made_at": made_at.isoformat(),
        "account": {
            "email": user.email,
            "time_zone": user.time_zone,
            "joined": user.date_joined.isoformat(),
        },
        "tables": {
            name: table_document(table, user, places)
            for name, table in learner_tables().items()
        },
    }


def table_document(table: Table, user, places: dict[str, dict[int, int]]) -> dict:
    lookups = [lookup for column in table.columns for lookup in column.lookups]
    found = table.model._base_manager.filter(user=user).order_by("pk")
    values = list(found.values_list("pk", *lookups))
    places[table.name] = {row[0]: place for place, row in enumerate(values)}
    return {
        "columns": [column.name for column in table.columns],
        "rows": [row_document(table.columns, row[1:], places) for row in values],
    }


def row_document(columns: tuple[Column, ...], values, places) -> list:
    cells, start = [], 0
    for column in columns:
        parts = values[start : start + len(column.lookups)]
        start += len(column.lookups)
        cells.append(cell_of(column, parts, places))
    return cells


def cell_of(column: Column, parts, places):
    if column.own:
        return None if parts[0] is None else places[column.own].get(parts[0])
    if column.content is None:
        return plain_value(parts[0])
    if parts[0] is None:
        return None
    return parts[0] if len(parts) == 1 else list(parts)


def plain_value(value):
    return value.isoformat() if isinstance(value, date | datetime) else value


def write_document(document: dict) -> bytes:
    """A line for each row, so that people can read it, and compare two of them."""
    tables = document["tables"]
    head = {name: value for name, value in document.items() if name != "tables"}
    pieces = [compact(head)[:-1], ', "tables": {']
    for number, (name, table) in enumerate(tables.items()):
        pieces.append(",\n" if number else "\n")
        columns = compact(table["columns"])
        pieces.append(f'{compact(name)}: {{"columns": {columns}, "rows": [')
        pieces.append(",".join("\n" + compact(row) for row in table["rows"]))
        pieces.append("]}")
    return ("".join(pieces) + "\n}}\n").encode()


def compact(value) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
