"""Records that are checked and wait to be written, in a file beside memory: a large fixture need not fit into it."""

import marshal
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import NamedTuple

BATCH = 2000  # records


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
        self.file = None
        self.sizes: list[int] = []  # in bytes, of the batches in the file
        self.count = 0  # of records

    def put(self, batch: Batch):
        self.count += len(batch.keys)
        if self.held:
            self.held.extend(batch)
        else:
            self.held = batch
        if len(self.held.keys) >= BATCH:
            self.file = self.file or TemporaryFile()  # noqa: SIM115  lives as long as the spool
            self.sizes.append(self.file.write(marshal.dumps(tuple(self.held))))
            self.held = None

    def batches(self) -> Iterator[Batch]:
        if self.file:
            self.file.seek(0)
            for size in self.sizes:
                yield Batch(*marshal.loads(self.file.read(size)))  # noqa: S302  only this process has the file
        if self.held:
            yield self.held
