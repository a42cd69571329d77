"""Columns that can be written only when all rows of their model are there.

A row may point to one of its own model that comes later, or take the number of one that moves later. Until then it
points to nothing, and has a number that nobody else has.
"""

from collections.abc import Iterator

from guide.sync.context import LoadState, Values
from guide.sync.database import LARGEST_SMALL_INTEGER
from guide.sync.errors import SyncRefused
from guide.sync.natural_keys import key_text
from guide.sync.record_schema import RecordSchema


def defer_columns(
    load: LoadState, schema: RecordSchema, key: str, values: Values
) -> Values:
    """The values that can be written now; the others are noted."""
    pointing = {
        name: values[name]
        for name in schema.self_references
        if values.get(name) is not None
    }
    numbers = {name: values[name] for name in schema.unique_numbers if name in values}
    if not (pointing or numbers):
        return values
    load.deferred.append((key, pointing | numbers))
    nothing = dict.fromkeys(pointing)
    return values | nothing | {name: next(load.free_numbers[name]) for name in numbers}


def free_numbers(load: LoadState, schema: RecordSchema, name: str) -> Iterator[int]:
    """Numbers that neither a row nor a record has."""
    in_rows = set(schema.model.objects.values_list(name, flat=True))
    taken = in_rows | load.fixtures.relations.unique_values(schema.label, name)
    for number in range(LARGEST_SMALL_INTEGER, -1, -1):
        if number not in taken:
            yield number
    message = f"too many records change their {name} at once; move them in two loads"
    raise SyncRefused([f"{schema.label}: {message}"])


def write_deferred_columns(load: LoadState, schema: RecordSchema):
    """Now that all rows are there, but for those that editors deleted."""
    refuse_taken_numbers(load, schema)
    ids, changes = load.tables.ids_by_key(schema), []
    for key, columns in load.deferred:
        if key not in ids:
            continue
        missing = {
            name
            for name in schema.self_references
            if name in columns and key_text(columns[name]) not in ids
        }
        found = {name: value for name, value in columns.items() if name not in missing}
        changes.append((ids[key], found))
        for name in missing:
            target = f"{schema.label} {key_text(columns[name])}"
            load.report.left[schema.label][key] = (
                f"without {name}, because {target} is not here"
            )
    load.tables.update(schema, changes, raises=False)
    load.deferred = []


def refuse_taken_numbers(load: LoadState, schema: RecordSchema):
    """A number cannot be given to a record while a row has it that editors made or that has retired."""
    for name in schema.unique_numbers:
        keys = load.tables.keys_by_id(schema)
        moving = {key for key, _ in load.deferred}
        staying = {
            number: key
            for number, pk in schema.model.objects.values_list(name, "pk")
            if (key := key_text(keys[pk])) not in moving
        }
        taken = [
            (key, number)
            for key, columns in load.deferred
            if (number := columns.get(name)) in staying
        ]
        if taken:
            raise SyncRefused(
                f"{schema.label} {key}: {name} {number} is kept by “{staying[number]}”; it must be the only one"
                for key, number in taken
            )
