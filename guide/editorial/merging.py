"""Two changes of one record, made from the same document: merged row by row and field by field, as fixtures are."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from guide.editorial.documents import Document, with_key_of
from guide.sync.merge import merge

Values = dict[str, Any]


class Disputed(NamedTuple):
    """What both changed in different ways. Without a field it is about a whole row, which is None where it is gone."""

    model: str
    key: str
    field: str
    base: Any
    ours: Any
    theirs: Any


@dataclass
class Merge:
    """`ours`, what is there now, stands where both changed the same, unless their side is asked for."""

    base: Document
    ours: Document
    theirs: Document
    prefers_theirs: bool = False
    document: Document = field(default_factory=dict)
    disputed: list[Disputed] = field(default_factory=list)

    def run(self, label: str) -> "Merge":
        """`label`: of the record itself. Its key is the one that it has now."""
        self.base = with_key_of(self.base, self.ours, label)
        self.theirs = with_key_of(self.theirs, self.ours, label)
        for each in dict.fromkeys([*self.ours, *self.theirs, *self.base]):
            rows = [side.get(each, {}) for side in (self.base, self.ours, self.theirs)]
            for key in sorted({key for side in rows for key in side}):
                merged = self.merge_row(each, key, *(side.get(key) for side in rows))
                if merged is not None:
                    self.document.setdefault(each, {})[key] = merged
        return self

    def merge_row(
        self,
        label: str,
        key: str,
        base: Values | None,
        ours: Values | None,
        theirs: Values | None,
    ) -> Values | None:
        if theirs in (base, ours):
            return ours
        if ours == base:
            return theirs
        if ours is None or theirs is None:
            self.disputed.append(Disputed(label, key, "", base, ours, theirs))
            return theirs if self.prefers_theirs else ours
        known = {name: value for name, value in theirs.items() if name in ours}
        found = merge(base or {}, known, ours)
        for name in found.conflicts:
            was = (base or {}).get(name)
            self.disputed.append(
                Disputed(label, key, name, was, ours[name], known[name])
            )
        wanted = found.conflicts if self.prefers_theirs else []
        return ours | found.take | {name: known[name] for name in wanted}
