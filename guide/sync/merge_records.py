"""Merges batches of records with the rows of a table, field by field. merge.py decides what each field takes."""

from guide.sync.context import LoadState, Values
from guide.sync.database import DatabaseRow, MissingTarget
from guide.sync.deferred_columns import defer_columns
from guide.sync.last_loaded import BaseRecord, base_records, known_digests, text_digest
from guide.sync.merge import merge
from guide.sync.natural_keys import key_text
from guide.sync.record_batches import Batch
from guide.sync.record_schema import RecordSchema

Updates = list[tuple[int, Values]]


def merge_batch(load: LoadState, schema: RecordSchema, batch: Batch):
    records = changed_records(load, schema, batch)
    if not records:
        return
    known = base_records(schema.label, [key for key, _, _ in records])
    rows = load.tables.rows_by_key(
        schema, [(key, values) for key, values, _ in records]
    )
    inserts: list[tuple] = []
    updates: Updates = []
    for key, values, file in records:
        base, row = known.get(key), rows.get(key)
        if base and base.file != file:
            load.outdated_files.add(base.file)
        if row:
            merge_row(load, schema, key, values, base, file, row, updates)
        elif base:
            merge_deleted_row(load, schema, key, values, base, file, inserts)
        else:
            create_row(load, schema, key, values, base, file, inserts)
    load.tables.update(schema, updates)
    load.tables.insert(schema, inserts)


def changed_records(
    load: LoadState, schema: RecordSchema, batch: Batch
) -> list[tuple[str, Values, str]]:
    """Key, values and file of the records that are not as they were at the last load."""
    known = known_digests(schema.label, batch.keys)
    texts = schema.json_rows(batch.columns)
    files = load.fixtures.stems_of(batch.places)
    return [
        (key, schema.values_of(row), file)
        for (_, key, row), text, file in zip(batch.records(), texts, files, strict=True)
        if known.get(key) != (text_digest(text), file)
    ]


def create_row(
    load: LoadState,
    schema: RecordSchema,
    key: str,
    values: Values,
    base: BaseRecord | None,
    file: str,
    inserts: list[tuple],
):
    try:
        columns = defer_columns(load, schema, key, values)
        inserts.append(load.tables.new_row(schema, columns))
    except MissingTarget as target:
        load.report.left[schema.label][key] = f"because {target} is not here"
        return
    load.bases.remember(schema.label, key, values, file, base)
    load.report.created[schema.label] += 1
    load.raise_version(schema, key, values, None)


def merge_deleted_row(
    load: LoadState,
    schema: RecordSchema,
    key: str,
    values: Values,
    base: BaseRecord,
    file: str,
    inserts: list[tuple],
):
    """An editor deleted the row. That stands, unless the fixture changed the record since."""
    if load.prefer == "fixtures":
        create_row(load, schema, key, values, base, file, inserts)
    elif load.prefer == "editors" or base.fields == values:
        load.bases.remember(schema.label, key, values, file, base)
    else:
        load.conflicts.add(schema.label, key, "", base.fields, None, values)


def merge_row(
    load: LoadState,
    schema: RecordSchema,
    key: str,
    values: Values,
    base: BaseRecord | None,
    file: str,
    row: DatabaseRow,
    updates: Updates,
):
    loaded = schema.defaults | (base.fields if base else {})
    take, keep, conflicts = merge(loaded, values, row.values)
    if load.prefer == "fixtures":
        take, conflicts = take | {name: values[name] for name in conflicts}, []
    impossible = impossible_fields(load, schema, row, take)
    conflicts = conflicts + impossible
    if load.prefer == "editors":
        keep, conflicts = keep + conflicts, []
    take = {name: value for name, value in take.items() if name not in impossible}
    for name in conflicts:
        load.conflicts.add(
            schema.label, key, name, loaded.get(name), row.values[name], values[name]
        )
    if keep:
        load.report.kept[schema.label][key] = keep
    if take:
        columns = columns_to_update(load, schema, key, row, take)
        updates.append((row.pk, columns))
        load.report.updated[schema.label][key] = list(take)
        before = {name: row.values[name] for name in take}
        load.raise_version(schema, key, values, before)
    new_base = base_after_merge(values, base, conflicts)
    load.bases.remember(schema.label, key, new_base, file, base)


def impossible_fields(
    load: LoadState, schema: RecordSchema, row: DatabaseRow, take: Values
) -> list[str]:
    """Fields that cannot take the fixture's value beside what editors made of the others."""
    if not take:
        return []
    names = [
        name
        for name in take
        if name in schema.targets and not target_exists(load, schema, name, take[name])
    ]
    if row.values.keys() - take.keys():
        broken = schema.conditions.broken_by(row.values | take)
        names += [name for rule in broken for name in rule.fields if name in take]
    return list(dict.fromkeys(names))


def target_exists(
    load: LoadState, schema: RecordSchema, name: str, key: list[str] | None
) -> bool:
    target = schema.targets[name]
    if key is None:
        return True
    if (
        target is schema
        and key_text(key) in load.fixtures.relations.known[schema.label]
    ):
        return True
    try:
        load.tables.id_of(target, key)
    except MissingTarget:
        return False
    return True


def columns_to_update(
    load: LoadState, schema: RecordSchema, key: str, row: DatabaseRow, take: Values
) -> Values:
    now = {
        name: value
        for name, value in defer_columns(load, schema, key, take).items()
        if name not in schema.self_references
    }
    derived = {
        name: value
        for name, value in schema.derived_values(row.values | take).items()
        if value != row.values[name]
    }
    return now | derived


def base_after_merge(
    values: Values, base: BaseRecord | None, conflicts: list[str]
) -> Values:
    """Where a conflict is open, the value that both began from stays the base."""
    if not conflicts:
        return values
    old = base.fields if base else {}
    agreed = {name: value for name, value in values.items() if name not in conflicts}
    return agreed | {name: old[name] for name in conflicts if name in old}
