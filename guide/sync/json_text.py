"""Values, keys and records as JSON text, the same for the same content: last_loaded.py compares digests of it."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from json import JSONEncoder
from json.encoder import encode_basestring
from typing import Any

from django.db import models


def plain_text(value: Decimal | date) -> str:
    """Decimals and dates as fixtures write them."""
    return format(value, "f") if isinstance(value, Decimal) else value.isoformat()


to_json = JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), check_circular=False
).encode


def json_writer(field: models.Field) -> Callable[[Any], str]:
    """What to_json() does, for the values of one field."""
    if isinstance(field, models.CharField | models.TextField):
        return encode_basestring
    return (
        key_to_json
        if field.is_relation
        else lru_cache(maxsize=4096, typed=True)(to_json)
    )


def key_to_json(parts: list[str] | None) -> str:
    return "null" if parts is None else f"[{','.join(map(encode_basestring, parts))}]"
