"""Checks the records of one model: each field, then the rules among its fields.

Whole columns at a time, which serves the bar of a large load: a third of the time of one record after the other.
"""

from operator import itemgetter
from typing import Any

from django.utils import translation

from guide.markdown import short_links
from guide.rules import explain_violation
from guide.sync.context import RecordsRead
from guide.sync.field_cleaners import InvalidValue
from guide.sync.natural_keys import key_text
from guide.sync.record_batches import Batch
from guide.sync.record_schema import RecordSchema
from guide.sync.validate_relations import Reference

Values = dict[str, Any]


class RecordValidator:
    """Adds sound records to the spool of their model, and what is wrong to the errors of the fixtures."""

    def __init__(self, fixtures: RecordsRead, schema: RecordSchema):
        self.fixtures, self.schema, self.relations = (
            fixtures,
            schema,
            fixtures.relations,
        )
        self.cleaners = list(schema.cleaners.items())
        self.columns = [(itemgetter(name), clean) for name, clean in self.cleaners]
        self.known = self.relations.known[schema.label]
        self.targets = [
            (name, target.label, self.relations.known[target.label])
            for name, target in schema.targets.items()
        ]
        self.relation_notes = self.relations.notes_for(schema)
        self.spool = fixtures.spools[schema.label]

    def validate(self, first: int, records: list[Values], characters: int = 0):
        """Records in a row, column by column; where something is the matter, or only unusual, one by one."""
        if batch := self._clean_columns(first, records):
            self._note_batch(batch)
            self.spool.add(batch, characters)
        elif sound := [
            each
            for place, fields in enumerate(records, first)
            if (each := self._validate_record(place, fields))
        ]:
            places, keys, rows = map(list, zip(*sound, strict=True))
            self.spool.add(
                Batch(places, keys, list(map(list, zip(*rows, strict=True)))),
                characters,
            )

    def _clean_columns(self, first: int, records: list[Values]) -> Batch | None:
        if any(len(fields) != len(self.cleaners) for fields in records):
            return None
        try:
            columns = [
                list(map(clean, map(value, records))) for value, clean in self.columns
            ]
            keys = self.schema.keys_of(columns)
        except (InvalidValue, KeyError, TypeError):
            return None
        if len(set(keys)) < len(keys) or not self.known.keys().isdisjoint(keys):
            return None
        rules = self.schema.conditions.all
        named = [columns[self.schema.column_index[name]] for name in rules.fields]
        if named and rules.is_broken_in_any(zip(*named, strict=True)):
            return None
        return Batch(list(range(first, first + len(keys))), keys, columns)

    def _note_batch(self, batch: Batch):
        self.known.update(zip(batch.keys, batch.places, strict=True))
        points = any(
            not known.keys()
            >= set(
                map(
                    "|".join,
                    filter(None, batch.columns[self.schema.column_index[name]]),
                )
            )
            for name, _, known in self.targets
        )
        links = any(
            "](" in text or "{" in text
            for name in self.schema.text_fields
            for text in batch.columns[self.schema.column_index[name]]
        )
        if points or links or self.relation_notes:
            for place, key, row in batch.records():
                values = self.schema.values_of(row)
                self._note_references(place, key, values)
                for note in self.relation_notes:
                    note(self.schema, key, values, place)

    def _validate_record(
        self, place: int, fields: Values
    ) -> tuple[int, str, tuple] | None:
        """Place, key and row of a record, if its fields are right."""
        values, right = self._values(place, fields)
        key = self._key(values if right else fields)
        if (first := self.known.setdefault(key, place)) != place:
            right = False
            also = (
                f"stands twice: also in {self.fixtures.describe_record(first, place)}"
            )
            self.fixtures.add_error(place, key, ", ".join(self.schema.model.key), also)
        self._note_references(place, key, values)
        if not right:
            return None
        self._add_broken_rules(place, key, values)
        for note in self.relation_notes:
            note(self.schema, key, values, place)
        return place, key, tuple(values.values())

    def _values(self, place: int, fields: Values) -> tuple[Values, bool]:
        """The values of a record, and whether nothing is wrong with them."""
        values: Values = {}
        wrong: list[tuple[str, object]] = []
        for name, clean in self.cleaners:
            try:
                values[name] = clean(fields[name])
            except InvalidValue as invalid:
                wrong.append((name, invalid))
            except KeyError:
                if name not in self.schema.defaults:
                    wrong.append((name, "is missing"))
            except TypeError:
                wrong.append(
                    (name, "a list or an object stands where one value belongs")
                )
        for name in sorted(fields.keys() - self.schema.fields.keys()):
            wrong.append(
                (name, f"no such field. Allowed: {', '.join(self.schema.fields)}.")
            )
        for name, message in wrong:
            self.fixtures.add_error(place, self._key(fields), name, message)
        # A field that a record does not name has its default: what a file says does not depend on the last load.
        return (values, False) if wrong else (self.schema.with_defaults(values), True)

    def _key(self, fields: Values) -> str:
        """Of a faulty record as far as it can be read, so that it can be found."""
        try:
            return self.schema.key_of(fields)
        except (KeyError, TypeError):
            parts = [fields.get(name) for name in self.schema.model.key]
            return key_text(["?" if part is None else part for part in parts])

    def _note_references(self, place: int, key: str, values: Values):
        """A reference is known by now, or may yet come."""
        for name, label, known in self.targets:
            if (parts := values.get(name)) and (target := "|".join(parts)) not in known:
                self.relations.unresolved.append(
                    Reference(place, key, name, label, target)
                )
        for name in self.schema.text_fields:
            text = values.get(name, "")
            if "](" in text:
                for kind, slug in short_links(text):
                    self.relations.note_link(kind, slug, place, key, name)
            if "{" in text:
                self.relations.figures.note(place, key, name, text)

    def _add_broken_rules(self, place: int, key: str, values: Values):
        for condition in self.schema.conditions.broken_by(values):
            rule = condition.name.replace("_", " ")
            with translation.override(None):
                explanation = explain_violation(self.schema.model, condition, values)
            self.fixtures.add_error(
                place,
                key,
                ", ".join(condition.fields),
                f"breaks the rule “{rule}”. {explanation}",
            )
