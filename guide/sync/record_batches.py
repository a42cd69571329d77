"""Records that are checked and wait to be merged, in batches; full ones wait in a file.

The file and the columns serve the bars of a large load: 256 MB of memory, and ten times as quick as loaddata.
"""

import marshal
import weakref
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import NamedTuple

BATCH = 2000  # records
# In the fixture. Nearly always it is the number of records that fills a batch.
BATCH_CHARACTERS = 4_000_000


def is_full(records: int, characters: int) -> bool:
    return records >= BATCH or characters >= BATCH_CHARACTERS


class Batch(NamedTuple):
    """Records of one model as columns: what is done to a whole column at once takes a third of the time."""

    places: list[int]
    keys: list[str]
    columns: list[list]  # the values, in the order of the schema

    def extend(self, other: "Batch"):
        self.places.extend(other.places)
        self.keys.extend(other.keys)
        for mine, others in zip(self.columns, other.columns, strict=True):
            mine.extend(others)

    def records(self) -> Iterator[tuple[int, str, tuple]]:
        return zip(self.places, self.keys, zip(*self.columns, strict=True), strict=True)


class Spool:
    """The batches of one model."""

    def __init__(self):
        self.pending: Batch | None = None
        self.characters = 0  # of what is held
        self.file = None
        self.sizes: list[int] = []  # in bytes, of the batches in the file
        self.count = 0  # of records

    def add(self, batch: Batch, characters: int):
        self.count += len(batch.keys)
        self.characters += characters
        if self.pending:
            self.pending.extend(batch)
        else:
            self.pending = batch
        if is_full(len(self.pending.keys), self.characters):
            if not self.file:
                self.file = TemporaryFile()  # noqa: SIM115  lives as long as the spool
                weakref.finalize(self, self.file.close)
            self.sizes.append(self.file.write(marshal.dumps(tuple(self.pending))))
            self.pending, self.characters = None, 0

    def batches(self) -> Iterator[Batch]:
        if self.file:
            self.file.seek(0)
            for size in self.sizes:
                yield Batch(*marshal.loads(self.file.read(size)))  # noqa: S302  only this process has the file
        if self.pending:
            yield self.pending
