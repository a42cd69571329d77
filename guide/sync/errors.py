from typing import NamedTuple


class Fault(NamedTuple):
    file: str
    record: int
    key: str
    field: str
    message: str
    kind: str = "field"

    def __str__(self):
        where = (
            f"record {self.record}" + (f" ({self.key})" if self.key else "")
            if self.record
            else ""
        )
        return (
            f"{self.file}: "
            + " ".join(filter(None, [where, self.field]))
            + (": " if where else "")
            + self.message
        )


class Refused(Exception):
    """Nothing was written; says every reason."""

    def __init__(self, reasons):
        self.reasons = list(map(str, reasons))
        super().__init__("\n".join(self.reasons))
