"""What a load did, for people and for programs."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

CHANGES = ("created", "updated", "retired", "deleted")
SHORT_VALUES = 80  # characters of both values of a conflict that the text shows
MOST_LISTED = 20  # names in the text; the JSON has them all
CONFLICTS_URL = f"{settings.SITE_URL}/admin/guide/conflict/"


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

    def change_lines(self, would: str = "would be ") -> list[str]:
        """What changes, a line for each model and kind of change."""
        return [
            f"{label}: {count_of(items):,} {would}{name}" + names_listed(items)
            for name in CHANGES
            for label, items in sorted(getattr(self, name).items())
        ]

    def text_lines(self) -> list[str]:
        same = ", the same as at the last load" if self.unchanged else ""
        lines = [
            f"{counted(self.records, 'record')} in {counted(self.files, 'file')}{same}."
        ]
        lines += self.change_lines("would be " if self.dry_run else "")
        for label, items in sorted(self.kept.items()):
            lines.append(
                f"{label}: {len(items):,} kept as editors changed them"
                + names_listed(items)
            )
        for label, reasons in sorted(self.left.items()):
            lines += [
                f"{label} {key}: left as it is, {why}"
                for key, why in sorted(reasons.items())
            ]
        for label, keys in sorted(self.only_here.items()):
            lines.append(
                f"{label}: {len(keys):,} only in the database, left alone"
                + names_listed(keys)
            )
        lines += map(conflict_line, self.conflicts)
        return [*lines, self.last_line()]

    def one_line(self) -> str:
        """In one line, or nothing where there is nothing to say."""
        counts = {
            name: sum(map(count_of, getattr(self, name).values())) for name in CHANGES
        }
        parts = [f"{count:,} {name}" for name, count in counts.items() if count]
        if self.conflicts:
            parts.append(
                f"{counted(len(self.conflicts), 'conflict')} to decide at {CONFLICTS_URL}"
            )
        return f"Content: {', '.join(parts)}." if parts else ""

    def last_line(self) -> str:
        if self.conflicts:
            count = counted(len(self.conflicts), "conflict")
            left = f"{count} left: the editors' values stand until somebody decides at {CONFLICTS_URL}."
            return (
                f"{left} This was a dry run: nothing was written."
                if self.dry_run
                else left
            )
        if not self.changed:
            return "Nothing changed."
        return "This was a dry run: nothing was written." if self.dry_run else "Done."


def count_of(items: Any) -> int:
    return items if isinstance(items, int) else len(items)


def counted(count: int, word: str) -> str:
    return f"{count:,} {word}{'s'[: count != 1]}"


def conflict_line(conflict: dict[str, Any]) -> str:
    """Long values are for the admin, which shows them beside each other."""
    line = f"CONFLICT {conflict['model']} {conflict['key']} {conflict['field'] or '(the whole record)'}"
    ours, theirs = (
        json.dumps(conflict[side], ensure_ascii=False) for side in ("ours", "theirs")
    )
    short = conflict["field"] and len(ours) + len(theirs) <= SHORT_VALUES
    return f"{line}: editors {ours}, fixture {theirs}" if short else line


def names_listed(items: Any) -> str:
    """The first names with the fields that changed, where they are known."""
    if isinstance(items, int):
        return ""
    fields = items if isinstance(items, dict) else {}
    names = [
        f"{key} ({', '.join(fields[key])})" if fields.get(key) else key
        for key in sorted(items)[:MOST_LISTED]
    ]
    more = f" and {len(items) - MOST_LISTED:,} more" if len(items) > MOST_LISTED else ""
    return f": {', '.join(names)}{more}"
