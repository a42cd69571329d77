"""One load: each record of the fixtures is merged with the database; what the fixtures dropped leaves."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from typing import Any

from guide.graph import cycle
from guide.sync.bulk_create import create_all
from guide.sync.context import LoadState
from guide.sync.database import LARGEST, Absent, Row
from guide.sync.errors import Refused
from guide.sync.fixture_set import Fixtures
from guide.sync.last_loaded import (
    Base,
    bases,
    digest,
    digests,
    remember_files,
    remembered,
)
from guide.sync.merge import merge
from guide.sync.record_batches import Batch
from guide.sync.record_schema import Shape, key_text, shapes
from guide.sync.removals import leave
from guide.sync.report import Report
from guide.sync.validate_relations import NEEDS

Seen = Callable[[str, int, int], None]
Values = dict[str, Any]


def quiet(what: str, done: int, total: int):
    pass


class Load(LoadState):
    fixtures: Fixtures

    def __init__(self, fixtures: Fixtures, whole: bool, prefer: str, seen: Seen):
        super().__init__(
            fixtures, Report(files=len(fixtures.files), records=fixtures.count), prefer
        )
        self.whole, self.seen = whole, seen
        self.loaded_before: set[str] = set()  # models of which something is remembered
        self.elsewhere: dict[str, set[str]] = defaultdict(
            set
        )  # keys that are remembered but not in these files
        self.stale: set[str] = (
            set()
        )  # other files whose records stand in these files now
        self.done = 0

    def run(self):
        self._look_back()
        self.fixtures.finish(self._kept_here)
        if self.fixtures.faults:
            raise Refused(
                sorted(
                    self.fixtures.faults, key=lambda fault: (fault.file, fault.record)
                )
            )
        for label, shape in shapes().items():
            if self.fixtures.spools[label].count:
                self._merge_model(shape)
        for label, shape in reversed(shapes().items()):
            if self.gone[label]:
                leave(self, shape, sorted(self.gone[label]))
        self._refuse_circles()
        self._list_only_here()
        self.bases.write()
        self.conflicts.write(self._in_this_load)
        if not self.fixtures.only:
            remember_files(
                self.fixtures.digests, self.fixtures.counts(), self.stale, self.whole
            )
        self.store.finish()

    def _look_back(self):
        """What of the last loads is not in these files, and what has left them since."""
        scope, only = set(self.fixtures.stems), self.fixtures.only
        for label, key, file in remembered():
            self.loaded_before.add(label)
            if key not in self.fixtures.known[label]:
                self.elsewhere[label].add(key)
                if (
                    file
                    and (self.whole or file in scope)
                    and (not only or label in only)
                ):
                    self.gone[label].add(key)

    def _kept_here(self, label: str, keys: Collection[str]) -> set[str]:
        return (self.store.ids(shapes()[label]).keys() & keys) - self.gone[label]

    def _in_this_load(self, label: str, key: str) -> bool:
        return key in self.fixtures.known[label] or key in self.gone[label]

    # Records of the files

    def _merge_model(self, shape: Shape):
        fresh = shape.label in self.fresh and shape.label not in self.loaded_before
        self.free = {name: self._free(shape, name) for name in shape.alone}
        for batch in self.fixtures.spools[shape.label].batches():
            fresh = fresh and create_all(self, shape, batch)
            if not fresh:
                self._merge_batch(shape, batch)
            self.bases.write()
            self.done += len(batch.keys)
            self.seen("merging", self.done, self.report.records)
        self.store.forget(shape)
        self._fill_in(shape)

    def _merge_batch(self, shape: Shape, batch: Batch):
        todo = self._changed(shape, batch)
        if not todo:
            return
        known = bases(shape.label, [key for key, _, _ in todo])
        rows = self.store.rows(shape, [(key, values) for key, values, _ in todo])
        inserts: list[tuple] = []
        updates: list[tuple[int, Values]] = []
        for key, values, file in todo:
            base, row = known.get(key), rows.get(key)
            if base and base.file != file:
                self.stale.add(base.file)
            if row:
                self._merge_row(shape, key, values, base, file, row, updates)
            elif base:
                self._deleted_here(shape, key, values, base, file, inserts)
            else:
                self._create(shape, key, values, base, file, inserts)
        self.store.update(shape, updates)
        self.store.insert(shape, inserts)

    def _changed(self, shape: Shape, batch: Batch) -> list[tuple[str, Values, str]]:
        """The records that are not as they were at the last load."""
        known = digests(shape.label, batch.keys)
        texts, files = (
            shape.written(batch.columns),
            self.fixtures.stems_of(batch.places),
        )
        return [
            (key, shape.record(row), file)
            for (_, key, row), text, file in zip(
                batch.records(), texts, files, strict=True
            )
            if known.get(key) != (digest(text), file)
        ]

    def _create(
        self,
        shape: Shape,
        key: str,
        values: Values,
        base: Base | None,
        file: str,
        inserts: list[tuple],
    ):
        try:
            inserts.append(self.store.new_row(shape, self.put_off(shape, key, values)))
        except Absent as absent:
            self.report.left[shape.label][key] = f"because {absent} is not here"
            return
        self.bases.remember(shape.label, key, values, file, base)
        self.report.created[shape.label] += 1
        self.raise_version(shape, key, values)

    def put_off(self, shape: Shape, key: str, values: Values) -> Values:
        """What depends on rows of the same model is filled in when all are there.

        A row may point to one that comes later, or take the number of one that moves later; until then it has another.
        """
        own = {name: values[name] for name in shape.own if values.get(name) is not None}
        alone = {name: values[name] for name in shape.alone if name in values}
        if not (own or alone):
            return values
        self.later.append((key, own | alone))
        return (
            values
            | dict.fromkeys(own)
            | {name: next(self.free[name]) for name in alone}
        )

    def _free(self, shape: Shape, name: str) -> Iterator[int]:
        """Numbers that neither a row nor a record has."""
        here = set(shape.model.objects.values_list(name, flat=True))
        taken = here | self.fixtures.relations.numbers(shape.label, name)
        yield from (number for number in range(LARGEST, -1, -1) if number not in taken)
        raise Refused(
            [
                f"{shape.label}: too many records change their {name} at once; move them in two loads"
            ]
        )

    def _fill_in(self, shape: Shape):
        """What was put off of one model, now that all of its rows are there, but for those that editors deleted."""
        self._refuse_taken(shape)
        ids, changes = self.store.ids(shape), []
        for key, columns in self.later:
            absent = {
                name
                for name in shape.own
                if name in columns and key_text(columns[name]) not in ids
            }
            if key in ids:
                changes.append(
                    (
                        ids[key],
                        {
                            name: value
                            for name, value in columns.items()
                            if name not in absent
                        },
                    )
                )
                for name in absent:
                    target = f"{shape.label} {key_text(columns[name])}"
                    self.report.left[shape.label][key] = (
                        f"without {name}, because {target} is not here"
                    )
        self.store.update(shape, changes, raises=False)
        self.later = []

    def _refuse_taken(self, shape: Shape):
        """A number cannot be given to a record while a row keeps it that editors made or that has retired."""
        for name in shape.alone:
            keys, moving = self.store.names(shape), {key for key, _ in self.later}
            rows = shape.model.objects.values_list(name, "pk")
            kept = {
                number: key
                for number, pk in rows
                if (key := key_text(keys[pk])) not in moving
            }
            taken = [
                (key, columns[name])
                for key, columns in self.later
                if columns.get(name) in kept
            ]
            if taken:
                raise Refused(
                    f"{shape.label} {key}: {name} {number} is kept by “{kept[number]}”; it must be the only one"
                    for key, number in taken
                )

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
            self.conflicts.found(
                shape.label, key, name, was.get(name), row.values[name], values[name]
            )
        if keep:
            self.report.kept[shape.label][key] = keep
        if take:
            now = {
                name: value
                for name, value in self.put_off(shape, key, take).items()
                if name not in shape.own
            }
            updates.append((row.pk, now | self._derived(shape, row, take)))
            self.report.updated[shape.label][key] = list(take)
            self.raise_version(shape, key, values)
        self.bases.remember(
            shape.label, key, self._new_base(values, base, conflicts), file, base
        )

    def _impossible(self, shape: Shape, row: Row, take: dict[str, Any]) -> list[str]:
        """Fields that cannot take the fixture's value beside what editors made of the others."""
        if not take:
            return []
        refused = [
            name
            for name in take
            if name in shape.targets and not self._is_here(shape, name, take[name])
        ]
        if row.values.keys() - take.keys():
            broken = shape.conditions.broken(row.values | take)
            refused += [
                name
                for condition in broken
                for name in condition.fields
                if name in take
            ]
        return list(dict.fromkeys(refused))

    def _is_here(self, shape, name, key):
        if (
            shape.targets[name] is shape
            and key is not None
            and key_text(key) in self.fixtures.known[shape.label]
        ):
            return True
        try:
            self.store.id_of(shape.targets[name], key)
        except Absent:
            return False
        return True

    def _derived(self, shape, row, take):
        derived = shape.derive(row.values | take)
        return {
            name: value for name, value in derived.items() if value != row.values[name]
        }

    def _new_base(self, values, base, conflicts):
        """Where a conflict is open, the value that both began from stays the base."""
        if not conflicts:
            return values
        old = base.fields if base else {}
        fields = {
            name: value for name, value in values.items() if name not in conflicts
        }
        return fields | {name: old[name] for name in conflicts if name in old}

    # After all records

    def _refuse_circles(self):
        """The files have none of their own, but together with what editors added they may."""
        for label, fields in NEEDS.items():
            if self.report.created.get(label) or self.report.updated.get(label):
                shape = shapes()[label]
                lookups = [
                    f"{name}__slug" if name in shape.targets else name
                    for name in fields
                ]
                pairs = shape.model.objects.exclude(**{fields[1]: None}).values_list(
                    *lookups
                )
                if members := cycle(pairs):
                    raise Refused(
                        [
                            f"{label}: the files and what editors added make a circle: {' → '.join(members)}"
                        ]
                    )

    def _list_only_here(self):
        for label, known in self.fixtures.known.items():
            shape = shapes()[label]
            if known and self.report.created.get(label, 0) < len(known):
                new = (
                    self.store.ids(shape).keys() - known.keys() - self.elsewhere[label]
                )
                if new:
                    self.report.only_here[label] = sorted(new)
