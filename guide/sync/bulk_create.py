"""Records into an empty table: nothing to compare with, so that only writing is left to do."""

from itertools import repeat
from typing import Any

from guide.sync.context import LoadState
from guide.sync.record_batches import Batch
from guide.sync.record_schema import Shape


def create_all(load: LoadState, shape: Shape, batch: Batch) -> bool:
    """Whether all of them could be created: where one points to what is not here, each has to be looked at."""
    columns: list[Any] = list(batch.columns)
    try:
        for name, target in shape.targets.items():
            ids = load.store.ids(target) if name not in shape.own else None
            columns[shape.place[name]] = pointers(ids, columns[shape.place[name]])
    except KeyError:
        return False
    for name in shape.own:
        pairs = zip(batch.keys, batch.columns[shape.place[name]], strict=True)
        load.later += [
            (key, {name: value}) for key, value in pairs if value is not None
        ]
    columns += map(repeat, load.store.stamp(shape))
    if shape.derived:
        columns += zip(
            *[
                shape.derive(shape.record(row)).values()
                for _, _, row in batch.records()
            ],
            strict=True,
        )
    load.store.insert(shape, list(zip(*columns, strict=False)))
    load.bases.add(
        shape.label,
        batch.keys,
        shape.written(batch.columns),
        load.fixtures.stems_of(batch.places),
    )
    load.report.created[shape.label] += len(batch.keys)
    if shape.owner and shape.targets[shape.owner].label not in load.fresh:
        for _, key, row in batch.records():
            load.raise_version(shape, key, shape.record(row))
    return True


def pointers(ids: dict[str, int] | None, column: list) -> list[int | None]:
    """Rows that point to a row of their own model wait until all are there."""
    return [
        None if parts is None or ids is None else ids["|".join(parts)]
        for parts in column
    ]
