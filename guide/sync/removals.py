"""Records that the fixtures dropped: content retires, rows owned by another are deleted, what editors changed stays."""

from typing import Any

from django.utils import timezone

from guide.sync.context import LoadState
from guide.sync.database import DatabaseRow
from guide.sync.last_loaded import BaseRecord, base_records
from guide.sync.natural_keys import key_text
from guide.sync.record_schema import RecordSchema


def remove_dropped_records(load: LoadState, schema: RecordSchema, keys: list[str]):
    known = base_records(schema.label, keys)
    rows = load.tables.rows_by_key(schema, [(key, known[key].fields) for key in keys])
    deletable = []
    for key in keys:
        base, row = known[key], rows.get(key)
        if row is None:
            load.bases.forgotten.append(base.pk)
        elif is_edited(schema, base, row) and load.prefer != "fixtures":
            keep_edited(load, schema, key, base, row)
        elif schema.owner and not is_owner_dropped(load, schema, schema.owner, row):
            deletable.append((key, base, row))
        else:
            retire_record(load, schema, key, base, row)
    delete_records(load, schema, deletable)


def is_edited(schema: RecordSchema, base: BaseRecord, row: DatabaseRow) -> bool:
    """Whether an editor changed it. A field without a base is in conflict, so there too the editor's value stands."""
    loaded = schema.defaults | base.fields
    return any(
        name not in loaded or loaded[name] != value
        for name, value in merged_values(schema, row.values).items()
    )


def is_owner_dropped(
    load: LoadState, schema: RecordSchema, owner: str, row: DatabaseRow
) -> bool:
    """What retires keeps the rows that it owns, so that its page stays complete for those who began it."""
    return key_text(row.values[owner]) in load.dropped[schema.targets[owner].label]


def keep_edited(
    load: LoadState, schema: RecordSchema, key: str, base: BaseRecord, row: DatabaseRow
):
    if load.prefer == "editors":
        load.report.left[schema.label][key] = "because an editor changed it"
        remember_without_file(load, schema, key, base, row.values)
    else:
        load.conflicts.add(
            schema.label, key, "", base.fields, merged_values(schema, row.values), None
        )


def merged_values(schema: RecordSchema, values: dict[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in schema.merged_fields}


def remember_without_file(
    load: LoadState,
    schema: RecordSchema,
    key: str,
    base: BaseRecord,
    values: dict[str, Any],
):
    """No file has the record any more. Its values here become the base, in case a file has it again."""
    load.bases.remember(schema.label, key, merged_values(schema, values), "", base)


def retire_record(
    load: LoadState,
    schema: RecordSchema,
    key: str,
    base: BaseRecord,
    row: DatabaseRow,
    why: str = "",
):
    change = retirement_change(schema, row.values)
    if change:
        load.tables.update(schema, [(row.pk, change)])
        load.report.retired[schema.label].append(key)
        before = {name: row.values[name] for name in change}
        load.raise_version(schema, key, row.values, before)
    elif not (schema.has_published or schema.has_retired_on) and (
        why or not schema.owner
    ):
        load.report.left[schema.label][key] = (
            why or "because it can neither retire nor be missed"
        )
    remember_without_file(load, schema, key, base, row.values | change)


def retirement_change(schema: RecordSchema, values: dict[str, Any]) -> dict[str, Any]:
    """What changes in a row that retires; nothing where it has retired before, or has no word for it.

    What can retire stays published, for those who began it.
    """
    if schema.has_retired_on:
        return (
            {}
            if values["retired_on"]
            else {"retired_on": timezone.localdate().isoformat()}
        )
    return {"published": False} if schema.has_published and values["published"] else {}


def delete_records(
    load: LoadState,
    schema: RecordSchema,
    items: list[tuple[str, BaseRecord, DatabaseRow]],
):
    used = load.tables.referenced_ids(schema, [row.pk for _, _, row in items])
    for key, base, row in items:
        if row.pk in used:
            retire_record(
                load, schema, key, base, row, "because something still points to it"
            )
        else:
            load.bases.forgotten.append(base.pk)
            load.report.deleted[schema.label].append(key)
            before = merged_values(schema, row.values)
            load.raise_version(schema, key, row.values, before)
    load.tables.delete(schema, [row.pk for _, _, row in items if row.pk not in used])
