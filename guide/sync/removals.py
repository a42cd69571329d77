"""Records that the fixtures dropped. Content retires, rows owned by another leave; what editors changed stays."""

from typing import Any

from django.utils import timezone

from guide.sync.context import LoadState
from guide.sync.database import Row
from guide.sync.last_loaded import Base, bases
from guide.sync.record_schema import Shape, key_text


def leave(load: LoadState, shape: Shape, keys: list[str]):
    known = bases(shape.label, keys)
    rows = load.store.rows(shape, [(key, known[key].fields) for key in keys])
    deletable = []
    for key in keys:
        base, row = known[key], rows.get(key)
        if row is None:
            load.bases.dropped.append(base.pk)
        elif edited(shape, base, row) and load.prefer != "fixtures":
            keep(load, shape, key, base, row)
        elif shape.owner and not owner_leaves(load, shape, shape.owner, row):
            deletable.append((key, base, row))
        else:
            retire(load, shape, key, base, row)
    delete(load, shape, deletable)


def edited(shape: Shape, base: Base, row: Row) -> bool:
    """A field without a base is one over which fixture and editor disagree: the editor's stands there too."""
    was = shape.defaults | base.fields
    return any(
        name not in was or was[name] != value
        for name, value in merged_part(shape, row.values).items()
    )


def owner_leaves(load: LoadState, shape: Shape, owner: str, row: Row) -> bool:
    """A page that retires as a whole keeps what belongs to it, so that it stays complete for whoever comes back."""
    return key_text(row.values[owner]) in load.gone[shape.targets[owner].label]


def keep(load: LoadState, shape: Shape, key: str, base: Base, row: Row):
    if load.prefer == "editors":
        load.report.left[shape.label][key] = "because an editor changed it"
        forget(load, shape, key, base, row.values)
    else:
        load.conflicts.found(
            shape.label, key, "", base.fields, merged_part(shape, row.values), None
        )


def merged_part(shape: Shape, values: dict[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in shape.merged}


def forget(load: LoadState, shape: Shape, key: str, base: Base, values: dict[str, Any]):
    """From now on no file has the record; what it is here becomes the base, should a file bring it back."""
    load.bases.remember(shape.label, key, merged_part(shape, values), "", base)


def retire(
    load: LoadState, shape: Shape, key: str, base: Base, row: Row, why: str = ""
):
    change = retirement(shape, row.values)
    if change:
        load.store.update(shape, [(row.pk, change)])
        load.report.retired[shape.label].append(key)
        load.raise_version(shape, key, row.values)
    elif not (shape.has_published or shape.has_retired_on) and (why or not shape.owner):
        load.report.left[shape.label][key] = (
            why or "because it can neither retire nor be missed"
        )
    forget(load, shape, key, base, row.values | change)


def retirement(shape: Shape, values: dict[str, Any]) -> dict[str, Any]:
    """What changes in a row that retires; nothing where it has retired before, or has no word for it.

    What can retire stays published, for those who began it.
    """
    if shape.has_retired_on:
        return (
            {}
            if values["retired_on"]
            else {"retired_on": timezone.localdate().isoformat()}
        )
    return {"published": False} if shape.has_published and values["published"] else {}


def delete(load: LoadState, shape: Shape, items: list[tuple[str, Base, Row]]):
    used = load.store.in_use(shape, [row.pk for _, _, row in items])
    for key, base, row in items:
        if row.pk in used:
            retire(load, shape, key, base, row, "because something still points to it")
        else:
            load.bases.dropped.append(base.pk)
            load.report.deleted[shape.label].append(key)
            load.raise_version(shape, key, row.values)
    load.store.delete(shape, [row.pk for _, _, row in items if row.pk not in used])
