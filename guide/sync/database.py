"""The rows of the database as fixtures write them, read and written many at a time."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain, islice
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone

from guide.models import ContentVersion
from guide.sync.record_schema import Shape, key_text, plain, shapes
from guide.text_cleaning import tidy

MANY = 1000  # names in one IN (…)
LARGEST = 32_767  # small number of a database
PARAMETERS = 9000  # of one statement; SQLite allows 32,766


class Row(NamedTuple):
    pk: int
    values: dict[str, Any]


class Absent(Exception):
    """A row that a record points to is not in the database."""


def in_parts(items: Iterable[Any], size: int = MANY) -> Iterator[list[Any]]:
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part


class Store:
    def __init__(self):
        self.now = connection.ops.adapt_datetimefield_value(
            timezone.now()
        )  # as the driver takes it
        self._ids: dict[str, dict[str, int]] = {}
        self._keys: dict[str, dict[int, list[str]]] = {}
        self.raised: dict[str, set[str]] = defaultdict(
            set
        )  # rows whose version this load set already
        self.touched: dict[str, set[str]] = defaultdict(
            set
        )  # rows of which something that they own changed
        self.wrote = False

    # Keys

    def keys(self, shape: Shape) -> Iterator[tuple[int, list[str]]]:
        rows = shape.model.objects.order_by().values_list(
            "pk", *shape.model.key_lookups()
        )
        return ((pk, list(key)) for pk, *key in rows.iterator(chunk_size=5000))

    def ids(self, shape: Shape) -> dict[str, int]:
        if shape.label not in self._ids:
            self._ids[shape.label] = {key_text(key): pk for pk, key in self.keys(shape)}
        return self._ids[shape.label]

    def names(self, shape: Shape) -> dict[int, list[str]]:
        if shape.label not in self._keys:
            self._keys[shape.label] = dict(self.keys(shape))
        return self._keys[shape.label]

    def id_of(self, target: Shape, key: Any) -> int | None:
        if key is None:
            return None
        try:
            return self.ids(target)["|".join(key)]
        except KeyError:
            raise Absent(f"{target.label} {'|'.join(key)}") from None

    def is_empty(self, shape: Shape) -> bool:
        return not shape.model.objects.exists()

    def forget(self, shape: Shape):
        """Rows were added: what was read of the keys is no longer all."""
        self._ids.pop(shape.label, None)
        self._keys.pop(shape.label, None)

    # Rows

    def rows(
        self,
        shape: Shape,
        records: Iterable[tuple[str, dict[str, Any]]],
        lock: bool = True,
    ) -> dict[str, Row]:
        """The rows of these (key, values), by key; locked until the end, so that no editor's save comes between."""
        first = shape.model.key[0]
        wanted = {}
        for key, values in records:
            value = values[first]
            wanted[key] = (
                self.ids(shape.targets[first]).get(key_text(value))
                if first in shape.targets
                else value
            )
        found = {}
        for part in in_parts(dict.fromkeys(wanted.values())):
            for row in self.all_rows(
                shape, lock, **{f"{shape.fields[first].attname}__in": part}
            ):
                found[shape.key_of(row.values)] = row
        return {key: found[key] for key in wanted if key in found}

    def all_rows(
        self, shape: Shape, lock: bool = True, **conditions: Any
    ) -> Iterator[Row]:
        fields = list(shape.fields.values())
        rows = shape.model.objects.filter(**conditions).order_by()
        rows = (
            rows.select_for_update(of=("self",))
            if lock and connection.features.has_select_for_update_of
            else rows
        )
        for pk, *values in rows.values_list(
            "pk", *[field.attname for field in fields]
        ).iterator(chunk_size=5000):
            yield Row(
                pk,
                {
                    f.name: self.written(shape, f.name, value)
                    for f, value in zip(fields, values, strict=True)
                },
            )

    def written(self, shape: Shape, name: str, value: Any) -> Any:
        """A value of the database as a fixture writes it."""
        if value is None:
            return None
        if name in shape.targets:
            return self.names(shape.targets[name])[value]
        if isinstance(value, Decimal | date):
            return plain(value)
        return tidy(value) if isinstance(value, str) else value

    def column(self, shape: Shape, name: str, value: Any) -> Any:
        return (
            self.id_of(shape.targets[name], value)
            if name in shape.references
            else value
        )

    def new_row(self, shape: Shape, values: dict[str, Any]) -> tuple:
        """The columns of a new row."""
        pointed = {
            name: self.id_of(target, values[name])
            for name, target in shape.targets.items()
        }
        columns = values | pointed
        return (
            *[columns[name] for name in shape.merged],
            *self.stamp(shape),
            *shape.derive(values).values(),
        )

    def stamp(self, shape: Shape) -> tuple:
        return (1, self.now) if shape.has_version else ()

    def insert(self, shape: Shape, rows: Sequence[Sequence]):
        """Rows hold the columns of a record, then the version and time of a new row, then what follows from others."""
        stamped = ["version", "updated_at"] if shape.has_version else []
        columns = (
            [shape.fields[name].column for name in shape.merged]
            + stamped
            + shape.derived
        )
        insert_rows(shape.model._meta.db_table, columns, rows)
        self.wrote = self.wrote or bool(rows)

    def update(
        self,
        shape: Shape,
        changes: list[tuple[int, dict[str, Any]]],
        raises: bool = True,
    ):
        """Set columns of rows by their pk, and raise their version."""
        groups: dict[tuple[str, ...], list[tuple]] = defaultdict(list)
        for pk, columns in changes:
            values = [
                self.column(shape, name, value) for name, value in columns.items()
            ]
            groups[tuple(columns)].append((*values, pk))
        for names, rows in groups.items():
            columns = [shape.fields[name].column for name in names]
            update_rows(
                shape.model._meta.db_table,
                columns,
                rows,
                self.now if raises and shape.has_version else None,
            )
        self.wrote = self.wrote or bool(changes)

    def in_use(self, shape: Shape, pks: Collection[int]) -> set[int]:
        """Those of the rows to which another row points, be it content or something of a learner's."""
        used: set[int] = set()
        for relation in shape.model._meta.get_fields(include_hidden=True):
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

    def delete(self, shape: Shape, pks: Collection[int]):
        for part in in_parts(pks):
            rows = shape.model.objects.filter(pk__in=part)
            rows._raw_delete(
                rows.db
            )  # nothing points to them any more, and the version rises once for all
        self.wrote = self.wrote or bool(pks)

    def finish(self):
        """Raise the versions of owners whose rows changed, and that of the content, once."""
        for label, keys in self.touched.items():
            shape = shapes()[label]
            ids = self.ids(shape)
            rows = [(ids[key],) for key in keys - self.raised[label] if key in ids]
            update_rows(shape.model._meta.db_table, [], rows, self.now)
        if self.wrote:
            ContentVersion.bump()


def quoted(names: Iterable[str]) -> list[str]:
    return [connection.ops.quote_name(name) for name in names]


def insert_rows(table: str, columns: list[str], rows: Sequence[Sequence]):
    """As quickly as the database allows: COPY on PostgreSQL, many rows in one statement on SQLite."""
    if not rows:
        return
    into = f"{quoted([table])[0]} ({', '.join(quoted(columns))})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            insert_values(cursor, into, len(columns), rows)


def insert_values(cursor: Any, into: str, width: int, rows: Sequence[Sequence]):
    many = max(1, min(250, PARAMETERS // width))
    whole = len(rows) - len(rows) % many
    one = f"({', '.join(['%s'] * width)})"
    statement = f"INSERT INTO {into} VALUES "  # noqa: S608  our own names
    parts = (
        list(chain.from_iterable(rows[at : at + many])) for at in range(0, whole, many)
    )
    cursor.executemany(statement + ", ".join([one] * many), parts)
    cursor.executemany(statement + one, rows[whole:])


def update_rows(table: str, columns: list[str], rows: list[tuple], now: Any = None):
    """`rows` end with the pk; with `now` the version rises too."""
    if not rows or not (columns or now):
        return
    sets = [f"{name} = %s" for name in quoted(columns)]
    if now:
        sets += ["version = version + 1", "updated_at = %s"]
        rows = [(*row[:-1], now, row[-1]) for row in rows]
    with connection.cursor() as cursor:
        statement = f"UPDATE {quoted([table])[0]} SET {', '.join(sets)} WHERE id = %s"  # noqa: S608  our own names
        cursor.executemany(statement, rows)
