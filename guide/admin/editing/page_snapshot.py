"""The signed state that an admin page was built from, sent with the form, so that a save sees what changed since."""

import hashlib
import json
from datetime import date
from decimal import Decimal
from typing import Any

from django.core import signing
from django.db import models

from guide.text_cleaning import clean_text
from web.bounds import LONGEST_FIGURE

SALT = "guide.admin.opened"


def sign_state(state: dict[str, Any]) -> str:
    return signing.dumps(state, salt=SALT, compress=True)


def load_signed_state(text: str | None) -> dict[str, Any]:
    """The state of a signed text; empty if the signature is wrong, so that everything counts as changed."""
    try:
        return signing.loads(text or "", salt=SALT)
    except signing.BadSignature:
        return {}


def comparable_text(value: Any) -> str:
    """A value as text, equal whether it comes from the database or from a form."""
    if value is None:
        return ""
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, Decimal):
        # What no column of ours holds is compared as it was typed: written out, 1E999999 is a megabyte.
        is_small = value.is_finite() and abs(value.adjusted()) < LONGEST_FIGURE
        return format(value.normalize(), "f") if is_small else str(value)
    return value.isoformat() if isinstance(value, date) else clean_text(str(value))


def version_of(row: models.Model) -> str:
    """The version number of a row; a digest of its values if it has none. On the form of a draft, with the draft's."""
    draft = getattr(row, "draft_digest", "")
    if hasattr(row, "version"):
        return f"{row.version}{draft and '-'}{draft}"
    values = [
        comparable_text(getattr(row, field.attname))
        for field in row._meta.concrete_fields
    ]
    values.append(draft)
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()[:16]
