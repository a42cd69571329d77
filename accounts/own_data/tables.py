"""The tables that hold what learners made, read from the models of this app."""

from functools import cache
from typing import NamedTuple

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models

# What an import keeps of itself: the documents in it hold nothing that the other tables do not. The calendar follows
# the plan, and its address is a secret of this account, as those of shared links are: nothing brings them back.
NOT_EXPORTED = {"dataimport", "calendarlink", "calendarevent", "sharedlink"}


class Column(NamedTuple):
    """A field in the document. `lookups` leads to its values in a query; several make up a natural key."""

    name: str
    lookups: tuple[str, ...]
    # The content that it names by key, and the learner's table of which it names a row by its place.
    content: type[models.Model] | None = None
    own: str = ""


class Table(NamedTuple):
    name: str
    model: type[models.Model]
    columns: tuple[Column, ...]

    def column(self, name: str) -> int:
        return [column.name for column in self.columns].index(name)


@cache
def learner_tables() -> dict[str, Table]:
    """By name, in an order in which every row stands behind those that it names."""
    found = {
        model._meta.model_name: model
        for model in apps.get_app_config("accounts").get_models()
        if belongs_to_learner(model) and model._meta.model_name not in NOT_EXPORTED
    }
    return {
        name: Table(name, found[name], columns_of(found[name], found))
        for name in in_dependency_order(found)
    }


def belongs_to_learner(model) -> bool:
    return any(field.related_model is get_user_model() for field in model._meta.fields)


def columns_of(model, known) -> tuple[Column, ...]:
    fields = [
        field
        for field in model._meta.concrete_fields
        if not (field.primary_key and not field.is_relation)
        and field.related_model is not get_user_model()
    ]
    return tuple(column_of(field, known) for field in fields)


def column_of(field, known) -> Column:
    related = field.related_model
    if related is None:
        return Column(field.name, (field.attname,))
    if related._meta.model_name in known:
        return Column(field.name, (field.attname,), own=related._meta.model_name)
    keys = tuple(f"{field.name}__{key}" for key in related.key_lookups())
    return Column(field.name, keys, content=related)


def in_dependency_order(found) -> list[str]:
    ordered: list[str] = []

    def visit(name: str) -> None:
        if name in ordered:
            return
        for field in found[name]._meta.concrete_fields:
            related = field.related_model
            inner = related._meta.model_name if related else ""
            if inner in found and inner != name:
                visit(inner)
        ordered.append(name)

    for name in sorted(found):
        visit(name)
    return ordered
