"""The tables of which a record is made, its own and those of the rows that belong to it, read as fixtures write them.

Every save reads them before and after, so the SQL for one record is compiled once a process.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connection, models

from guide.sync.json_text import plain_text
from guide.sync.record_schema import RecordSchema, record_schemas, schema_of

Values = dict[str, Any]


class Cell(NamedTuple):
    """Where a field stands in a row that was read; a reference takes as many columns as its key has parts."""

    name: str
    start: int
    stop: int | None
    as_text: bool


class RecordTable:
    """`link`: the column that says to which record a row belongs."""

    def __init__(self, schema: RecordSchema, link: str):
        self.schema, self.link = schema, link
        self.lookups: list[str] = [link, "version" if schema.has_version else link]
        self.cells = [self.cell_of(name) for name in schema.merged_fields]

    def cell_of(self, name: str) -> Cell:
        field, start = self.schema.fields[name], len(self.lookups)
        if name not in self.schema.references:
            self.lookups.append(field.attname)
            kinds = models.DecimalField | models.DateField
            return Cell(name, start, None, isinstance(field, kinds))
        target = self.schema.references[name]
        self.lookups += [f"{name}__{lookup}" for lookup in target.key_lookups()]
        return Cell(name, start, len(self.lookups), False)

    def rows_of(self, pks: Sequence[int]) -> Iterator[tuple[int, int, Values]]:
        """The record, the version of the row where it has one, and its values."""
        found = one_record(self, pks[0]) if len(pks) == 1 else self.many_records(pks)
        return ((row[0], row[1], self.values_of(row)) for row in found)

    def many_records(self, pks: Sequence[int]) -> Iterator[Sequence]:
        rows = self.schema.model._base_manager.order_by()
        return (
            rows.filter(**{f"{self.link}__in": pks})
            .values_list(*self.lookups)
            .iterator(chunk_size=2000)
        )

    def values_of(self, row: Sequence) -> Values:
        values: Values = {}
        for name, start, stop, as_text in self.cells:
            value = row[start]
            if stop:
                key = [str(part) for part in row[start:stop]]
                value = None if value is None else key
            elif as_text and isinstance(value, Decimal | date):
                value = plain_text(value)
            values[name] = value
        return values


def one_record(table: RecordTable, pk: int) -> list[Sequence]:
    sql, converters = compiled_query(table, connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(sql, [pk])
        rows = [list(row) for row in cursor.fetchall()]
    for row in rows:
        for at, (functions, expression) in converters.items():
            for convert in functions:
                row[at] = convert(row[at], expression, connection)
    return rows


@cache
def compiled_query(
    table: RecordTable, vendor: str
) -> tuple[str, dict[int, tuple[list[Callable], Any]]]:
    rows = table.schema.model._base_manager.order_by().filter(**{table.link: 0})
    compiler = rows.values_list(*table.lookups).query.get_compiler(DEFAULT_DB_ALIAS)
    sql, _parameters = compiler.as_sql()
    return sql, compiler.get_converters([each[0] for each in compiler.select])


@cache
def record_tables(model: type[models.Model]) -> list[RecordTable]:
    """The first one is that of the record itself."""
    owned = [
        RecordTable(schema, schema.fields[schema.owner].attname)
        for schema in record_schemas().values()
        if schema.owner and schema.references[schema.owner] is model
    ]
    return [RecordTable(schema_of(model), "pk"), *owned]
