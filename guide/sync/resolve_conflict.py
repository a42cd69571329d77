"""An editor decides a conflict: the fixture's value, ours, or a third. The caller holds the transaction."""

import hashlib
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from guide.models import Conflict
from guide.rules import told
from guide.sync.database import Absent, Row, Store
from guide.sync.last_loaded import Bases, bases
from guide.sync.record_schema import Shape, key_text, shapes, write
from guide.sync.removals import merged_part, retirement


class Matter:
    """A conflict with the row that it is about, as it is now. Only a row that is locked may be decided about."""

    def __init__(self, conflict: Conflict, lock: bool = True):
        self.conflict = conflict
        self.shape: Shape = shapes()[conflict.model]
        self.store = Store()
        self.base = bases(conflict.model, [conflict.key]).get(conflict.key)
        known = (self.base and self.base.fields) or conflict.ours or conflict.theirs
        self.row: Row | None = self.store.rows(
            self.shape, [(conflict.key, known)], lock
        ).get(conflict.key)

    @property
    def ours(self) -> Any:
        """What the database says now, which may be newer than what the loader found."""
        if self.row is None:
            return None
        values = merged_part(self.shape, self.row.values)
        return values[self.conflict.field] if self.conflict.field else values

    @property
    def seen(self) -> str:
        """Changes with everything that a decision is made from, the version of the row included."""
        row = self.row and self.shape.model.objects.filter(pk=self.row.pk)
        version = (
            row.values_list("version", flat=True).first()
            if row and self.shape.has_version
            else None
        )
        state = [
            version,
            self.ours,
            self.conflict.theirs,
            bool(self.conflict.resolved_at),
        ]
        return hashlib.sha256(write({"state": state}).encode()).hexdigest()[:16]

    def decide(self, how: str, by: str, value: Any = None):
        if how == Conflict.Resolution.THEIRS:
            self._take(self.conflict.theirs)
        elif how == Conflict.Resolution.EDITED:
            self._take(value)
        self._remember()
        self.store.finish()
        self.conflict.settle(how, timezone.now(), by)

    def _take(self, value: Any):
        if self.conflict.field:
            self._set({self.conflict.field: value})
        elif value is None:
            self._let_go()
        else:
            self._create(value)

    def _set(self, change: dict[str, Any]):
        if self.row is None:
            raise ValidationError(_("This record is no longer here."))
        full = self.row.values | change
        if broken := self.shape.conditions.broken(full):
            fields = ", ".join(
                sorted({name for condition in broken for name in condition.fields})
            )
            together = ValidationError(
                _("These fields would not fit together: %(fields)s."),
                params={"fields": fields},
            )
            raise ValidationError(
                [
                    together,
                    *(told(self.shape.model, condition, full) for condition in broken),
                ]
            )
        derived = {
            name: new
            for name, new in self.shape.derive(full).items()
            if new != full[name]
        }
        try:
            self.store.update(self.shape, [(self.row.pk, change | derived)])
        except Absent as absent:
            raise ValidationError(
                _("It points to something that is not here.")
            ) from absent
        self._touch(full)

    def _touch(self, values: dict[str, Any]):
        if self.shape.owner:
            owner = self.shape.targets[self.shape.owner].label
            self.store.touched[owner].add(key_text(values[self.shape.owner]))

    def _let_go(self):
        """The fixture dropped the record: rows of an owner leave, content retires."""
        if self.row is None:
            return
        if self.shape.owner and not self.store.in_use(self.shape, [self.row.pk]):
            self.store.delete(self.shape, [self.row.pk])
        elif change := retirement(self.shape, self.row.values):
            self.store.update(self.shape, [(self.row.pk, change)])
        self._touch(self.row.values)

    def _create(self, values: dict[str, Any]):
        if self.row is not None:
            raise ValidationError(_("This record is here again."))
        try:
            self.store.insert(self.shape, [self.store.new_row(self.shape, values)])
        except Absent as absent:
            raise ValidationError(
                _("It points to something that is not here.")
            ) from absent
        self._touch(values)

    def _remember(self):
        """From now on the fixture's value is the base: it is no news any more."""
        if self.base is None:
            return
        new, conflict = Bases(), self.conflict
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
            self._forget(new)
        new.write()

    def _forget(self, new: Bases):
        """No file has the record any more; what stands here is the base, should one bring it back."""
        now = Matter(self.conflict).row
        if self.base and now is None:
            new.dropped.append(self.base.pk)
        elif now:
            values = merged_part(self.shape, now.values)
            new.remember(self.conflict.model, self.conflict.key, values, "", self.base)
