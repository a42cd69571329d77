"""Queries of plain values that run on every page: their SQL is made once for each connection, not for each request."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet

# Values that nobody asks for; what Django makes of them shows which parameter is which.
LARGE = 2**62
LATE = datetime(9000, 1, 1, tzinfo=UTC)


class PreparedRows:
    """`queryset_of` makes a queryset of `values_list`; its arguments are keys of rows, or times where the kind says so.

    A number may be where the rows begin too. The shape of the query depends on nothing else, and none of them is None.
    """

    def __init__(self, queryset_of: Callable[..., QuerySet], *kinds: type):
        self.queryset_of, self.kinds = queryset_of, kinds

    def rows(self, *values) -> list[tuple]:
        connection = connections[DEFAULT_DB_ALIAS]
        known = connection.__dict__.setdefault("_prepared_rows", {})
        if self not in known:
            known[self] = self.prepare(connection)
        compiler, sql, parameters, converters = known[self]
        adapted = [
            connection.ops.adapt_datetimefield_value(value)
            if kind is datetime
            else value
            for kind, value in zip(self.kinds, values, strict=True)
        ]
        with connection.cursor() as cursor:
            cursor.execute(sql, [fill(adapted) for fill in parameters])
            found = cursor.fetchall()
        rows = compiler.apply_converters(found, converters) if converters else found
        return [tuple(row) for row in rows]

    def prepare(self, connection) -> tuple[Any, str, list[Callable], dict]:
        marks = [
            LATE + timedelta(days=n) if kind is datetime else LARGE + n
            for n, kind in enumerate(self.kinds)
        ]
        compiler = self.queryset_of(*marks).query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        places = {
            connection.ops.adapt_datetimefield_value(mark)
            if isinstance(mark, datetime)
            else mark: n
            for n, mark in enumerate(marks)
        }
        sql, parameters = with_bounds_as_parameters(sql, parameters, marks)
        fills = [
            picker(places[value]) if value in places else constant(value)
            for value in parameters
        ]
        fields = [column[0] for column in compiler.select[: compiler.col_count]]
        return compiler, sql, fills, compiler.get_converters(fields)


def with_bounds_as_parameters(sql: str, parameters, marks) -> tuple[str, list]:
    """Django writes where rows begin as digits into the SQL."""
    numbers = {str(mark): mark for mark in marks if isinstance(mark, int)}
    if not numbers:
        return sql, [*parameters]
    # The pattern has one group, so that every second piece is a place of a parameter.
    pieces = re.split(rf"(%s|{'|'.join(numbers)})", sql)
    rest = iter(parameters)
    found = [next(rest) if place == "%s" else numbers[place] for place in pieces[1::2]]
    return "%s".join(pieces[::2]), found


def picker(place: int) -> Callable:
    return lambda values: values[place]


def constant(value) -> Callable:
    return lambda values: value
