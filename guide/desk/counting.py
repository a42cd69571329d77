"""How many rows many queries find, in one query."""

from collections.abc import Mapping

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


def count_together(queries: Mapping[str, QuerySet]) -> dict[str, int]:
    """By name, as count() of each would say."""
    counts = dict.fromkeys(queries, 0)
    columns, parameters = {}, []
    for name, rows in queries.items():
        try:
            sql, values = rows.query.sql_with_params()
        except EmptyResultSet:
            continue
        columns[name] = f"(SELECT COUNT(*) FROM ({sql}) AS rows_{len(columns)})"  # noqa: S608  SQL that Django made
        parameters += values
    if columns:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(columns.values())}", parameters)
            counts.update(zip(columns, cursor.fetchone(), strict=True))
    return counts
