"""How a model looks in a fixture: which fields it has there, what each may hold, how its key is written."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from json import JSONEncoder
from json.encoder import encode_basestring
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils import translation

from guide.constraints import Conditions
from guide.models import Keyed, Salary
from guide.rules import RULES
from guide.sync.files import content_models
from guide.sync.reader import Fraction
from guide.sync.size_limits import LONGEST_TEXT
from guide.text_cleaning import CONTROL, CONTROL_IN_LINE, tidy

OURS = {
    "version",
    "updated_at",
}  # counted by the database, never written into a fixture
# What surely passes the validators of its field; they are thorough and ten times as slow.
GOOD = {
    models.SlugField: re.compile(r"[-a-zA-Z0-9_]+"),
    models.URLField: re.compile(
        r"https?://([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.){1,3}[a-z]{2,20}(/[\w.~%/?#=&+:,;@!$'()*-]*)?",
        re.A,
    ),
}
# Fields that hold several codes with a space between them.
CODES = {"guide.Salary.cautions": frozenset(Salary.Caution.values)}
NEVER = re.compile(r"(?!)")
SHORT = 60  # longer texts are rarely the same twice, so their check is not remembered


class Wrong(Exception):
    """What is wrong with a value, and what is allowed."""


def plain(value: Any) -> str:
    """Decimals and dates as fixtures write them."""
    return format(value, "f") if isinstance(value, Decimal) else value.isoformat()


write = JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), check_circular=False
).encode


def writer(field: models.Field) -> Callable[[Any], str]:
    """What write() does, for the values of one field."""
    if isinstance(field, models.CharField | models.TextField):
        return encode_basestring
    return (
        write_key if field.is_relation else lru_cache(maxsize=4096, typed=True)(write)
    )


def write_key(parts: list[str] | None) -> str:
    return "null" if parts is None else f"[{','.join(map(encode_basestring, parts))}]"


def key_text(parts: Sequence[Any]) -> str:
    """A natural key in one line: roadmap|step."""
    if len(parts) == 1:
        return str(parts[0])
    key = "|".join(map(str, parts))
    if "\\" in key or key.count("|") >= len(parts):
        return "|".join(
            [str(part).replace("\\", "\\\\").replace("|", "\\|") for part in parts]
        )
    return key


def keys_in_columns(parts: Sequence[Iterable[Any]]) -> list[str]:
    """What key_text() makes of each, all at once."""
    texts = [list(map(str, part)) for part in parts]
    keys = list(map("|".join, zip(*texts, strict=True)))
    everything = "".join(keys)
    if len(parts) > 1 and (
        "\\" in everything or everything.count("|") > len(keys) * (len(parts) - 1)
    ):
        return list(map(key_text, zip(*texts, strict=True)))
    return keys


class Shape:
    def __init__(self, model: type[Keyed]):
        self.model = model
        self.label = f"guide.{model._meta.model_name}"
        stored = [
            f
            for f in model._meta.concrete_fields
            if not f.primary_key and f.name not in OURS
        ]
        self.fields = {f.name: f for f in stored}
        self.derived = [f.name for f in stored if not f.editable]
        self.references = {
            name: f.related_model for name, f in self.fields.items() if f.is_relation
        }
        editable = [f.name for f in stored if f.editable]
        self.merged = sorted(
            editable, key=self.references.__contains__
        )  # references last
        self.place = {name: at for at, name in enumerate(self.merged)}
        self.texts = [name for name in self.merged if name.endswith(("_en", "_zh"))]
        self.cells = {name: cell(self.fields[name]) for name in self.merged}
        self.defaults = {
            name: default(self.fields[name])
            for name in self.merged
            if has_default(self.fields[name])
        }
        self.conditions = Conditions(model)
        self.uniques = uniques(model)
        names = {f.name for f in model._meta.concrete_fields}
        self.has_version, self.has_published = "version" in names, "published" in names
        self.alone = [
            group[0]
            for group in self.uniques
            if len(group) == 1 and is_number(self.fields[group[0]])
        ]
        self.has_retired_on = "retired_on" in names
        self.owner = model.owner
        self.joined = set(self.references) & set(model.key)
        self.writers = [writer(self.fields[name]) for name in self.merged]
        self.template = "{" + ",".join([f'"{name}":%s' for name in self.merged]) + "}"

    def __repr__(self):
        return f"<Shape {self.label}>"

    @cached_property
    def own(self) -> list[str]:
        """References to rows of the same model."""
        return [
            name
            for name, model in self.references.items()
            if model is self.model and name not in self.model.key
        ]

    @cached_property
    def targets(self) -> dict[str, "Shape"]:
        return {name: shape_of(model) for name, model in self.references.items()}

    def key_of(self, values: dict[str, Any]) -> str:
        """The natural key of a record, where a reference counts as the key that it points to."""
        if self.model.key == ("slug",):
            return str(values["slug"])
        if not self.joined:
            return key_text([values[name] for name in self.model.key])
        parts: list[Any] = []
        for name in self.model.key:
            parts += values[name] if name in self.joined else [values[name]]
        return key_text(parts)

    def keys_of(self, columns: list[list]) -> list[str]:
        """The natural keys of records as columns."""
        parts: list[Any] = []
        for name in self.model.key:
            column = columns[self.place[name]]
            parts += zip(*column, strict=True) if name in self.joined else [column]
        return keys_in_columns(parts)

    def written(self, columns: list[list]) -> list[str]:
        """Records as columns in JSON: what write() makes of each."""
        cells = [
            map(write_cell, column)
            for write_cell, column in zip(self.writers, columns, strict=True)
        ]
        return list(map(self.template.__mod__, zip(*cells, strict=True)))

    def record(self, values: tuple) -> dict[str, Any]:
        return dict(zip(self.merged, values, strict=True))

    def completed(self, values: dict[str, Any]) -> dict[str, Any]:
        full = self.defaults | values
        return {name: full[name] for name in self.merged}

    def derive(self, values: dict[str, Any]) -> dict[str, Any]:
        """The columns that follow from others."""
        if not self.derived:
            return {}
        row = self.model(
            **{
                name: value
                for name, value in values.items()
                if name not in self.references
            }
        )
        row.prepare()
        return {name: getattr(row, name) for name in self.derived}


@cache
def shape_of(model: type[Keyed]) -> Shape:
    return Shape(model)


@cache
def shapes() -> dict[str, Shape]:
    """By label, in load order."""
    return {shape.label: shape for shape in map(shape_of, content_models())}


def uniques(model: type[models.Model]) -> list[tuple[str, ...]]:
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


def is_number(field: models.Field) -> bool:
    return isinstance(field, models.PositiveSmallIntegerField)


def has_default(field: models.Field) -> bool:
    return (
        field.has_default()
        or field.null
        or (field.blank and isinstance(field, models.CharField | models.TextField))
    )


def default(field: models.Field) -> Any:
    """What a record means that does not name the field, as a fixture would write it."""
    value = field.get_default() if field.has_default() else None if field.null else ""
    return (
        plain(value)
        if isinstance(value, Decimal | date)
        else str(value)
        if isinstance(value, str)
        else value
    )


def cell(field: models.Field) -> Callable[[Any], Any]:
    """How a value of a field is checked and put into its one form."""
    if field.is_relation:
        return key_cell(field)
    if isinstance(field, models.TextField):
        return text_cell(field, CONTROL)
    if isinstance(field, models.CharField):
        clean = text_cell(field, CONTROL_IN_LINE)
        return (
            remembered(clean)
            if field.choices or (field.max_length or 0) <= SHORT
            else clean
        )
    for kind, (types, says) in KINDS.items():
        if isinstance(field, kind):
            return remembered(typed_cell(field, types, says))
    raise TypeError(f"{field} is of a kind that fixtures do not know")


KINDS = {
    models.BooleanField: ((bool,), "true or false"),
    models.IntegerField: ((int,), "a whole number"),
    models.DecimalField: (
        (str, int, Fraction),
        "a decimal number, best as a text such as “12.50”",
    ),
    models.DateField: ((str,), "a date such as “2026-08-30”"),
}


TEXT = {str}


def key_cell(field: Any) -> Callable[[Any], list[str] | None]:
    target = field.related_model
    width, label = len(target.key_lookups()), f"guide.{target._meta.model_name}"

    def clean(value):
        if (
            type(value) is list
            and len(value) == width
            and set(map(type, value)) == TEXT
        ):
            return value
        if value is None and field.null:
            return None
        raise Wrong(
            f"must be the natural key of a {label}: a list of {width} text{'s'[: width > 1]}"
        )

    return clean


def remembered(clean: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Few values stand in many records. A list or an object cannot be remembered: that is a TypeError."""
    return lru_cache(maxsize=4096, typed=True)(clean)


def typed_cell(
    field: models.Field, types: tuple[type, ...], says: str
) -> Callable[[Any], Any]:
    def clean(value):
        if value is None and field.null:
            return None
        if type(value) not in types:
            raise Wrong(
                f"{shown(value)} is not {says}{' or null' if field.null else ''}"
            )
        return checked(field, Decimal(value) if isinstance(value, Fraction) else value)

    return clean


def text_cell(field: models.Field, control: re.Pattern) -> Callable[[Any], str]:
    longest = field.max_length or LONGEST_TEXT
    is_free = not field.choices and str(field) not in RULES
    free = is_free and all(
        isinstance(each, MaxLengthValidator) for each in field.validators
    )
    codes = CODES.get(str(field), frozenset())
    good = bool if free else GOOD.get(type(field), NEVER).fullmatch

    def clean(value):
        if type(value) is not str:
            raise Wrong(f"{shown(value)} is not a text")
        value = tidy(value)
        if not value and field.blank:
            return value
        if codes and (strange := set(value.split()) - codes):
            raise Wrong(
                f"{', '.join(sorted(strange))} is not known. Allowed: {', '.join(sorted(codes))}."
            )
        if not value.isprintable() and control.search(value):
            raise Wrong(f"a control character stands in {shown(value)}")
        return (
            value
            if 0 < len(value) <= longest and good(value)
            else checked(field, value)
        )

    return clean


def checked(field: models.Field, value: Any) -> Any:
    try:
        value = field.clean(value, None)
        if rule := RULES.get(str(field)):
            rule(value)
    except ValidationError as error:
        with translation.override(None):
            raise Wrong(" ".join(error.messages) + allowed(field)) from error
    if isinstance(value, Decimal):
        value = quantized(value, field)
    return plain(value) if isinstance(value, Decimal | date) else value


def quantized(value: Decimal, field: Any) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-field.decimal_places))


def allowed(field: Any) -> str:
    if field.choices:
        return (
            " Allowed: " + ", ".join(str(value) for value, _ in field.flatchoices) + "."
        )
    return ""


def shown(value: Any) -> str:
    text = write(value) if not isinstance(value, Fraction) else value
    return text if len(text) <= 60 else f"{text[:57]}…"
