"""Records into an empty table: nothing to compare with, so that only writing is left to do."""

from typing import TYPE_CHECKING

from .shape import Shape
from .spool import Checked, read

if TYPE_CHECKING:
    from .load import Load


def create_all(load: "Load", shape: Shape, batch: list[Checked]):
    pointers, stamp, rows = load.store.pointers(shape), load.store.stamp(shape), []
    touches = shape.owner and shape.targets[shape.owner].label not in load.fresh
    for number, key, text in batch:
        values = read(text)
        row = [*shape.values_of(load.put_off(shape, key, values) if shape.own else values), *stamp]
        try:
            for at, ids in pointers:
                if row[at] is not None:
                    row[at] = ids["|".join(row[at])]
        except KeyError as absent:
            load.report.left[shape.label][key] = f"because {absent.args[0]} is not here"
            continue
        if shape.derived:
            row += shape.derive(values).values()
        rows.append(row)
        load.bases.add(shape.label, key, text, load.count(number))
        if touches:
            load.raise_version(shape, key, values)
    load.store.insert(shape, rows)
    load.report.created[shape.label] += len(rows)
