"""What the parts of a check and of a load share: the records read so far, and the state of the load."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from guide.sync.conflicts import Conflicts
from guide.sync.database import ContentTables
from guide.sync.errors import FixtureError
from guide.sync.last_loaded import BaseWriter
from guide.sync.natural_keys import key_text
from guide.sync.record_batches import Spool
from guide.sync.record_schema import RecordSchema, record_schemas
from guide.sync.report import Report
from guide.sync.validate_relations import Relations
from guide.sync.written import WrittenRows

Values = dict[str, Any]


class RecordsRead:
    """The records of all files so far, and what is wrong with them.

    The place of a record is its number in all files together, counted from 1: there are many, and a number is small.
    """

    def __init__(self) -> None:
        self.files: list[str] = []
        self.stems: list[str] = []  # names without ending, by which records are known
        self.ends: list[int] = []  # the place of the last record of each file
        self.spools: dict[str, Spool] = defaultdict(Spool)  # by model
        self.errors: list[FixtureError] = []
        self.relations = Relations(self.add_error, self.describe_record)

    def file_of(self, place: int) -> int:
        """The number of the file in which a record stands; that of the last is still open."""
        return bisect_left(self.ends, place)

    def stems_of(self, places: list[int]) -> list[str]:
        """Of places in rising order."""
        if self.file_of(places[0]) == self.file_of(places[-1]):
            return [self.stems[self.file_of(places[0])]] * len(places)
        return [self.stems[self.file_of(place)] for place in places]

    def number_in_file(self, place: int) -> int:
        """The record, counted from 1 in its own file."""
        file = self.file_of(place)
        return place - (self.ends[file - 1] if file else 0)

    def add_error(
        self, place: int, key: str, field: str, message: object, kind: str = "field"
    ):
        file = self.files[self.file_of(place)]
        self.errors.append(
            FixtureError(
                file, self.number_in_file(place), key, field, str(message), kind
            )
        )

    def describe_record(self, place: int, seen_from: int) -> str:
        """How to name a record beside another one."""
        file = self.file_of(place)
        elsewhere = f" of {self.files[file]}" if file != self.file_of(seen_from) else ""
        return f"record {self.number_in_file(place)}{elsewhere}"


class LoadState:
    """What a load knows while it runs. `prefer`: whose value stands in a conflict: fixtures, editors, or neither."""

    def __init__(self, fixtures: RecordsRead, report: Report, prefer: str):
        self.fixtures, self.report, self.prefer = fixtures, report, prefer
        self.tables, self.bases = ContentTables(), BaseWriter()
        self.conflicts = Conflicts(report)
        self.written = WrittenRows()
        self.empty_models = self.tables.empty_models()
        # Whether there was no content before.
        self.is_first = len(self.empty_models) == len(record_schemas())
        # Keys that these files had at the last load and have no more, by model.
        self.dropped: dict[str, set[str]] = defaultdict(set)
        self.outdated_files: set[str] = set()  # whose records stand in other files now
        # Columns of the model in hand that are written when all of its rows are there; see deferred_columns.py.
        self.deferred: list[tuple[str, Values]] = []
        self.free_numbers: dict[str, Iterator[int]] = {}

    def raise_version(
        self, schema: RecordSchema, key: str, values: Values, before: Values | None
    ):
        """The row is new (`before` is None), changed (the old values) or gone; so is the one that it belongs to."""
        if not self.is_first:
            self.written.note(schema, key, values, before)
        self.tables.raised[schema.label].add(key)
        owner = schema.targets[schema.owner].label if schema.owner else ""
        if owner and owner not in self.empty_models:
            self.tables.touched_owners[owner].add(key_text(values[schema.owner]))
