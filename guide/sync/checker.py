"""Checks the records of one model: each field, then the rules among its fields. It sees every record: it is quick."""

from typing import TYPE_CHECKING, Any

from guide.markdown import short_links

from .faults import Place
from .relations import Reference
from .shape import Shape, Wrong, key_text, write

if TYPE_CHECKING:
    from .fixtures import Fixtures

Values = dict[str, Any]


class Checker:
    def __init__(self, fixtures: "Fixtures", shape: Shape):
        self.fixtures, self.shape, self.relations = fixtures, shape, fixtures.relations
        self.cells = list(shape.cells.items())
        self.known = self.relations.known[shape.label]
        self.targets = [
            (name, target.label, target.width, self.relations.known[target.label], shape.fields[name].null)
            for name, target in shape.targets.items()
        ]
        self.related = self.relations.concerns(shape)

    def check(self, place: Place, fields: Values):
        values: Values = {}
        wrong: list[tuple[str, object]] = []
        pending: list[tuple[str, str, str]] = []
        self._clean(fields, values, wrong)
        self._point(fields, values, wrong, pending)
        if len(values) < len(fields):
            self._name_unknown(fields, wrong)
        key = self._key(values if not wrong else fields)
        if self.known.setdefault(key, place) is not place:
            wrong.append((", ".join(self.shape.model.key), f"stands twice: also in record {self.known[key].record}"))
        for name, message in wrong:
            self.fixtures.fault(place, key, name, message)
        self._note_references(place, key, values, pending)
        if not wrong:
            # A field that a record does not name has its default: what a file says does not depend on the last load.
            values = values if len(values) == len(self.shape.merged) else self.shape.completed(values)
            self._note(place, key, values)
            self.fixtures.spools[self.shape.label].add(place.file, key, write(values))

    def _clean(self, fields: Values, values: Values, wrong: list):
        for name, clean in self.cells:
            try:
                values[name] = clean(fields[name])
            except Wrong as fault:
                wrong.append((name, fault))
            except KeyError:
                self._miss(name, wrong)
            except TypeError:
                wrong.append((name, "a list or an object stands where one value belongs"))

    def _miss(self, name: str, wrong: list):
        if name not in self.shape.defaults:
            wrong.append((name, "is missing"))

    def _point(self, fields: Values, values: Values, wrong: list, pending: list):
        """References: a list of texts, which either is known by now or may yet come."""
        for name, label, width, known, null in self.targets:
            if name not in fields:
                self._miss(name, wrong)
                continue
            values[name] = value = fields[name]
            if type(value) is list and len(value) == width and texts(value):
                if (target := "|".join(value)) not in known:
                    pending.append((name, label, target))
            elif value is not None or not null:
                wrong.append((name, f"must be the natural key of a {label}: a list of {width} text{'s'[: width > 1]}"))

    def _name_unknown(self, fields: Values, wrong: list):
        for name in sorted(fields.keys() - self.shape.fields.keys()):
            wrong.append((name, f"no such field. Allowed: {', '.join(self.shape.fields)}."))

    def _key(self, fields: Values) -> str:
        """Of a faulty record as far as it can be read, so that the fault can be found."""
        try:
            return self.shape.key_of(fields)
        except (KeyError, TypeError):
            parts = [fields.get(name) for name in self.shape.model.key]
            return key_text(["?" if part is None else part for part in parts])

    def _note_references(self, place: Place, key: str, values: Values, pending: list):
        for name, label, target in pending:
            self.relations.open.append(Reference(place, key, name, label, target))
        for name in self.shape.texts:
            if "](" in (text := values.get(name, "")):
                for kind, slug in short_links(text):
                    self.relations.link(kind, slug, place, key, name)

    def _note(self, place: Place, key: str, values: Values):
        for constraint, names, holds in self.shape.conditions:
            if holds(values) is False:
                rule = constraint.name.replace("_", " ")
                self.fixtures.fault(place, key, ", ".join(names), f"breaks the rule “{rule}”")
        for note in self.related:
            note(self.shape, key, values, place)


def texts(parts: list) -> bool:
    return type(parts[0]) is str and (len(parts) == 1 or all(type(part) is str for part in parts))
