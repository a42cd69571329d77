"""Records that are checked and wait to be written, in a file beside memory: a large fixture need not fit into it."""

import marshal
import weakref
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import NamedTuple

BATCH = 2000  # records
BATCH_CHARACTERS = (
    4_000_000  # in their file; nearly always it is the records that fill a batch
)


def full(records: int, characters: int) -> bool:
    return records >= BATCH or characters >= BATCH_CHARACTERS


class Batch(NamedTuple):
    """Records of one model as columns: what is done to a whole column at once takes a third of the time."""

    places: list[int]
    keys: list[str]
    columns: list[list]  # the values, in the order of the shape

    def extend(self, other: "Batch"):
        self.places.extend(other.places)
        self.keys.extend(other.keys)
        for mine, others in zip(self.columns, other.columns, strict=True):
            mine.extend(others)

    def records(self) -> Iterator[tuple[int, str, tuple]]:
        return zip(self.places, self.keys, zip(*self.columns, strict=True), strict=True)


class Spool:
    def __init__(self):
        self.held: Batch | None = None
        self.characters = 0  # of what is held
        self.file = None
        self.sizes: list[int] = []  # in bytes, of the batches in the file
        self.count = 0  # of records

    def put(self, batch: Batch, characters: int):
        self.count += len(batch.keys)
        self.characters += characters
        if self.held:
            self.held.extend(batch)
        else:
            self.held = batch
        if full(len(self.held.keys), self.characters):
            if not self.file:
                self.file = TemporaryFile()  # noqa: SIM115  lives as long as the spool
                weakref.finalize(self, self.file.close)
            self.sizes.append(self.file.write(marshal.dumps(tuple(self.held))))
            self.held, self.characters = None, 0

    def batches(self) -> Iterator[Batch]:
        if self.file:
            self.file.seek(0)
            for size in self.sizes:
                yield Batch(*marshal.loads(self.file.read(size)))  # noqa: S302  only this process has the file
        if self.held:
            yield self.held
