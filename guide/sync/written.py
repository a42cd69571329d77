"""What a load wrote, row by row, for those who keep what was there before. The old values wait in a file."""

import json
import weakref
from collections import defaultdict
from collections.abc import Callable, Iterator
from tempfile import TemporaryFile
from typing import Any

from guide.sync.json_text import to_json
from guide.sync.natural_keys import key_text
from guide.sync.record_schema import RecordSchema

Before = dict[str, dict[str, dict[str, Any] | None]]


class WrittenRows:
    """By record, to which the rows belong. `keep` is told at the end of a load; whoever keeps history sets it."""

    keep: Callable[..., None] = staticmethod(lambda load: None)

    def __init__(self):
        # By model and key of the record: where its rows stand in the file, each with its length.
        self.records: dict[str, dict[str, tuple[int, ...]]] = defaultdict(dict)
        self.file = TemporaryFile()  # noqa: SIM115  lives as long as this
        weakref.finalize(self, self.file.close)
        self.end = 0

    def note(
        self,
        schema: RecordSchema,
        key: str,
        values: dict[str, Any],
        before: dict[str, Any] | None,
    ):
        """`before`: the old values of fields that changed, or of a row that was deleted; None for a new row."""
        if schema.owner:
            record = key_text(values[schema.owner])
            label = schema.targets[schema.owner].label
        else:
            record, label = key, schema.label
        line = to_json([schema.label, key, before]).encode()
        self.file.write(line)
        places = self.records[label]
        places[record] = (*places.get(record, ()), self.end, len(line))
        self.end += len(line)

    def changes(self, label: str) -> Iterator[tuple[str, Before]]:
        """By key of the record, what was there before, as documents say it."""
        for record, places in self.records[label].items():
            found: Before = {}
            for start, length in zip(places[::2], places[1::2], strict=True):
                self.file.seek(start)
                of_row, key, before = json.loads(self.file.read(length))
                rows = found.setdefault(of_row, {})
                rows[key] = first_values(rows[key], before) if key in rows else before
            yield record, found


def first_values(
    first: dict[str, Any] | None, later: dict[str, Any] | None
) -> dict[str, Any] | None:
    """The first change of a row knows what it was before the load."""
    return first if first is None or later is None else later | first
