"""What the parts of a check and of a load share: the records read so far, and the state of the load."""

from bisect import bisect_left
from collections import defaultdict
from typing import Any

from guide.sync.conflicts import Conflicts
from guide.sync.database import Store
from guide.sync.errors import Fault
from guide.sync.last_loaded import Bases
from guide.sync.record_batches import Spool
from guide.sync.record_schema import Shape, key_text, shapes
from guide.sync.report import Report
from guide.sync.validate_relations import Relations


class RecordsRead:
    """The records of all files so far, and what is wrong with them.

    The place of a record is its number in all files together, counted from 1: there are many, and a number is small.
    """

    def __init__(self) -> None:
        self.files: list[str] = []
        self.stems: list[
            str
        ] = []  # their names without ending, by which records are known
        self.ends: list[int] = []  # the place of the last record of each file
        self.spools: dict[str, Spool] = defaultdict(Spool)  # by model
        self.faults: list[Fault] = []
        self.relations = Relations(self.fault, self.record)

    def file_of(self, place: int) -> int:
        """The number of the file in which a record stands; that of the last is still open."""
        return bisect_left(self.ends, place)

    def stems_of(self, places: list[int]) -> list[str]:
        """Of places in rising order."""
        if self.file_of(places[0]) == self.file_of(places[-1]):
            return [self.stems[self.file_of(places[0])]] * len(places)
        return [self.stems[self.file_of(place)] for place in places]

    def number(self, place: int) -> int:
        """The record, counted from 1 in its own file."""
        file = self.file_of(place)
        return place - (self.ends[file - 1] if file else 0)

    def fault(
        self, place: int, key: str, field: str, message: object, kind: str = "field"
    ):
        file = self.files[self.file_of(place)]
        self.faults.append(
            Fault(file, self.number(place), key, field, str(message), kind)
        )

    def record(self, place: int, seen_from: int) -> str:
        """How to name a record beside another one."""
        file = self.file_of(place)
        elsewhere = f" of {self.files[file]}" if file != self.file_of(seen_from) else ""
        return f"record {self.number(place)}{elsewhere}"


class LoadState:
    """What a load knows while it runs. `prefer`: whose value stands in a conflict: fixtures, editors, or neither."""

    def __init__(self, fixtures: RecordsRead, report: Report, prefer: str):
        self.fixtures, self.report, self.prefer = fixtures, report, prefer
        self.store, self.bases = Store(), Bases()
        self.conflicts = Conflicts(report)
        self.gone: dict[str, set[str]] = defaultdict(
            set
        )  # keys that these files had at the last load
        self.fresh = {
            label for label, shape in shapes().items() if self.store.is_empty(shape)
        }
        self.later: list[
            tuple[str, dict[str, Any]]
        ] = []  # columns to fill in when all rows of a model are there

    def raise_version(self, shape: Shape, key: str, values: dict[str, Any]):
        """The row is new or changed; so is the one that it belongs to."""
        self.store.raised[shape.label].add(key)
        if (
            shape.owner
            and (owner := shape.targets[shape.owner].label) not in self.fresh
        ):
            self.store.touched[owner].add(key_text(values[shape.owner]))
