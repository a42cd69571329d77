"""How much the site holds of a learner, by table, in words."""

from typing import NamedTuple

from django.db.models import Count, Value

from accounts.own_data.tables import learner_tables


class TableCount(NamedTuple):
    name: str
    rows: int


def count_rows(user) -> list[TableCount]:
    """Those with rows alone; one query."""
    parts = [
        table.model._base_manager.filter(user=user)
        .order_by()
        .annotate(table=Value(name))
        .values("table")
        .annotate(rows=Count("*"))
        .values_list("table", "rows")
        for name, table in learner_tables().items()
    ]
    rows = dict(parts[0].union(*parts[1:], all=True))
    return [
        TableCount(table_words(name), rows[name])
        for name in learner_tables()
        if rows.get(name)
    ]


def table_words(name: str) -> str:
    return str(learner_tables()[name].model._meta.verbose_name_plural)
