"""What a page of the admin was built from, so that a save can tell who changed what since."""

import hashlib
import json
from datetime import date
from decimal import Decimal
from typing import Any

from django.core import signing
from django.db import models

from guide.text_cleaning import clean_text

SALT = "guide.admin.opened"


def pack(state: dict[str, Any]) -> str:
    return signing.dumps(state, salt=SALT, compress=True)


def unpack(text: str | None) -> dict[str, Any]:
    """What was packed; nothing where the text is not ours, which counts as a page that knows nothing."""
    try:
        return signing.loads(text or "", salt=SALT)
    except signing.BadSignature:
        return {}


def plain(value: Any) -> str:
    """A value in one form, whether it comes from the database or from a page."""
    if value is None:
        return ""
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value.isoformat() if isinstance(value, date) else clean_text(str(value))


def version_of(row: models.Model) -> str:
    """The version that every save raises; for rows without one, a digest of what they say."""
    if hasattr(row, "version"):
        return str(row.version)
    values = [plain(getattr(row, field.attname)) for field in row._meta.concrete_fields]
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()[:16]
