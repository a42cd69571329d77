"""Records that are checked and wait to be written, in a file beside memory: a large fixture need not fit into it."""

from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import NamedTuple

BATCH = 2000


class Checked(NamedTuple):
    file: int
    key: str
    fields: str  # JSON


class Spool:
    def __init__(self):
        self.lines: list[str] = []
        self.file = None
        self.count = 0

    def add(self, file: int, key: str, fields: str):
        # JSON writes tabs and line ends as \t and \n, and keys have none: both can part the columns.
        self.lines.append(f"{file}\t{key}\t{fields}\n")
        self.count += 1
        if len(self.lines) >= BATCH:
            self._write()

    def _write(self):
        if self.file is None:
            self.file = TemporaryFile("w+", encoding="utf-8", newline="\n")  # noqa: SIM115  lives as long as the spool
        self.file.write("".join(self.lines))
        self.lines.clear()

    def batches(self) -> Iterator[list[Checked]]:
        """May be gone through again."""
        if self.file:
            self.file.seek(0)
            batch = [parted(line) for _, line in zip(range(BATCH), self.file, strict=False)]
            while batch:
                yield batch
                batch = [parted(line) for _, line in zip(range(BATCH), self.file, strict=False)]
        if self.lines:
            yield [parted(line) for line in self.lines]


def parted(line: str) -> Checked:
    file, key, fields = line.rstrip("\n").split("\t", 2)
    return Checked(int(file), key, fields)
