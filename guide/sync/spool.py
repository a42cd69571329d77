"""Records that are checked and wait to be written, in a file beside memory: a large fixture need not fit into it."""

import marshal
from collections.abc import Iterator
from json import JSONDecoder
from tempfile import TemporaryFile
from typing import Any

BATCH = 2000
Checked = tuple[int, str, str]  # the file by its number, the key, the fields as JSON
decode = JSONDecoder().raw_decode


class Spool:
    def __init__(self):
        self.waiting: list[Checked] = []
        self.file = None
        self.full = self.count = 0

    def add(self, file: int, key: str, fields: str):
        self.waiting.append((file, key, fields))
        self.count += 1
        if len(self.waiting) == BATCH:
            self._write()

    def _write(self):
        if self.file is None:
            self.file = TemporaryFile()  # noqa: SIM115  lives as long as the spool
        marshal.dump(self.waiting, self.file)
        self.full += 1
        self.waiting = []

    def batches(self) -> Iterator[list[Checked]]:
        if self.file:
            self.file.seek(0)
        for _ in range(self.full):
            yield marshal.load(self.file)  # noqa: S302  only this process has the file
        if self.waiting:
            yield self.waiting


def read(fields: str) -> dict[str, Any]:
    return decode(fields)[0]
