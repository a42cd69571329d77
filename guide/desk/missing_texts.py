"""Texts that stand in one language only, of all kinds of records that visitors see."""

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.text import capfirst

from guide.desk.query_parts import Joined, title_of
from guide.editorial.history import base_label
from guide.editorial.stale_texts import text_pairs
from guide.sync.record_schema import RecordSchema, record_schemas

COLUMNS = ["lacks_kind", "lacks_key", "lacks_title", "lacks_row", "lacks_texts"]


class LackingRow(NamedTuple):
    """`label`, `pk`: of the record to which the row belongs; `part`: the kind of the row."""

    label: str
    pk: int
    title: str
    part: str
    columns: str  # those that are empty, a line each

    @property
    def kind(self) -> str:
        return capfirst(record_schemas()[self.part].model._meta.verbose_name)

    @property
    def form_address(self) -> str:
        return reverse(f"admin:{self.label.replace('.', '_')}_change", args=[self.pk])

    @property
    def texts(self) -> Iterator[tuple[str, str]]:
        """Name and language of each that is missing."""
        schema = record_schemas()[self.part]
        for name, pair in text_pairs(self.part).items():
            for language, column in pair.items():
                if column in self.columns.split():
                    yield base_label(schema, name), language


def lacking_rows() -> QuerySet:
    """To be counted: the rows of missing_texts() and no more of them than their keys."""
    return in_one(rows_that_lack(schema).values_list("pk") for schema in bilingual())


def missing_texts() -> QuerySet:
    """One row for each row of a record that lacks texts; count() and slices work. As LackingRow takes them."""
    return in_one(map(described_rows, bilingual())).order_by(
        "lacks_kind", "lacks_title"
    )


def bilingual() -> list[RecordSchema]:
    return [schema for label, schema in record_schemas().items() if text_pairs(label)]


def in_one(queries: Iterable[QuerySet]) -> QuerySet:
    first, *others = queries
    return first.union(*others, all=True)


def owner_of(schema: RecordSchema) -> tuple[RecordSchema, str]:
    """The record to which a row belongs, and the way to it."""
    if not schema.owner:
        return schema, ""
    return schema.targets[schema.owner], f"{schema.owner}__"


def lacking_columns(schema: RecordSchema) -> dict[str, Q]:
    """By column, when it is empty and its other language is not."""
    return {
        pair[one]: Q(~Q(**{pair[other]: ""}), **{pair[one]: ""})
        for pair in text_pairs(schema.label).values()
        for one, other in (("en", "zh"), ("zh", "en"))
    }


def rows_that_lack(schema: RecordSchema) -> QuerySet:
    owner, link = owner_of(schema)
    lacking = reduce(or_, lacking_columns(schema).values())
    shown = is_shown(schema, "") & is_shown(owner, link)
    return schema.model._base_manager.order_by().filter(lacking, shown)


def described_rows(schema: RecordSchema) -> QuerySet:
    owner, link = owner_of(schema)
    names = [
        Case(When(is_empty, then=Value(column)), default=Value(""))
        for column, is_empty in lacking_columns(schema).items()
    ]
    return (
        rows_that_lack(schema)
        .annotate(
            lacks_kind=Value(owner.label),
            lacks_key=F(f"{link}pk"),
            lacks_title=title_of(owner.model, link),
            lacks_row=Value(schema.label),
            lacks_texts=Joined(*names),
        )
        .values_list(*COLUMNS)
    )


def is_shown(schema: RecordSchema, link: str) -> Q:
    """Published and not retired, where the kind knows that."""
    shown = Q()
    if schema.has_published:
        shown &= Q(**{f"{link}published": True})
    if schema.has_retired_on:
        shown &= Q(**{f"{link}retired_on": None})
    return shown
