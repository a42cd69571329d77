"""All content as records by model and key, wherever it comes from, for those who look for what is wrong with it."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from guide.sync.database import ContentTables, in_parts
from guide.sync.fixture_set import Fixtures
from guide.sync.natural_keys import key_text
from guide.sync.record_schema import record_schemas

Values = dict[str, Any]


class Finding(NamedTuple):
    kind: str
    model: str
    key: str
    message: str = ""
    error: bool = False


class ContentRecords:
    """Records by model and key."""

    def __init__(self, fixtures: Fixtures):
        self.records: dict[str, dict[str, Values]] = {
            label: {} for label in record_schemas()
        }
        for label, spool in fixtures.spools.items():
            for batch in spool.batches():
                self.records[label].update(
                    {
                        key: record_schemas()[label].values_of(row)
                        for _, key, row in batch.records()
                    }
                )

    def visible(self, label: str) -> Iterator[tuple[str, Values]]:
        """What visitors see."""
        for key, values in self.records[label].items():
            if values.get("published", True) and not values.get("retired_on"):
                yield key, values

    def keys_pointed_to(self, label: str, name: str) -> Iterator[str]:
        return (
            key_text(values[name])
            for _, values in self.visible(label)
            if values[name] is not None
        )


def read_database() -> Fixtures:
    """The records of the database, checked as if they stood in a file of that name."""
    fixtures, tables = Fixtures(), ContentTables()
    fixtures.files = fixtures.stems = ["database"]
    for label, schema in record_schemas().items():
        for rows in in_parts(tables.all_rows(schema, lock=False)):
            fixtures.validators[label].validate(
                fixtures.read_so_far + 1, [row.values for row in rows]
            )
            fixtures.read_so_far += len(rows)
    return fixtures
