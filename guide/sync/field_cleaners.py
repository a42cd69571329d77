"""How a value of a field is checked and put into the one form that it has here; for every kind of field of the content.

Millions of values pass in a large load. What is surely right is recognised quickly, and answers for short values are
remembered; only the rest goes through the validators of Django, which are ten times as slow.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils import translation

from guide.models.fields import LARGEST_NUMBERS, AddressField
from guide.rules import FIELD_RULES
from guide.sync.json_text import plain_text, to_json
from guide.sync.reader import Fraction
from guide.sync.size_limits import LONGEST_TEXT
from guide.text_cleaning import CONTROL, CONTROL_IN_LINE, clean_text
from web.bounds import LARGEST_KEY

Cleaner = Callable[[Any], Any]

# What surely passes the validators of its field.
PLAINLY_VALID = {
    models.SlugField: re.compile(r"[-a-zA-Z0-9_]+"),
    AddressField: re.compile(
        r"https?://([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.){1,3}[a-z]{2,20}(/[\w.~%/?#=&+:,;@!$'()*-]*)?",
        re.A,
    ),
}
MATCHES_NOTHING = re.compile(r"(?!)")
SHORT = 60  # characters; longer texts are rarely the same twice, so their check is not remembered
# The JSON types of each kind of field, and what to say of others.
VALUE_TYPES = {
    models.BooleanField: ((bool,), "true or false"),
    models.IntegerField: ((int,), "a whole number"),
    models.DecimalField: (
        (str, int, Fraction),
        "a decimal number, best as a text such as “12.50”",
    ),
    models.DateField: ((str,), "a date such as “2026-08-30”"),
}
ONLY_TEXT = {str}


class InvalidValue(Exception):
    """What is wrong with a value, and what is allowed."""


def cleaner_of(field: models.Field) -> Cleaner:
    """How a value of a field is checked and put into its one form."""
    if field.is_relation:
        return key_cleaner(field)
    if isinstance(field, models.TextField):
        return text_cleaner(field, CONTROL)
    if isinstance(field, models.CharField):
        clean = text_cleaner(field, CONTROL_IN_LINE)
        return (
            remember_answers(clean)
            if field.choices or (field.max_length or 0) <= SHORT
            else clean
        )
    for kind, (types, says) in VALUE_TYPES.items():
        if isinstance(field, kind):
            return remember_answers(typed_cleaner(field, types, says))
    raise TypeError(f"{field} is of a kind that fixtures do not know")


def key_cleaner(field: Any) -> Cleaner:
    target = field.related_model
    width, label = len(target.key_lookups()), f"guide.{target._meta.model_name}"

    def clean(value):
        if (
            type(value) is list
            and len(value) == width
            and set(map(type, value)) == ONLY_TEXT
        ):
            return value
        if value is None and field.null:
            return None
        raise InvalidValue(
            f"must be the natural key of a {label}: a list of {width} text{'s'[: width > 1]}"
        )

    return clean


def remember_answers(clean: Cleaner) -> Cleaner:
    """Few values stand in many records. A list or an object cannot be remembered: that is a TypeError."""
    return lru_cache(maxsize=4096, typed=True)(clean)


def typed_cleaner(field: models.Field, types: tuple[type, ...], says: str) -> Cleaner:
    largest = LARGEST_NUMBERS.get(type(field), LARGEST_KEY)

    def clean(value):
        if value is None and field.null:
            return None
        if type(value) not in types:
            raise InvalidValue(
                f"{shortened(value)} is not {says}{' or null' if field.null else ''}"
            )
        if type(value) is int and value > largest:
            raise InvalidValue(f"{shortened(value)} is above {largest:,}")
        return clean_by_field(
            field, Decimal(value) if isinstance(value, Fraction) else value
        )

    return clean


def text_cleaner(field: models.Field, control: re.Pattern) -> Cleaner:
    longest = field.max_length or LONGEST_TEXT
    is_free = not field.choices and str(field) not in FIELD_RULES
    free = is_free and all(
        isinstance(each, MaxLengthValidator) for each in field.validators
    )
    good = bool if free else PLAINLY_VALID.get(type(field), MATCHES_NOTHING).fullmatch

    def clean(value):
        if type(value) is not str:
            raise InvalidValue(f"{shortened(value)} is not a text")
        value = clean_text(value)
        if not value and field.blank:
            return value
        if not value.isprintable() and control.search(value):
            raise InvalidValue(f"a control character stands in {shortened(value)}")
        return (
            value
            if 0 < len(value) <= longest and good(value)
            else clean_by_field(field, value)
        )

    return clean


def clean_by_field(field: models.Field, value: Any) -> Any:
    try:
        value = field.clean(value, None)
        if rule := FIELD_RULES.get(str(field)):
            rule(value)
    except ValidationError as error:
        with translation.override(None):
            raise InvalidValue(
                " ".join(error.messages) + allowed_choices(field)
            ) from error
    if isinstance(value, Decimal):
        value = round_to_field(value, field)
    return plain_text(value) if isinstance(value, Decimal | date) else value


def round_to_field(value: Decimal, field: Any) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-field.decimal_places))


def allowed_choices(field: Any) -> str:
    if field.choices:
        return (
            " Allowed: " + ", ".join(str(value) for value, _ in field.flatchoices) + "."
        )
    return ""


def shortened(value: Any) -> str:
    text = to_json(value) if not isinstance(value, Fraction) else value
    return text if len(text) <= 60 else f"{text[:57]}…"
