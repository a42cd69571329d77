"""An editor decides a conflict: the fixture's value, ours, or a third. The caller holds the transaction."""

import hashlib
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from guide.models import Conflict
from guide.rules import explain_violation
from guide.sync.database import ContentTables, DatabaseRow, MissingTarget
from guide.sync.json_text import to_json
from guide.sync.last_loaded import BaseWriter, base_records
from guide.sync.natural_keys import key_text
from guide.sync.record_schema import RecordSchema, record_schemas
from guide.sync.removals import merged_values, retirement_change


class DisputedRecord:
    """A conflict with the row that it is about, as it is now. Lock the row to decide."""

    def __init__(self, conflict: Conflict, lock: bool = True):
        self.conflict = conflict
        self.schema: RecordSchema = record_schemas()[conflict.model]
        self.tables = ContentTables()
        self.base = base_records(conflict.model, [conflict.key]).get(conflict.key)
        known = (self.base and self.base.fields) or conflict.ours or conflict.theirs
        self.row: DatabaseRow | None = self.tables.rows_by_key(
            self.schema, [(conflict.key, known)], lock
        ).get(conflict.key)

    @property
    def ours(self) -> Any:
        """The value in the database now, which may be newer than what the loader found."""
        if self.row is None:
            return None
        values = merged_values(self.schema, self.row.values)
        return values[self.conflict.field] if self.conflict.field else values

    @property
    def fingerprint(self) -> str:
        """Changes with everything from which the decision is made, the version of the row included."""
        row = self.row and self.schema.model.objects.filter(pk=self.row.pk)
        version = (
            row.values_list("version", flat=True).first()
            if row and self.schema.has_version
            else None
        )
        state = [
            version,
            self.ours,
            self.conflict.theirs,
            bool(self.conflict.resolved_at),
        ]
        return hashlib.sha256(to_json({"state": state}).encode()).hexdigest()[:16]

    def decide(self, how: str, by: str, value: Any = None):
        if how == Conflict.Resolution.THEIRS:
            self._apply(self.conflict.theirs)
        elif how == Conflict.Resolution.EDITED:
            self._apply(value)
        self._save_base()
        self.tables.raise_versions()
        self.conflict.resolve(how, timezone.now(), by)

    def _apply(self, value: Any):
        if self.conflict.field:
            self._set_fields({self.conflict.field: value})
        elif value is None:
            self._remove_row()
        else:
            self._create(value)

    def _set_fields(self, change: dict[str, Any]):
        if self.row is None:
            raise ValidationError(_("This record no longer exists."))
        full = self.row.values | change
        if broken := self.schema.conditions.broken_by(full):
            fields = ", ".join(
                sorted({name for condition in broken for name in condition.fields})
            )
            together = ValidationError(
                _("These fields do not fit together: %(fields)s."),
                params={"fields": fields},
            )
            raise ValidationError(
                [
                    together,
                    *(
                        explain_violation(self.schema.model, condition, full)
                        for condition in broken
                    ),
                ]
            )
        derived = {
            name: new
            for name, new in self.schema.derived_values(full).items()
            if new != full[name]
        }
        try:
            self.tables.update(self.schema, [(self.row.pk, change | derived)])
        except MissingTarget as error:
            raise ValidationError(
                _("It points to something that does not exist.")
            ) from error
        self._touch_owner(full)

    def _touch_owner(self, values: dict[str, Any]):
        if self.schema.owner:
            owner = self.schema.targets[self.schema.owner].label
            self.tables.touched_owners[owner].add(key_text(values[self.schema.owner]))

    def _remove_row(self):
        """The fixture dropped the record: rows of an owner leave, content retires."""
        if self.row is None:
            return
        if self.schema.owner and not self.tables.referenced_ids(
            self.schema, [self.row.pk]
        ):
            self.tables.delete(self.schema, [self.row.pk])
        elif change := retirement_change(self.schema, self.row.values):
            self.tables.update(self.schema, [(self.row.pk, change)])
        self._touch_owner(self.row.values)

    def _create(self, values: dict[str, Any]):
        if self.row is not None:
            raise ValidationError(_("This record exists again."))
        try:
            self.tables.insert(self.schema, [self.tables.new_row(self.schema, values)])
        except MissingTarget as error:
            raise ValidationError(
                _("It points to something that does not exist.")
            ) from error
        self._touch_owner(values)

    def _save_base(self):
        """The fixture's value becomes the base, so that the next load does not find the conflict again."""
        if self.base is None or self.conflict.origin:
            return
        new, conflict = BaseWriter(), self.conflict
        if conflict.field:
            fields = self.base.fields | {conflict.field: conflict.theirs}
            new.remember(
                conflict.model, conflict.key, fields, self.base.file, self.base
            )
        elif conflict.theirs is not None:
            new.remember(
                conflict.model, conflict.key, conflict.theirs, self.base.file, self.base
            )
        else:
            self._save_base_of_dropped(new)
        new.write()

    def _save_base_of_dropped(self, new: BaseWriter):
        """No file has the record any more. Its values here become the base, in case a file has it again."""
        now = DisputedRecord(self.conflict).row
        if self.base and now is None:
            new.forgotten.append(self.base.pk)
        elif now:
            values = merged_values(self.schema, now.values)
            new.remember(self.conflict.model, self.conflict.key, values, "", self.base)
