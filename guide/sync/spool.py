"""Records that are checked and wait to be written, in a file beside memory: a large fixture need not fit into it."""

import marshal
from collections.abc import Iterator
from tempfile import TemporaryFile

BATCH = 2000
Checked = tuple[int, str, tuple]  # the place of a record, its key, its values in the order of its shape


class Spool:
    def __init__(self):
        self.waiting: list[Checked] = []
        self.file = None
        self.sizes: list[int] = []  # in bytes, of the batches in the file
        self.count = 0

    def add(self, place: int, key: str, values: tuple):
        self.waiting.append((place, key, values))
        self.count += 1
        if len(self.waiting) == BATCH:
            self._write()

    def _write(self):
        if self.file is None:
            self.file = TemporaryFile()  # noqa: SIM115  lives as long as the spool
        self.sizes.append(self.file.write(marshal.dumps(self.waiting)))
        self.waiting = []

    def batches(self) -> Iterator[list[Checked]]:
        if self.file:
            self.file.seek(0)
            for size in self.sizes:
                yield marshal.loads(self.file.read(size))  # noqa: S302  only this process has the file
        if self.waiting:
            yield self.waiting
