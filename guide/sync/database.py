"""The rows of the database as fixtures write them, read and written many at a time.

Plain SQL serves the bar of a large load (ten times as quick as loaddata): many rows a statement, no object for a row.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain, islice
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone

from guide.models import ContentVersion
from guide.search.following import BulkChanges, telling_field
from guide.sync.json_text import plain_text
from guide.sync.natural_keys import key_text, keys_in_columns
from guide.sync.record_schema import RecordSchema, record_schemas
from guide.text_cleaning import clean_text

MANY = 1000  # values in one IN (…)
LARGEST_SMALL_INTEGER = 32_767
PARAMETERS = 9000  # of one statement; SQLite allows 32,766


class DatabaseRow(NamedTuple):
    pk: int
    values: dict[str, Any]


class MissingTarget(Exception):
    """A row that a record points to is not in the database."""


def in_parts(items: Iterable[Any], size: int = MANY) -> Iterator[list[Any]]:
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part


def all_keys(schema: RecordSchema) -> set[str]:
    """Made a column at a time, which is quicker than one by one, and not held."""
    rows = schema.model.objects.order_by().values_list(*schema.model.key_lookups())
    return set(keys_in_columns(list(zip(*rows, strict=True))))


class ContentTables:
    """The tables of the content during one load. The keys of a model are read once and held."""

    def __init__(self):
        # As the driver takes it.
        self.now = connection.ops.adapt_datetimefield_value(timezone.now())
        self._ids: dict[str, dict[str, int]] = {}
        self._keys: dict[str, dict[int, list[str]]] = {}
        # Keys of rows whose version this load raised already, and of owners of rows that changed.
        self.raised: dict[str, set[str]] = defaultdict(set)
        self.touched_owners: dict[str, set[str]] = defaultdict(set)
        self.has_written = False
        self.searched = BulkChanges()

    # Keys

    def natural_keys(self, schema: RecordSchema) -> Iterator[tuple[int, list[str]]]:
        rows = schema.model.objects.order_by().values_list(
            "pk", *schema.model.key_lookups()
        )
        return ((pk, list(key)) for pk, *key in rows.iterator(chunk_size=5000))

    def ids_by_key(self, schema: RecordSchema) -> dict[str, int]:
        if schema.label not in self._ids:
            self._ids[schema.label] = {
                key_text(key): pk for pk, key in self.natural_keys(schema)
            }
        return self._ids[schema.label]

    def keys_by_id(self, schema: RecordSchema) -> dict[int, list[str]]:
        if schema.label not in self._keys:
            self._keys[schema.label] = dict(self.natural_keys(schema))
        return self._keys[schema.label]

    def id_of(self, target: RecordSchema, key: Any) -> int | None:
        if key is None:
            return None
        try:
            return self.ids_by_key(target)["|".join(key)]
        except KeyError:
            raise MissingTarget(f"{target.label} {'|'.join(key)}") from None

    def empty_models(self) -> set[str]:
        """The labels of models without rows. One query."""
        schemas = record_schemas()
        tables = quote_names(each.model._meta.db_table for each in schemas.values())
        looks = ", ".join(f"EXISTS (SELECT 1 FROM {table})" for table in tables)  # noqa: S608  our own names
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {looks}")
            found = cursor.fetchone()
        return {label for label, has in zip(schemas, found, strict=True) if not has}

    def forget_keys(self, schema: RecordSchema):
        """Rows were added: what was read of the keys is no longer all."""
        self._ids.pop(schema.label, None)
        self._keys.pop(schema.label, None)

    # Rows

    def rows_by_key(
        self,
        schema: RecordSchema,
        records: Iterable[tuple[str, dict[str, Any]]],
        lock: bool = True,
    ) -> dict[str, DatabaseRow]:
        """The rows of these (key, values), by key; locked until the end, so that no editor's save comes between."""
        first = schema.model.key[0]
        wanted = {}
        for key, values in records:
            value = values[first]
            wanted[key] = (
                self.ids_by_key(schema.targets[first]).get(key_text(value))
                if first in schema.targets
                else value
            )
        found = {}
        for part in in_parts(dict.fromkeys(wanted.values())):
            for row in self.all_rows(
                schema, lock, **{f"{schema.fields[first].attname}__in": part}
            ):
                found[schema.key_of(row.values)] = row
        return {key: found[key] for key in wanted if key in found}

    def all_rows(
        self, schema: RecordSchema, lock: bool = True, **conditions: Any
    ) -> Iterator[DatabaseRow]:
        fields = list(schema.fields.values())
        rows = schema.model.objects.filter(**conditions).order_by()
        rows = (
            rows.select_for_update(of=("self",))
            if lock and connection.features.has_select_for_update_of
            else rows
        )
        for pk, *values in rows.values_list(
            "pk", *[field.attname for field in fields]
        ).iterator(chunk_size=5000):
            yield DatabaseRow(
                pk,
                {
                    f.name: self.fixture_value(schema, f.name, value)
                    for f, value in zip(fields, values, strict=True)
                },
            )

    def fixture_value(self, schema: RecordSchema, name: str, value: Any) -> Any:
        """A value of the database as a fixture writes it."""
        if value is None:
            return None
        if name in schema.targets:
            return self.keys_by_id(schema.targets[name])[value]
        if isinstance(value, Decimal | date):
            return plain_text(value)
        return clean_text(value) if isinstance(value, str) else value

    def column_value(self, schema: RecordSchema, name: str, value: Any) -> Any:
        return (
            self.id_of(schema.targets[name], value)
            if name in schema.references
            else value
        )

    def new_row(self, schema: RecordSchema, values: dict[str, Any]) -> tuple:
        """The columns of a new row."""
        pointed = {
            name: self.id_of(target, values[name])
            for name, target in schema.targets.items()
        }
        columns = values | pointed
        return (
            *[columns[name] for name in schema.merged_fields],
            *self.version_columns(schema),
            *schema.derived_values(values).values(),
        )

    def version_columns(self, schema: RecordSchema) -> tuple:
        return (1, self.now) if schema.has_version else ()

    def insert(self, schema: RecordSchema, rows: Sequence[Sequence]):
        """Rows hold the columns of a record, then the version and time of a new row, then what follows from others."""
        stamped = ["version", "updated_at"] if schema.has_version else []
        columns = (
            [schema.fields[name].column for name in schema.merged_fields]
            + stamped
            + schema.derived_fields
        )
        insert_rows(schema.model._meta.db_table, columns, rows)
        name = telling_field(schema.model)
        at = schema.column_index[name]
        self.searched.note_rows(schema.model, name, (row[at] for row in rows))
        self.has_written = self.has_written or bool(rows)

    def update(
        self,
        schema: RecordSchema,
        changes: list[tuple[int, dict[str, Any]]],
        raises: bool = True,
    ):
        """Set columns of rows by their pk, and raise their version."""
        groups: dict[tuple[str, ...], list[tuple]] = defaultdict(list)
        for pk, columns in changes:
            values = [
                self.column_value(schema, name, value)
                for name, value in columns.items()
            ]
            groups[tuple(columns)].append((*values, pk))
        for names, rows in groups.items():
            columns = [schema.fields[name].column for name in names]
            update_rows(
                schema.model._meta.db_table,
                columns,
                rows,
                self.now if raises and schema.has_version else None,
            )
        self.searched.note_rows(schema.model, "pk", (pk for pk, _columns in changes))
        self.has_written = self.has_written or bool(changes)

    def referenced_ids(self, schema: RecordSchema, pks: Collection[int]) -> set[int]:
        """Those of the rows to which another row points, be it content or something of a learner's."""
        used: set[int] = set()
        for relation in schema.model._meta.get_fields(include_hidden=True):
            if relation.auto_created and (relation.one_to_many or relation.one_to_one):
                name, pointing = (
                    relation.field.attname,
                    relation.related_model._base_manager,
                )
                for part in in_parts(pks):
                    used.update(
                        pointing.filter(**{f"{name}__in": part}).values_list(
                            name, flat=True
                        )
                    )
        return used

    def delete(self, schema: RecordSchema, pks: Collection[int]):
        """Rows to which nothing points. Unlike QuerySet.delete() it looks for none and raises no version for each."""
        self.searched.note_deletion(schema.model, pks)
        delete_rows(schema.model._meta.db_table, pks)
        self.has_written = self.has_written or bool(pks)

    def raise_versions(self):
        """Raise the versions of owners whose rows changed, and that of the content, once."""
        for label, keys in self.touched_owners.items():
            schema = record_schemas()[label]
            ids = self.ids_by_key(schema)
            rows = [(ids[key],) for key in keys - self.raised[label] if key in ids]
            update_rows(schema.model._meta.db_table, [], rows, self.now)
        if self.has_written:
            ContentVersion.bump()
        self.searched.follow()


def quote_names(names: Iterable[str]) -> list[str]:
    return [connection.ops.quote_name(name) for name in names]


def insert_rows(table: str, columns: list[str], rows: Sequence[Sequence]):
    """As quickly as the database allows: COPY on PostgreSQL, many rows in one statement on SQLite."""
    if not rows:
        return
    into = f"{quote_names([table])[0]} ({', '.join(quote_names(columns))})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            insert_values(cursor, into, len(columns), rows)


def insert_values(cursor: Any, into: str, width: int, rows: Sequence[Sequence]):
    many = max(1, min(250, PARAMETERS // width))
    in_full_statements = len(rows) - len(rows) % many
    one = f"({', '.join(['%s'] * width)})"
    statement = f"INSERT INTO {into} VALUES "  # noqa: S608  our own names
    parts = (
        list(chain.from_iterable(rows[at : at + many]))
        for at in range(0, in_full_statements, many)
    )
    cursor.executemany(statement + ", ".join([one] * many), parts)
    cursor.executemany(statement + one, rows[in_full_statements:])


def update_rows(table: str, columns: list[str], rows: list[tuple], now: Any = None):
    """`rows` end with the pk; with `now` the version rises too."""
    if not rows or not (columns or now):
        return
    sets = [f"{name} = %s" for name in quote_names(columns)]
    if now:
        sets += ["version = version + 1", "updated_at = %s"]
        rows = [(*row[:-1], now, row[-1]) for row in rows]
    with connection.cursor() as cursor:
        statement = (
            f"UPDATE {quote_names([table])[0]} SET {', '.join(sets)} WHERE id = %s"  # noqa: S608  our own names
        )
        cursor.executemany(statement, rows)


def delete_rows(table: str, pks: Iterable[int]):
    with connection.cursor() as cursor:
        statement = f"DELETE FROM {quote_names([table])[0]} WHERE id = %s"  # noqa: S608  our own names
        cursor.executemany(statement, [(pk,) for pk in pks])
