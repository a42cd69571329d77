"""What fixture files say: every record checked on its own. What concerns several records is in relations.py."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from guide.markdown import short_links

from .faults import Fault, Place
from .files import ENDINGS, stem
from .reader import Record, Unreadable, records
from .relations import Relations
from .shape import Shape, Wrong, key_text, shapes, write
from .spool import Spool

MEMBERS = {"model", "fields"}


class Fixtures:
    """Reads files, names every fault in them, and keeps the records for the merge."""

    def __init__(self, only: Iterable[str] = ()):
        self.only = frozenset(only)
        self.files: list[str] = []
        self.stems: list[str] = []
        self.digests: dict[str, str] = {}
        self.spools: dict[str, Spool] = defaultdict(Spool)
        self.faults: list[Fault] = []
        self.relations = Relations(self.fault)
        self.shapes = shapes()
        self.at = Place(0, 0)

    @property
    def known(self) -> dict[str, dict[str, Place]]:
        return self.relations.known

    @property
    def count(self) -> int:
        return sum(spool.count for spool in self.spools.values())

    def fault(self, place: Place, key: str, field: str, message: object):
        self.faults.append(Fault(self.files[place.file], place.record, key, field, str(message)))

    def read(self, paths: list[Path], seen: Callable[[int], None] = lambda size: None) -> "Fixtures":
        done = 0
        for path in paths:
            self.files.append(path.name)
            self.stems.append(stem(path))
            start = done
            try:
                self._read(path, lambda size, start=start: seen(start + size))
                done += path.stat().st_size
            except OSError as error:
                self.fault(Place(len(self.files) - 1, 0), "", "", error.strerror or error)
            except Unreadable as error:
                self.fault(Place(len(self.files) - 1, 0), "", "", error)
        self._names_are_distinct()
        return self

    def _read(self, path: Path, seen: Callable[[int], None]):
        if not path.name.endswith(ENDINGS):
            raise Unreadable(f"the name of a fixture ends with {', '.join(ENDINGS)}")
        self.digests[stem(path)] = digest(path)
        file = len(self.files) - 1
        for record in records(path, seen):
            self.at = Place(file, record.number)
            self._take(record)

    def _names_are_distinct(self):
        for number, name in enumerate(self.stems):
            if name in self.stems[:number]:
                self.fault(Place(number, 0), "", "", f"two files are called {name}; records are known by their file")

    def _take(self, record: Record):
        value = record.value
        if type(value) is not dict or value.keys() != MEMBERS or type(value["fields"]) is not dict:
            return self.fault(self.at, "", "", 'must have the form {"model": "guide.…", "fields": {…}}')
        shape = self.shapes.get(value["model"]) if type(value["model"]) is str else None
        if shape is None:
            return self.fault(self.at, "", "model", f"no such model. Allowed: {', '.join(self.shapes)}.")
        if not self.only or shape.label in self.only:
            self._check(shape, value["fields"])

    def _check(self, shape: Shape, fields: dict[str, Any]):
        before = len(self.faults)
        values = self._clean(shape, fields)
        clean = len(self.faults) == before
        key = shape.key_of(values) if clean else likely_key(shape, fields)
        if not clean:
            self.faults[before:] = [fault._replace(key=key) for fault in self.faults[before:]]
        if key:
            self.relations.register(shape, key, self.at)
        if not clean:
            return
        full = values if len(values) == len(shape.merged) else shape.defaults | values
        for constraint, names, holds in shape.conditions:
            if holds(full) is False:
                self.fault(self.at, key, ", ".join(names), f"breaks the rule “{constraint.name.replace('_', ' ')}”")
        self.relations.note(shape, key, full, self.at)
        self._note_links(shape, key, values)
        self.spools[shape.label].add(self.at.file, key, write(values))

    def _clean(self, shape: Shape, fields: dict[str, Any]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, check in shape.cells.items():
            if name in fields:
                try:
                    values[name] = check(fields[name])
                except Wrong as wrong:
                    self.fault(self.at, "", name, wrong)
            elif name not in shape.defaults:
                self.fault(self.at, "", name, "is missing")
        for name, target in shape.targets.items():
            if name in fields:
                self._clean_reference(shape, name, target, fields[name])
                values[name] = fields[name]
            elif name not in shape.defaults:
                self.fault(self.at, "", name, "is missing")
        if len(values) < len(fields):
            for name in sorted(fields.keys() - shape.fields.keys()):
                self.fault(self.at, "", name, f"no such field. Allowed: {', '.join(shape.fields)}.")
        return values

    def _clean_reference(self, shape: Shape, name: str, target: Shape, value: Any):
        if value is None and shape.fields[name].null:
            return
        width = len(target.model.key_lookups())
        if type(value) is not list or len(value) != width or not all(type(part) is str for part in value):
            message = f"must be the natural key of a {target.label}: a list of {width} text{'s'[: width > 1]}"
            self.fault(self.at, "", name, message)

    def _note_links(self, shape: Shape, key: str, values: dict[str, Any]):
        for name in shape.texts:
            text = values.get(name)
            if text and "](" in text:
                for kind, slug in short_links(text):
                    self.relations.link(kind, slug, self.at, key, name)


def likely_key(shape: Shape, fields: dict[str, Any]) -> str:
    """The key of a faulty record as far as it can be read, so that the fault can be found."""
    try:
        return shape.key_of(fields)
    except (KeyError, TypeError):
        parts = [fields.get(name) for name in shape.model.key]
        return key_text("?" if part is None else part for part in parts)


def digest(path: Path) -> str:
    """Of the file and of the form that models give to it: where a model changes, no file counts as loaded before."""
    form = write({label: [shape.merged, shape.derived] for label, shape in shapes().items()})
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.sha256(form.encode())).hexdigest()
