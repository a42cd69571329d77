"""What a load did, for people and for programs."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

CHANGES = ("created", "updated", "retired", "deleted")
SHORT = 80  # characters of both values of a conflict that the text shows
LISTED = 20  # names in the text; the JSON has them all
PLACE = f"{settings.SITE_URL}/admin/guide/conflict/"


@dataclass
class Report:
    dry_run: bool = False
    files: int = 0
    records: int = 0
    unchanged: bool = False  # the files are those of the last load
    created: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    updated: dict[str, dict[str, list[str]]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    retired: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    deleted: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    kept: dict[str, dict[str, list[str]]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    left: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    only_here: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    conflicts: list[dict[str, Any]] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        return any(getattr(self, name) for name in CHANGES)

    @property
    def exit_code(self) -> int:
        return 2 if self.conflicts else 0

    def as_dict(self) -> dict[str, Any]:
        return {
            "dry_run": self.dry_run,
            "files": self.files,
            "records": self.records,
            "unchanged": self.unchanged,
            "created": self.created,
            "updated": self.updated,
            "retired": self.retired,
            "deleted": self.deleted,
            "kept": self.kept,
            "left": self.left,
            "only_here": self.only_here,
            "conflicts": self.conflicts,
        }

    def lines(self) -> list[str]:
        would = "would be " if self.dry_run else ""
        same = ", the same as at the last load" if self.unchanged else ""
        out = [
            f"{plural(self.records, 'record')} in {plural(self.files, 'file')}{same}."
        ]
        for name in CHANGES:
            for label, items in sorted(getattr(self, name).items()):
                out.append(f"{label}: {size(items):,} {would}{name}" + listed(items))
        for label, items in sorted(self.kept.items()):
            out.append(
                f"{label}: {len(items):,} kept as editors changed them" + listed(items)
            )
        for label, items in sorted(self.left.items()):
            out += [
                f"{label} {key}: left as it is, {why}"
                for key, why in sorted(items.items())
            ]
        for label, items in sorted(self.only_here.items()):
            out.append(
                f"{label}: {len(items):,} only in the database, left alone"
                + listed(items)
            )
        out += map(conflict_line, self.conflicts)
        return [*out, self.summary()]

    def line(self) -> str:
        """In one line, or nothing where there is nothing to say."""
        counts = {
            name: sum(map(size, getattr(self, name).values())) for name in CHANGES
        }
        parts = [f"{count:,} {name}" for name, count in counts.items() if count]
        if self.conflicts:
            parts.append(
                f"{plural(len(self.conflicts), 'conflict')} to decide at {PLACE}"
            )
        return f"Content: {', '.join(parts)}." if parts else ""

    def summary(self) -> str:
        if self.conflicts:
            count = plural(len(self.conflicts), "conflict")
            left = f"{count} left: the editors' values stand until somebody decides at {PLACE}."
            return (
                f"{left} This was a dry run: nothing was written."
                if self.dry_run
                else left
            )
        if not self.changed:
            return "Nothing changed."
        return "This was a dry run: nothing was written." if self.dry_run else "Done."


def size(items: Any) -> int:
    return items if isinstance(items, int) else len(items)


def plural(count: int, word: str) -> str:
    return f"{count:,} {word}{'s'[: count != 1]}"


def conflict_line(conflict: dict[str, Any]) -> str:
    """Long values are for the admin, which shows them beside each other."""
    line = f"CONFLICT {conflict['model']} {conflict['key']} {conflict['field'] or '(the whole record)'}"
    ours, theirs = (
        json.dumps(conflict[side], ensure_ascii=False) for side in ("ours", "theirs")
    )
    short = conflict["field"] and len(ours) + len(theirs) <= SHORT
    return f"{line}: editors {ours}, fixture {theirs}" if short else line


def listed(items: Any) -> str:
    """The first names with the fields that changed, where they are known."""
    if isinstance(items, int):
        return ""
    fields = items if isinstance(items, dict) else {}
    names = [
        f"{key} ({', '.join(fields[key])})" if fields.get(key) else key
        for key in sorted(items)[:LISTED]
    ]
    more = f" and {len(items) - LISTED:,} more" if len(items) > LISTED else ""
    return f": {', '.join(names)}{more}"
