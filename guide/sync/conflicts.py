"""What both sides changed, kept until somebody decides."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from guide.models import Conflict
from guide.sync.report import Report

VALUES = ("base", "ours", "theirs")


class Conflicts:
    def __init__(self, report: Report):
        self.report = report
        self.now: dict[tuple[str, str, str], dict[str, Any]] = {}

    def found(
        self, label: str, key: str, field: str, base: Any, ours: Any, theirs: Any
    ):
        values = {"base": base, "ours": ours, "theirs": theirs}
        self.now[label, key, field] = values
        self.report.conflicts.append(
            {"model": label, "key": key, "field": field, **values}
        )

    def write(self, in_this_load: Callable[[str, str], bool]):
        """Open new ones, bring known ones up to date, settle those that are none any more."""
        at = timezone.now()
        for known in Conflict.objects.open():
            values = self.now.pop((known.model, known.key, known.field), None)
            if values is None:
                if in_this_load(known.model, known.key):
                    known.settle(Conflict.Resolution.SETTLED, at)
            elif values != {name: getattr(known, name) for name in VALUES}:
                Conflict.objects.filter(pk=known.pk).update(**values)
        Conflict.objects.bulk_create(
            Conflict(model=label, key=key, field=field, found_at=at, **values)
            for (label, key, field), values in self.now.items()
        )
