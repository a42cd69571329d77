"""What both an editor and the fixtures changed: collected during a load, and saved for an editor to decide."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from guide.models import Conflict
from guide.sync.report import Report

VALUES = ("base", "ours", "theirs")


class Conflicts:
    def __init__(self, report: Report):
        self.report = report
        self.current: dict[tuple[str, str, str], dict[str, Any]] = {}

    def add(self, label: str, key: str, field: str, base: Any, ours: Any, theirs: Any):
        values = {"base": base, "ours": ours, "theirs": theirs}
        self.current[label, key, field] = values
        self.report.conflicts.append(
            {"model": label, "key": key, "field": field, **values}
        )

    def save(self, in_this_load: Callable[[str, str], bool]):
        """Open new ones, update those that are known, and resolve those that this load no longer has."""
        at = timezone.now()
        for known in Conflict.objects.open().of_fixtures():
            values = self.current.pop((known.model, known.key, known.field), None)
            if values is None:
                if in_this_load(known.model, known.key):
                    known.resolve(Conflict.Resolution.SETTLED, at)
            elif values != {name: getattr(known, name) for name in VALUES}:
                Conflict.objects.filter(pk=known.pk).update(**values)
        Conflict.objects.bulk_create(
            Conflict(model=label, key=key, field=field, found_at=at, **values)
            for (label, key, field), values in self.current.items()
        )
