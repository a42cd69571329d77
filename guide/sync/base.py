"""The values last loaded: what a fixture said is remembered, so that the next load can tell who changed what."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from guide.models import LoadedFile, LoadedRecord

from .shape import write
from .store import in_parts, insert_rows, update_rows

TABLE = LoadedRecord._meta.db_table


class Base(NamedTuple):
    pk: int
    fields: dict[str, Any]
    file: str  # empty once the fixture has dropped the record


def bases(label: str, keys: Iterable[str]) -> dict[str, Base]:
    found = {}
    for part in in_parts(keys):
        rows = LoadedRecord.objects.filter(model=label, key__in=part).values_list("key", "pk", "fields", "file")
        found.update({key: Base(pk, fields, file) for key, pk, fields, file in rows})
    return found


class Bases:
    """Collects what is to be remembered and writes it in bulk."""

    def __init__(self):
        self.new: list[tuple] = []
        self.changed: list[tuple] = []
        self.dropped: list[int] = []

    def remember(self, label: str, key: str, fields: dict[str, Any] | str, file: str, base: Base | None):
        if base is None:
            self.new.append((label, key, fields if isinstance(fields, str) else write(fields), file))
        elif base.fields != fields or base.file != file:
            self.changed.append((write(fields), file, base.pk))

    def write(self):
        insert_rows(TABLE, ["model", "key", "fields", "file"], self.new)
        update_rows(TABLE, ["fields", "file"], self.changed)
        for part in in_parts(self.dropped):
            LoadedRecord.objects.filter(pk__in=part).delete()
        self.new, self.changed, self.dropped = [], [], []


def remembered_keys() -> dict[str, dict[str, str]]:
    """Model → key → file of everything that was loaded."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for label, key, file in LoadedRecord.objects.order_by().values_list("model", "key", "file").iterator(5000):
        found[label][key] = file
    return found


def unchanged(digests: dict[str, str], whole: bool) -> bool:
    """Whether these files are those of the last load."""
    loaded = dict(LoadedFile.objects.values_list("name", "digest"))
    return digests == (loaded if whole else {name: loaded.get(name) for name in digests})


def remember_files(digests: dict[str, str], counts: dict[str, int], stale: Iterable[str], whole: bool):
    old = LoadedFile.objects.exclude(name__in=digests)
    (old if whole else old.filter(name__in=stale)).delete()
    for name, digest in digests.items():
        values = {"digest": digest, "records": counts.get(name, 0)}
        if not LoadedFile.objects.filter(name=name, **values).exists():
            LoadedFile.objects.update_or_create(name=name, defaults=values)
