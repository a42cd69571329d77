"""One load: each record of the fixtures is merged with the database; what the fixtures dropped leaves."""

import json
from collections import defaultdict
from collections.abc import Callable, Collection
from typing import Any

from guide.graph import cycle

from .base import Bases, bases, remember_files, remembered_keys
from .conflicts import Conflicts
from .faults import Refused
from .fixtures import Fixtures
from .leave import leave
from .merge import merge
from .relations import NEEDS
from .report import Report
from .shape import Shape, key_text, shapes
from .spool import Checked
from .store import Absent, Row, Store

Seen = Callable[[str, int, int], None]


def quiet(what: str, done: int, total: int):
    pass


class Load:
    def __init__(self, fixtures: Fixtures, whole: bool, prefer: str, seen: Seen):
        self.fixtures, self.whole, self.prefer, self.seen = fixtures, whole, prefer, seen
        self.store, self.bases = Store(), Bases()
        self.report = Report(files=len(fixtures.files), records=fixtures.count)
        self.conflicts = Conflicts(self.report)
        self.loaded = remembered_keys()
        self.gone = {label: self._gone(label) for label in fixtures.only or shapes()}
        self._dropped: dict[str, set[str]] = {}
        self.stale: set[str] = set()
        self.counts: dict[str, int] = defaultdict(int)
        self.later: list[tuple[str, dict[str, Any]]] = []
        self.done = 0

    def _gone(self, label: str) -> list[str]:
        """Keys that the files had at the last load and have no longer."""
        known = self.fixtures.known[label]
        scope = set(self.fixtures.stems)
        return [key for key, file in self.loaded[label].items() if key not in known and self._in_scope(file, scope)]

    def _in_scope(self, file: str, scope: set[str]) -> bool:
        return bool(file) and (self.whole or file in scope)

    def run(self):
        self.fixtures.relations.finish(self._elsewhere)
        if self.fixtures.faults:
            raise Refused(sorted(self.fixtures.faults, key=lambda fault: (fault.file, fault.record)))
        for label, shape in shapes().items():
            if label in self.fixtures.spools:
                self._merge_model(shape)
        for label, shape in reversed(shapes().items()):
            if self.gone.get(label):
                leave(self, shape, self.gone[label])
        self._refuse_circles()
        self._list_only_here()
        self.bases.write()
        self.conflicts.write(self._in_this_load)
        if not self.fixtures.only:
            remember_files(self.fixtures.digests, self.counts, self.stale, self.whole)
        self.store.finish()

    def _elsewhere(self, label: str, keys: Collection[str]) -> set[str]:
        return (self.store.ids(shapes()[label]).keys() & keys) - self.dropped(label)

    def _in_this_load(self, label: str, key: str) -> bool:
        return key in self.fixtures.known[label] or key in self.dropped(label)

    def dropped(self, label: str) -> set[str]:
        if label not in self._dropped:
            self._dropped[label] = set(self.gone.get(label, ()))
        return self._dropped[label]

    # Records of the files

    def _merge_model(self, shape: Shape):
        fresh = self.store.is_empty(shape)
        spool = self.fixtures.spools[shape.label]
        for batch in spool.batches():
            self._merge_batch(shape, batch, fresh)
            self.done += len(batch)
            self.seen("merging", self.done, self.report.records)
        self.store.forget(shape)
        self._fill_in(shape)

    def _merge_batch(self, shape: Shape, batch: list[Checked], fresh: bool):
        known = bases(shape.label, [each.key for each in batch]) if self.loaded[shape.label] else {}
        todo = []
        for checked in batch:
            values, base = json.loads(checked.fields), known.get(checked.key)
            file = self.fixtures.stems[checked.file]
            self.counts[file] += 1
            if base is None or base.fields != values or base.file != file:
                todo.append((checked, values, base, file))
        rows = {} if fresh or not todo else self.store.rows(shape, [(each[0].key, each[1]) for each in todo])
        inserts: list[tuple] = []
        updates: list[tuple[int, dict[str, Any]]] = []
        for checked, values, base, file in todo:
            if base and base.file != file:
                self.stale.add(base.file)
            row = rows.get(checked.key)
            if row:
                self._merge_row(shape, checked.key, values, base, file, row, updates)
            elif base:
                self._deleted_here(shape, checked.key, values, base, file, inserts)
            else:
                self._create(shape, checked.key, values, base, file, inserts, checked.fields)
        self.store.insert(shape, inserts)
        self.store.update(shape, updates)
        self.bases.write()

    def _create(self, shape, key, values, base, file, inserts, text=None):
        own = [name for name, target in shape.targets.items() if target is shape and values.get(name) is not None]
        try:
            inserts.append(self.store.new_row(shape, values, own))
        except Absent as absent:
            self.report.left[shape.label][key] = f"because {absent} is not here"
            return
        if own:
            self.later.append((key, {name: values[name] for name in own}))
        self.bases.remember(shape.label, key, text or values, file, base)
        self.report.created[shape.label] += 1
        self.raise_version(shape, key, values)

    def raise_version(self, shape, key, values):
        """The row is new or changed; so is the one that it belongs to."""
        self.store.raised[shape.label].add(key)
        if shape.owner:
            self.store.touched[shape.targets[shape.owner].label].add(key_text(values[shape.owner]))

    def _fill_in(self, shape: Shape):
        """References among new rows of one model, now that all of them are there."""
        changes = [(self.store.ids(shape)[key], columns) for key, columns in self.later]
        self.store.update(shape, changes, raises=False)
        self.later = []

    def _deleted_here(self, shape, key, values, base, file, inserts):
        if self.prefer == "fixtures":
            self._create(shape, key, values, base, file, inserts)
        elif self.prefer == "editors" or base.fields == values:
            self.bases.remember(shape.label, key, values, file, base)
        else:
            self.conflicts.found(shape.label, key, "", base.fields, None, values)

    def _merge_row(self, shape, key, values, base, file, row, updates):
        was = shape.defaults | (base.fields if base else {})
        take, keep, conflicts = merge(was, values, row.values)
        if self.prefer == "fixtures":
            take, conflicts = take | {name: values[name] for name in conflicts}, []
        refused = self._impossible(shape, row, take)
        conflicts = conflicts + refused
        if self.prefer == "editors":
            keep, conflicts = keep + conflicts, []
        take = {name: value for name, value in take.items() if name not in refused}
        for name in conflicts:
            self.conflicts.found(shape.label, key, name, was.get(name), row.values[name], values[name])
        if keep:
            self.report.kept[shape.label][key] = keep
        if take:
            own = {name: value for name, value in take.items() if shape.targets.get(name) is shape}
            if own:
                self.later.append((key, own))
            others = {name: value for name, value in take.items() if name not in own}
            updates.append((row.pk, others | self._derived(shape, row, take)))
            self.report.updated[shape.label][key] = list(take)
            self.raise_version(shape, key, values)
        self.bases.remember(shape.label, key, self._new_base(values, base, conflicts), file, base)

    def _impossible(self, shape: Shape, row: Row, take: dict[str, Any]) -> list[str]:
        """Fields that cannot take the fixture's value beside what editors made of the others."""
        if not take:
            return []
        refused = [name for name in take if name in shape.targets and not self._is_here(shape, name, take[name])]
        if row.values.keys() - take.keys():
            refused += [name for names in shape.broken(row.values | take) for name in names if name in take]
        return list(dict.fromkeys(refused))

    def _is_here(self, shape, name, key):
        if shape.targets[name] is shape and key is not None and key_text(key) in self.fixtures.known[shape.label]:
            return True
        try:
            self.store.id_of(shape.targets[name], key)
        except Absent:
            return False
        return True

    def _derived(self, shape, row, take):
        derived = shape.derive(row.values | take)
        return {name: value for name, value in derived.items() if value != row.values[name]}

    def _new_base(self, values, base, conflicts):
        """Where a conflict is open, the value that both began from stays the base."""
        if not conflicts:
            return values
        old = base.fields if base else {}
        fields = {name: value for name, value in values.items() if name not in conflicts}
        return fields | {name: old[name] for name in conflicts if name in old}

    # After all records

    def _refuse_circles(self):
        """The files have none of their own, but together with what editors added they may."""
        for label, fields in NEEDS.items():
            if self.report.created.get(label) or self.report.updated.get(label):
                shape = shapes()[label]
                lookups = [f"{name}__slug" if name in shape.targets else name for name in fields]
                pairs = shape.model.objects.exclude(**{fields[1]: None}).values_list(*lookups)
                if members := cycle(pairs):
                    raise Refused([f"{label}: the files and what editors added make a circle: {' → '.join(members)}"])

    def _list_only_here(self):
        for label in self.fixtures.spools:
            shape, known = shapes()[label], self.fixtures.known[label]
            if self.report.created.get(label, 0) < len(known):
                new = self.store.ids(shape).keys() - known.keys() - self.loaded[label].keys()
                if new:
                    self.report.only_here[label] = sorted(new)
