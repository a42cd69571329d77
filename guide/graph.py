"""Prerequisites as a graph. It must not have a cycle: nobody could ever begin."""

from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter


def find_cycle(edges: Iterable[tuple[str, str]]) -> list[str]:
    """The members of a cycle among (needs, needed) pairs, the first repeated at the end; empty where there is none."""
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for needs, needed in edges:
        sorter.add(needs, needed)
    try:
        sorter.prepare()
    except CycleError as error:
        return list(reversed(error.args[1]))
    return []
