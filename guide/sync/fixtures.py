"""What fixture files say: every record checked on its own. What concerns several records is in relations.py."""

import hashlib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from .checker import Checker
from .faults import Fault
from .files import ENDINGS, names_in, stem
from .reader import Unreadable, records
from .relations import Elsewhere, Relations, nowhere
from .shape import shapes, write
from .spool import Spool, full


class Fixtures:
    """Reads files, names every fault in them, and keeps the records for the merge.

    The place of a record is its number in all files together, counted from 1: there are many, and a number is small.
    """

    def __init__(self, only: Iterable[str] = ()):
        self.only = only = frozenset(only)
        self.files: list[str] = []
        self.stems: list[str] = []
        self.ends: list[int] = []  # the place of the last record of each file
        self.read_so_far = 0
        self.digests: dict[str, str] = {}
        self.spools: dict[str, Spool] = defaultdict(Spool)  # by model
        self.faults: list[Fault] = []
        self.unread: list[str] = []  # files that broke off or could not be opened
        self.relations = Relations(self.fault, self.record)
        self.checkers = {
            label: Checker(self, shape) for label, shape in shapes().items() if label in (only or shapes())
        }

    @property
    def known(self) -> dict[str, dict[str, int]]:
        return self.relations.known

    @property
    def count(self) -> int:
        return sum(spool.count for spool in self.spools.values())

    def file_of(self, place: int) -> int:
        """The number of the file in which a record stands; that of the last is still open."""
        return bisect_left(self.ends, place)

    def stems_of(self, places: list[int]) -> list[str]:
        """Of places in rising order."""
        if self.file_of(places[0]) == self.file_of(places[-1]):
            return [self.stems[self.file_of(places[0])]] * len(places)
        return [self.stems[self.file_of(place)] for place in places]

    def counts(self) -> dict[str, int]:
        """How many records each file has."""
        starts = [0, *self.ends]
        return {name: end - start for name, start, end in zip(self.stems, starts, self.ends, strict=False)}

    def number(self, place: int) -> int:
        """The record, counted from 1 in its own file."""
        file = self.file_of(place)
        return place - (self.ends[file - 1] if file else 0)

    def fault(self, place: int, key: str, field: str, message: object, kind: str = "field"):
        file = self.files[self.file_of(place)]
        self.faults.append(Fault(file, self.number(place), key, field, str(message), kind))

    def record(self, place: int, seen_from: int) -> str:
        """How to name a record beside another one."""
        file = self.file_of(place)
        elsewhere = f" of {self.files[file]}" if file != self.file_of(seen_from) else ""
        return f"record {self.number(place)}{elsewhere}"

    def read(self, paths: list[Path], seen: Callable[[int], None] = lambda size: None) -> "Fixtures":
        done = 0
        for path in paths:
            self.files.append(path.name)
            self.stems.append(stem(path))
            if self.stems.count(stem(path)) > 1:
                self._file_fault(path, f"two files are called {stem(path)}; records are known by their file")
            try:
                self._read(path, lambda size, start=done: seen(start + size))
                done += path.stat().st_size
            except (OSError, Unreadable) as error:
                self.unread.append(stem(path))
                self._file_fault(path, getattr(error, "strerror", "") or error)
            self.ends.append(self.read_so_far)
        return self

    def _file_fault(self, path: Path, message: object):
        self.faults.append(Fault(path.name, 0, "", "", str(message), "file"))

    def finish(self, elsewhere: Elsewhere = nowhere):
        """Name what is wrong among records. What may stand in a file that could not be read is not called missing."""
        unread = {f"guide.{name}" for each in self.unread for name in names_in(each)}
        self.relations.finish(lambda label, keys: keys if label in unread else elsewhere(label, keys))

    def _read(self, path: Path, seen: Callable[[int], None]):
        if path.exists() and not path.name.endswith(ENDINGS):
            raise Unreadable(f"the name of a fixture ends with {', '.join(ENDINGS)}")
        self.digests[stem(path)] = digest(path)
        checker, waiting, characters = None, [], 0  # records of one model in a row are checked together
        try:
            for value, length in records(path, seen):
                self.read_so_far += 1
                found = self._checker(value)
                if found is not checker or full(len(waiting), characters):
                    if checker:
                        checker.check_all(self.read_so_far - len(waiting), waiting, characters)
                    checker, waiting, characters = found, [], 0
                if found:
                    waiting.append(value["fields"])
                    characters += length
        finally:
            if checker:
                checker.check_all(self.read_so_far - len(waiting) + 1, waiting, characters)

    def _checker(self, value: Any) -> Checker | None:
        try:
            label, fields = value["model"], value["fields"]
        except (TypeError, KeyError):
            label = fields = None
        if type(fields) is not dict or type(label) is not str or len(value) > 2:
            self.fault(self.read_so_far, "", "", 'must have the form {"model": "guide.…", "fields": {…}}')
            return None
        checker = self.checkers.get(label)
        if not checker and label not in shapes():
            self.fault(self.read_so_far, "", "model", f"no such model. Allowed: {', '.join(shapes())}.")
        return checker


def digest(path: Path) -> str:
    """Of the file and of the form that models give to it: where a model changes, no file counts as loaded before."""
    form = write({label: [shape.merged, shape.derived] for label, shape in shapes().items()})
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(form.encode(), digest_size=32)).hexdigest()
