"""Records into an empty table: nothing to compare with, so that only writing is left to do."""

from itertools import repeat
from typing import Any

from guide.sync.context import LoadState
from guide.sync.record_batches import Batch
from guide.sync.record_schema import RecordSchema


def create_all(load: LoadState, schema: RecordSchema, batch: Batch) -> bool:
    """Whether all of them could be created: where one points to what is not here, each has to be looked at."""
    columns: list[Any] = list(batch.columns)
    try:
        for name, target in schema.targets.items():
            ids = (
                load.tables.ids_by_key(target)
                if name not in schema.self_references
                else None
            )
            columns[schema.column_index[name]] = pointers(
                ids, columns[schema.column_index[name]]
            )
    except KeyError:
        return False
    for name in schema.self_references:
        pairs = zip(batch.keys, batch.columns[schema.column_index[name]], strict=True)
        load.deferred += [
            (key, {name: value}) for key, value in pairs if value is not None
        ]
    columns += map(repeat, load.tables.version_columns(schema))
    if schema.derived_fields:
        columns += zip(
            *[
                schema.derived_values(schema.values_of(row)).values()
                for _, _, row in batch.records()
            ],
            strict=True,
        )
    load.tables.insert(schema, list(zip(*columns, strict=False)))
    remember_created(load, schema, batch)
    return True


def remember_created(load: LoadState, schema: RecordSchema, batch: Batch):
    load.bases.add(
        schema.label,
        batch.keys,
        schema.json_rows(batch.columns),
        load.fixtures.stems_of(batch.places),
    )
    load.report.created[schema.label] += len(batch.keys)
    if not load.is_first:
        for _, key, row in batch.records():
            load.raise_version(schema, key, schema.values_of(row), None)


def pointers(ids: dict[str, int] | None, column: list) -> list[int | None]:
    """Rows that point to a row of their own model wait until all are there."""
    return [
        None if parts is None or ids is None else ids["|".join(parts)]
        for parts in column
    ]
