"""Records into an empty table: nothing to compare with, so that only writing is left to do."""

from typing import TYPE_CHECKING

from .shape import Shape, write
from .spool import Checked

if TYPE_CHECKING:
    from .load import Load


def create_all(load: "Load", shape: Shape, batch: list[Checked]):
    pointers, stamp, rows = load.store.pointers(shape), load.store.stamp(shape), []
    touches = shape.owner and shape.targets[shape.owner].label not in load.fresh
    for place, key, values in batch:
        fields, row = shape.record(values), [*values, *stamp]
        try:
            for at, name, ids in pointers:
                if row[at] is None:
                    continue
                if ids is None:
                    load.later.append((key, {name: row[at]}))
                row[at] = None if ids is None else ids["|".join(row[at])]
        except KeyError as absent:
            load.report.left[shape.label][key] = f"because {absent.args[0]} is not here"
            continue
        if shape.derived:
            row += shape.derive(fields).values()
        rows.append(row)
        load.bases.add(shape.label, key, write(fields), load.fixtures.stem_of(place))
        if touches:
            load.raise_version(shape, key, fields)
    load.store.insert(shape, rows)
    load.report.created[shape.label] += len(rows)
