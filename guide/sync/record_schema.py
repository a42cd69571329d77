"""How a model looks in a fixture: which fields it has there, which of them are its key, and what each may hold."""

from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from typing import Any

from django.db import models

from guide.constraints import Conditions
from guide.models import Keyed
from guide.sync.field_cleaners import cleaner_of
from guide.sync.files import content_models
from guide.sync.json_text import json_writer, plain_text
from guide.sync.natural_keys import key_text, keys_in_columns

NOT_IN_FIXTURES = {"version", "updated_at"}  # counted by the database


class RecordSchema:
    """What a fixture may say of one model; made once a process, by schema_of()."""

    def __init__(self, model: type[Keyed]):
        self.model = model
        self.label = f"guide.{model._meta.model_name}"
        self.owner = model.owner
        self._find_fields()
        self.conditions = Conditions(model)
        self.column_index = {name: at for at, name in enumerate(self.merged_fields)}
        self.text_fields = [
            name for name in self.merged_fields if name.endswith(("_en", "_zh"))
        ]
        self.cleaners = {
            name: cleaner_of(self.fields[name]) for name in self.merged_fields
        }
        self.defaults = {
            name: default_value(self.fields[name])
            for name in self.merged_fields
            if has_default(self.fields[name])
        }
        # A record of a fixture is published unless it says otherwise, while what an editor adds is a draft.
        if "published" in self.defaults:
            self.defaults["published"] = True
        self.unique_groups = unique_groups(model)
        names = {f.name for f in model._meta.concrete_fields}
        self.has_version, self.has_published = "version" in names, "published" in names
        self.unique_numbers = [
            group[0]
            for group in self.unique_groups
            if len(group) == 1 and is_small_number(self.fields[group[0]])
        ]
        self.has_retired_on = "retired_on" in names
        self.references_in_key = set(self.references) & set(model.key)
        self.json_writers = [
            json_writer(self.fields[name]) for name in self.merged_fields
        ]
        self.json_template = (
            "{" + ",".join([f'"{name}":%s' for name in self.merged_fields]) + "}"
        )

    def _find_fields(self):
        stored = [
            f
            for f in self.model._meta.concrete_fields
            if not f.primary_key and f.name not in NOT_IN_FIXTURES
        ]
        self.fields = {f.name: f for f in stored}
        self.derived_fields = [f.name for f in stored if not f.editable]
        self.references = {
            name: f.related_model for name, f in self.fields.items() if f.is_relation
        }
        editable = [f.name for f in stored if f.editable]
        # References last, each in the order of the model.
        self.merged_fields = sorted(editable, key=self.references.__contains__)

    def __repr__(self):
        return f"<RecordSchema {self.label}>"

    @cached_property
    def self_references(self) -> list[str]:
        """References to rows of the same model."""
        return [
            name
            for name, model in self.references.items()
            if model is self.model and name not in self.model.key
        ]

    @cached_property
    def targets(self) -> dict[str, "RecordSchema"]:
        return {name: schema_of(model) for name, model in self.references.items()}

    def key_of(self, values: dict[str, Any]) -> str:
        """The natural key of a record, where a reference counts as the key that it points to."""
        if self.model.key == ("slug",):
            return str(values["slug"])
        if not self.references_in_key:
            return key_text([values[name] for name in self.model.key])
        parts: list[Any] = []
        for name in self.model.key:
            parts += values[name] if name in self.references_in_key else [values[name]]
        return key_text(parts)

    def keys_of(self, columns: list[list]) -> list[str]:
        """The natural keys of records as columns."""
        parts: list[Any] = []
        for name in self.model.key:
            column = columns[self.column_index[name]]
            parts += (
                zip(*column, strict=True)
                if name in self.references_in_key
                else [column]
            )
        return keys_in_columns(parts)

    def json_rows(self, columns: list[list]) -> list[str]:
        """Records as columns in JSON: what to_json() makes of each."""
        cells = [
            map(to_text, column)
            for to_text, column in zip(self.json_writers, columns, strict=True)
        ]
        return list(map(self.json_template.__mod__, zip(*cells, strict=True)))

    def values_of(self, row: tuple) -> dict[str, Any]:
        return dict(zip(self.merged_fields, row, strict=True))

    def with_defaults(self, values: dict[str, Any]) -> dict[str, Any]:
        full = self.defaults | values
        return {name: full[name] for name in self.merged_fields}

    def derived_values(self, values: dict[str, Any]) -> dict[str, Any]:
        """The columns that follow from others."""
        if not self.derived_fields:
            return {}
        row = self.model(
            **{
                name: value
                for name, value in values.items()
                if name not in self.references
            }
        )
        row.fill_derived_columns()
        return {name: getattr(row, name) for name in self.derived_fields}


@cache
def schema_of(model: type[Keyed]) -> RecordSchema:
    return RecordSchema(model)


@cache
def record_schemas() -> dict[str, RecordSchema]:
    """By label, in load order."""
    return {schema.label: schema for schema in map(schema_of, content_models())}


def unique_groups(model: type[models.Model]) -> list[tuple[str, ...]]:
    """What must not stand twice, besides the natural key."""
    groups = [
        tuple(c.fields)
        for c in model._meta.constraints
        if isinstance(c, models.UniqueConstraint)
    ]
    groups += [
        (f.name,) for f in model._meta.concrete_fields if f.unique and not f.primary_key
    ]
    return [group for group in groups if group != model.key]


def is_small_number(field: models.Field) -> bool:
    return isinstance(field, models.PositiveSmallIntegerField)


def has_default(field: models.Field) -> bool:
    return (
        field.has_default()
        or field.null
        or (field.blank and isinstance(field, models.CharField | models.TextField))
    )


def default_value(field: models.Field) -> Any:
    """What a record means that does not name the field, as a fixture would write it."""
    value = field.get_default() if field.has_default() else None if field.null else ""
    return (
        plain_text(value)
        if isinstance(value, Decimal | date)
        else str(value)
        if isinstance(value, str)
        else value
    )
