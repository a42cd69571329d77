"""What can be wrong with fixtures, and the refusal to load them."""

from collections.abc import Iterable
from typing import NamedTuple


class FixtureError(NamedTuple):
    """One thing that is wrong, with its place: a file, a record counted from 1 (0: the file), its key and field."""

    file: str
    record: int
    key: str
    field: str
    message: str
    kind: str = "field"

    def __str__(self):
        record = f"record {self.record}" + (f" ({self.key})" if self.key else "")
        place = " ".join(filter(None, [record if self.record else "", self.field]))
        return f"{self.file}: {place}{': ' if self.record else ''}{self.message}"


class SyncRefused(Exception):
    """Nothing was written; says every reason."""

    def __init__(self, reasons: Iterable[object]):
        self.reasons = list(map(str, reasons))
        super().__init__("\n".join(self.reasons))
