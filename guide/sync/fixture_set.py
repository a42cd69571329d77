"""What fixture files say: every record checked on its own. validate_relations.py sees what concerns several."""

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from guide.sync.context import RecordsRead
from guide.sync.errors import Fault
from guide.sync.files import ENDINGS, names_in, stem
from guide.sync.reader import Unreadable, records
from guide.sync.record_batches import full
from guide.sync.record_schema import shapes, write
from guide.sync.validate_records import Checker
from guide.sync.validate_relations import Elsewhere, nowhere


class Fixtures(RecordsRead):
    """Reads files, names every fault in them, and keeps the records for the merge."""

    def __init__(self, only: Iterable[str] = ()):
        super().__init__()
        self.only = only = frozenset(only)
        self.read_so_far = 0
        self.digests: dict[str, str] = {}
        self.unread: list[str] = []  # files that broke off or could not be opened
        self.checkers = {
            label: Checker(self, shape)
            for label, shape in shapes().items()
            if label in (only or shapes())
        }

    @property
    def known(self) -> dict[str, dict[str, int]]:
        return self.relations.known

    @property
    def count(self) -> int:
        return sum(spool.count for spool in self.spools.values())

    def counts(self) -> dict[str, int]:
        """How many records each file has."""
        starts = [0, *self.ends]
        return {
            name: end - start
            for name, start, end in zip(self.stems, starts, self.ends, strict=False)
        }

    def read(
        self, paths: list[Path], seen: Callable[[int], None] = lambda size: None
    ) -> "Fixtures":
        done = 0
        for path in paths:
            self.files.append(path.name)
            self.stems.append(stem(path))
            if self.stems.count(stem(path)) > 1:
                self._file_fault(
                    path,
                    f"two files are called {stem(path)}; records are known by their file",
                )
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
        self.relations.finish(
            lambda label, keys: keys if label in unread else elsewhere(label, keys)
        )

    def _read(self, path: Path, seen: Callable[[int], None]):
        if path.exists() and not path.name.endswith(ENDINGS):
            raise Unreadable(f"the name of a fixture ends with {', '.join(ENDINGS)}")
        self.digests[stem(path)] = digest(path)
        checker, waiting, characters = (
            None,
            [],
            0,
        )  # records of one model in a row are checked together
        try:
            for value, length in records(path, seen):
                self.read_so_far += 1
                found = self._checker(value)
                if found is not checker or full(len(waiting), characters):
                    if checker:
                        checker.check_all(
                            self.read_so_far - len(waiting), waiting, characters
                        )
                    checker, waiting, characters = found, [], 0
                if found:
                    waiting.append(value["fields"])
                    characters += length
        finally:
            if checker:
                checker.check_all(
                    self.read_so_far - len(waiting) + 1, waiting, characters
                )

    def _checker(self, value: Any) -> Checker | None:
        try:
            label, fields = value["model"], value["fields"]
        except (TypeError, KeyError):
            label = fields = None
        if type(fields) is not dict or type(label) is not str or len(value) > 2:
            self.fault(
                self.read_so_far,
                "",
                "",
                'must have the form {"model": "guide.…", "fields": {…}}',
            )
            return None
        checker = self.checkers.get(label)
        if not checker and label not in shapes():
            self.fault(
                self.read_so_far,
                "",
                "model",
                f"no such model. Allowed: {', '.join(shapes())}.",
            )
        return checker


def digest(path: Path) -> str:
    """Of the file and of the form that models give to it: where a model changes, no file counts as loaded before."""
    form = write(
        {label: [shape.merged, shape.derived] for label, shape in shapes().items()}
    )
    with path.open("rb") as file:
        return hashlib.file_digest(
            file, lambda: hashlib.blake2b(form.encode(), digest_size=32)
        ).hexdigest()
