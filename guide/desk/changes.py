"""What changed last on the site, whoever changed it."""

from typing import NamedTuple

from guide.editorial.history import names_of_slugs
from guide.models import Revision

SHOWN = 10


class Change(NamedTuple):
    revision: Revision
    name: str


def last_changes() -> list[Change]:
    """Without loads, of which one may change a thousand records. Two queries."""
    rows = Revision.objects.live().filter(is_load=False).without_documents()[:SHOWN]
    slugs: dict[str, set[str]] = {}
    for row in rows:
        slugs.setdefault(row.model, set()).add(row.key)
    names = names_of_slugs(slugs)
    return [Change(row, names.get((row.model, row.key), row.key)) for row in rows]


def last_load() -> Revision | None:
    return Revision.objects.live().filter(is_load=True).without_documents().first()
