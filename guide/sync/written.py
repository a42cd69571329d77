"""What a load wrote, row by row, for those who keep what was there before. Little is held of each row."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from guide.sync.json_text import to_json
from guide.sync.natural_keys import key_text
from guide.sync.record_schema import RecordSchema

Before = dict[str, dict[str, dict[str, Any] | None]]


class WrittenRows:
    """By record, to which the rows belong: lines of JSON. `keep` is told at the end; whoever keeps history sets it."""

    keep: Callable[..., None] = staticmethod(lambda load: None)

    def __init__(self):
        self.records: dict[str, dict[str, str]] = defaultdict(dict)

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
        lines = self.records[label]
        line = to_json([schema.label, key, before])
        lines[record] = f"{lines[record]}\n{line}" if record in lines else line

    def changes(self, label: str) -> Iterator[tuple[str, Before]]:
        """By key of the record, what was there before, as documents say it."""
        for record, lines in self.records[label].items():
            found: Before = {}
            for line in lines.split("\n"):
                of_row, key, before = json.loads(line)
                rows = found.setdefault(of_row, {})
                rows[key] = before if key not in rows else merged(rows[key], before)
            yield record, found


def merged(
    first: dict[str, Any] | None, later: dict[str, Any] | None
) -> dict[str, Any] | None:
    """The first change of a row knows what it was before the load."""
    return first if first is None or later is None else later | first
