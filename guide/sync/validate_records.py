"""Checks the records of one model: each field, then the rules among its fields. It sees every record: it is quick."""

from operator import itemgetter
from typing import Any

from django.utils import translation

from guide.markdown import short_links
from guide.rules import told
from guide.sync.context import RecordsRead
from guide.sync.record_batches import Batch
from guide.sync.record_schema import Shape, Wrong, key_text
from guide.sync.validate_relations import Reference

Values = dict[str, Any]


class Checker:
    def __init__(self, fixtures: RecordsRead, shape: Shape):
        self.fixtures, self.shape, self.relations = fixtures, shape, fixtures.relations
        self.cells = list(shape.cells.items())
        self.columns = [(itemgetter(name), clean) for name, clean in self.cells]
        self.known = self.relations.known[shape.label]
        self.targets = [
            (name, target.label, self.relations.known[target.label])
            for name, target in shape.targets.items()
        ]
        self.related = self.relations.concerns(shape)
        self.spool = fixtures.spools[shape.label]

    def check_all(self, first: int, records: list[Values], characters: int = 0):
        """Records in a row, column by column; where something is the matter, or only unusual, one by one."""
        if batch := self._batch(first, records):
            self._note_batch(batch)
            self.spool.put(batch, characters)
        elif sound := [
            each
            for place, fields in enumerate(records, first)
            if (each := self._check(place, fields))
        ]:
            places, keys, rows = map(list, zip(*sound, strict=True))
            self.spool.put(
                Batch(places, keys, list(map(list, zip(*rows, strict=True)))),
                characters,
            )

    def _batch(self, first: int, records: list[Values]) -> Batch | None:
        if any(len(fields) != len(self.cells) for fields in records):
            return None
        try:
            columns = [
                list(map(clean, map(value, records))) for value, clean in self.columns
            ]
            keys = self.shape.keys_of(columns)
        except (Wrong, KeyError, TypeError):
            return None
        if len(set(keys)) < len(keys) or not self.known.keys().isdisjoint(keys):
            return None
        rules = self.shape.conditions.all
        if rules.fields and any(
            map(
                rules.refuses,
                *[columns[self.shape.place[name]] for name in rules.fields],
            )
        ):
            return None
        return Batch(list(range(first, first + len(keys))), keys, columns)

    def _note_batch(self, batch: Batch):
        self.known.update(zip(batch.keys, batch.places, strict=True))
        points = any(
            not known.keys()
            >= set(map("|".join, filter(None, batch.columns[self.shape.place[name]])))
            for name, _, known in self.targets
        )
        links = any(
            "](" in text
            for name in self.shape.texts
            for text in batch.columns[self.shape.place[name]]
        )
        if points or links or self.related:
            for place, key, row in batch.records():
                values = self.shape.record(row)
                self._note_references(place, key, values)
                for note in self.related:
                    note(self.shape, key, values, place)

    def _check(self, place: int, fields: Values) -> tuple[int, str, tuple] | None:
        """What is to be kept of a record, if its fields are right."""
        values, right = self._values(place, fields)
        key = self._key(values if right else fields)
        if (first := self.known.setdefault(key, place)) != place:
            right = False
            also = f"stands twice: also in {self.fixtures.record(first, place)}"
            self.fixtures.fault(place, key, ", ".join(self.shape.model.key), also)
        self._note_references(place, key, values)
        if not right:
            return None
        self._name_broken(place, key, values)
        for note in self.related:
            note(self.shape, key, values, place)
        return place, key, tuple(values.values())

    def _values(self, place: int, fields: Values) -> tuple[Values, bool]:
        """The values of a record, and whether nothing is wrong with them."""
        values: Values = {}
        wrong: list[tuple[str, object]] = []
        for name, clean in self.cells:
            try:
                values[name] = clean(fields[name])
            except Wrong as fault:
                wrong.append((name, fault))
            except KeyError:
                if name not in self.shape.defaults:
                    wrong.append((name, "is missing"))
            except TypeError:
                wrong.append(
                    (name, "a list or an object stands where one value belongs")
                )
        for name in sorted(fields.keys() - self.shape.fields.keys()):
            wrong.append(
                (name, f"no such field. Allowed: {', '.join(self.shape.fields)}.")
            )
        for name, message in wrong:
            self.fixtures.fault(place, self._key(fields), name, message)
        # A field that a record does not name has its default: what a file says does not depend on the last load.
        return (values, False) if wrong else (self.shape.completed(values), True)

    def _key(self, fields: Values) -> str:
        """Of a faulty record as far as it can be read, so that the fault can be found."""
        try:
            return self.shape.key_of(fields)
        except (KeyError, TypeError):
            parts = [fields.get(name) for name in self.shape.model.key]
            return key_text(["?" if part is None else part for part in parts])

    def _note_references(self, place: int, key: str, values: Values):
        """A reference is known by now, or may yet come."""
        for name, label, known in self.targets:
            if (parts := values.get(name)) and (target := "|".join(parts)) not in known:
                self.relations.open.append(Reference(place, key, name, label, target))
        for name in self.shape.texts:
            if "](" in (text := values.get(name, "")):
                for kind, slug in short_links(text):
                    self.relations.link(kind, slug, place, key, name)

    def _name_broken(self, place: int, key: str, values: Values):
        for condition in self.shape.conditions.broken(values):
            rule = condition.name.replace("_", " ")
            with translation.override(None):
                said = told(self.shape.model, condition, values)
            self.fixtures.fault(
                place,
                key,
                ", ".join(condition.fields),
                f"breaks the rule “{rule}”. {said}",
            )
