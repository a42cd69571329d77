"""What fixture files say: every record checked on its own. What concerns several records is in relations.py."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from .checker import Checker
from .faults import Fault, Place
from .files import ENDINGS, stem
from .reader import Unreadable, records
from .relations import Relations
from .shape import shapes, write
from .spool import Spool


class Fixtures:
    """Reads files, names every fault in them, and keeps the records for the merge."""

    def __init__(self, only: Iterable[str] = ()):
        self.only = only = frozenset(only)
        self.files: list[str] = []
        self.stems: list[str] = []
        self.digests: dict[str, str] = {}
        self.spools: dict[str, Spool] = defaultdict(Spool)  # by model
        self.faults: list[Fault] = []
        self.relations = Relations(self.fault)
        self.checkers = {
            label: Checker(self, shape) for label, shape in shapes().items() if label in (only or shapes())
        }

    @property
    def known(self) -> dict[str, dict[str, Place]]:
        return self.relations.known

    @property
    def count(self) -> int:
        return sum(spool.count for spool in self.spools.values())

    def fault(self, place: Place, key: str, field: str, message: object, kind: str = "field"):
        self.faults.append(Fault(self.files[place.file], place.record, key, field, str(message), kind))

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
                self.fault(Place(len(self.files) - 1, 0), "", "", error.strerror or error, "file")
            except Unreadable as error:
                self.fault(Place(len(self.files) - 1, 0), "", "", error, "file")
        self._names_are_distinct()
        return self

    def _read(self, path: Path, seen: Callable[[int], None]):
        if not path.name.endswith(ENDINGS):
            raise Unreadable(f"the name of a fixture ends with {', '.join(ENDINGS)}")
        self.digests[stem(path)] = digest(path)
        file = len(self.files) - 1
        for record in records(path, seen):
            self._take(Place(file, record.number), record.value)

    def _names_are_distinct(self):
        for number, name in enumerate(self.stems):
            if name in self.stems[:number]:
                self.fault(Place(number, 0), "", "", f"two files are called {name}; records are known by their file")

    def _take(self, place: Place, value: Any):
        try:
            label, fields = value["model"], value["fields"]
        except (TypeError, KeyError):
            label = fields = None
        if type(fields) is not dict or type(label) is not str or len(value) > 2:
            self.fault(place, "", "", 'must have the form {"model": "guide.…", "fields": {…}}')
        elif checker := self.checkers.get(label):
            checker.check(place, fields)
        elif label not in shapes():
            self.fault(place, "", "model", f"no such model. Allowed: {', '.join(shapes())}.")


def digest(path: Path) -> str:
    """Of the file and of the form that models give to it: where a model changes, no file counts as loaded before."""
    form = write({label: [shape.merged, shape.derived] for label, shape in shapes().items()})
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(form.encode(), digest_size=32)).hexdigest()
