"""A document becomes the record again: one way for an older version, a draft and a preview.

Rows that belong to the record are changed, made and taken away; no other record is. What a learner's rows point at
retires instead of leaving. The caller holds the transaction.
"""

from typing import Any
from zlib import crc32

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from guide.editorial.documents import Document, root_values
from guide.editorial.record_tables import record_tables
from guide.models import Keyed
from guide.models.refusal import Refusal
from guide.sync.natural_keys import key_text
from guide.sync.record_schema import RecordSchema

Values = dict[str, Any]
MOST_TRIAL_KEYS = 100_000_000


class Application:
    """`left`: sentences on what could not be as the document says."""

    def __init__(
        self, model: type[Keyed], row: Keyed | None, first_key: int | None = None
    ):
        self.model, self.row = model, row
        self.first_key = first_key
        self.made_keys: set[int] = set()
        self.left: list[str] = []
        self.later: list[tuple[Keyed, Values]] = []  # rows that point to later ones
        self.is_root_saved = self.have_rows_changed = False

    def apply(self, document: Document) -> Keyed:
        """Raises Refusal where the rules forbid it."""
        own, *owned = record_tables(self.model)
        try:
            with transaction.atomic():
                row = self.write_root(
                    own.schema, root_values(document, own.schema.label)
                )
                for table in owned:
                    self.write_rows(
                        table.schema, row, document.get(table.schema.label, {})
                    )
                for later, values in self.later:
                    self.set_values(later, values, is_last=True)
                for table in reversed(owned):
                    self.take_rows(
                        table.schema, row, document.get(table.schema.label, {})
                    )
        except IntegrityError as error:
            raise Refusal("breaks-rule") from error
        if (
            self.have_rows_changed
            and not self.is_root_saved
            and hasattr(row, "version")
        ):
            row.raise_version()
        return row

    def write_root(self, schema: RecordSchema, values: Values) -> Keyed:
        row = self.row or self.model()
        if self.row and getattr(row, "published", False):
            # Permanent, once it was on the site.
            values = {name: each for name, each in values.items() if name != "slug"}
        self.is_root_saved = self.set_values(row, values)
        return row

    def write_rows(self, schema: RecordSchema, owner: Keyed, wanted: dict[str, Values]):
        here = self.rows_of(schema, owner)
        for values in wanted.values():
            row = here.get(local_key(schema, values)) or schema.model()
            setattr(row, schema.owner, owner)
            values = {
                name: each for name, each in values.items() if name != schema.owner
            }
            if self.set_values(row, values):
                self.have_rows_changed = True

    def take_rows(self, schema: RecordSchema, owner: Keyed, wanted: dict[str, Values]):
        keys = {local_key(schema, values) for values in wanted.values()}
        here = self.rows_of(schema, owner)
        going = [row for key, row in here.items() if key not in keys]
        self.have_rows_changed = self.have_rows_changed or bool(going)
        staying = [row for row in going if not is_deleted(row)]
        # One may have been protected by another one that is gone now.
        for row in [row for row in staying if not is_deleted(row)]:
            self.retire_row(row)

    def retire_row(self, row: Keyed):
        if hasattr(row, "retired_on"):
            row.retired_on = row.retired_on or timezone.localdate()
            row.save()
            words = _("“%(row)s” retires instead of leaving: learners have used it.")
        else:
            words = _("“%(row)s” stays, because something points to it.")
        self.left.append(words % {"row": row})

    def rows_of(self, schema: RecordSchema, owner: Keyed) -> dict[str, Keyed]:
        """By their key without that of the owner."""
        if owner.pk is None:
            return {}
        links = [name for name in schema.references if name in schema.model.key]
        rows = schema.model._base_manager.filter(**{schema.owner: owner})
        return {
            key_text(row_key(schema, row)): row
            for row in rows.select_related(*links).order_by("pk")
        }

    def set_values(self, row: Keyed, values: Values, is_last=False) -> bool:
        """Save the row where it is not so yet; returns whether it was not."""
        changed, later = row._state.adding, {}
        for name, value in values.items():
            field = row._meta.get_field(name)
            try:
                new = column_value(field, value)
            except ObjectDoesNotExist:
                if name in self_references(type(row)) and not is_last:
                    later[name] = value
                    continue
                if not field.null:
                    raise missing(field, value) from None
                self.left.append(" ".join(missing(field, value).messages))
                continue
            if getattr(row, field.attname) != new:
                setattr(row, field.attname, new)
                changed = True
        if changed:
            if self.first_key and row.pk is None:
                row.pk = self.trial_key(row, values)
            row.save()
        if later:
            self.later.append((row, later))
        return changed

    def trial_key(self, row: Keyed, values: Values) -> int:
        """The same for the same row each time: the form of a draft finds its rows again, whatever others added since.

        The record itself has the first one, which its address names.
        """
        first = self.first_key or 0
        if type(row) is self.model:
            return first
        parts = [str(values[name]) for name in row.key if name != row.owner]
        own = crc32("|".join([row._meta.label_lower, *parts]).encode())
        key = first + 1 + own % MOST_TRIAL_KEYS
        while key in self.made_keys:
            key += 1
        self.made_keys.add(key)
        return key


def is_deleted(row: Keyed) -> bool:
    """Delete a row unless something points to it that would be lost."""
    try:
        with transaction.atomic():
            row.delete()
    except ProtectedError:
        return False
    return True


def column_value(field: models.Field, value: Any) -> Any:
    """Of a column, from what a fixture would say."""
    if value is None:
        return None
    if field.is_relation:
        return field.related_model.objects.get_by_natural_key(*value).pk
    return field.to_python(value)


def missing(field: models.Field, value: Any) -> Refusal:
    path = f"{field.model._meta.label_lower}.{field.name}"
    return Refusal("points-nowhere", field=path, key=" / ".join(map(str, value)))


def self_references(model: type[Keyed]) -> set[str]:
    fields = model._meta.concrete_fields
    return {field.name for field in fields if field.related_model is model}


def row_key(schema: RecordSchema, row: Keyed) -> list[Any]:
    parts: list[Any] = []
    for name in schema.model.key:
        if name != schema.owner:
            value = getattr(row, name)
            parts += value.natural_key() if name in schema.references else [value]
    return parts


def local_key(schema: RecordSchema, values: Values) -> str:
    parts: list[Any] = []
    for name in schema.model.key:
        if name != schema.owner:
            value = values[name]
            parts += value if name in schema.references else [value]
    return key_text(parts)
