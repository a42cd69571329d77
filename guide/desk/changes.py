"""What changed last on the site, whoever changed it."""

from typing import NamedTuple

from guide.cache import cached_per_version
from guide.editorial.history import names_of_slugs
from guide.models import Revision
from guide.models.text import LANGUAGES

SHOWN = 10
RIGHTS = 10  # so many different ones of editors are kept


class Change(NamedTuple):
    revision: Revision
    name: str


class LastChanges(NamedTuple):
    """`changes`: without loads, of which one may change a thousand records. `load`: the last one of those."""

    changes: list[Change]
    load: Revision | None


@cached_per_version(len(LANGUAGES) * RIGHTS)
def last_changes(language: str, kinds: tuple[str, ...]) -> LastChanges:
    """With names in a language. Every change raises the number of the content, and so these are kept with it.

    `kinds`: the labels of those that the editor may look at.
    """
    seen = Revision.objects.live().of_kinds(kinds)
    rows = seen.filter(is_load=False).without_documents()[:SHOWN]
    slugs: dict[str, set[str]] = {}
    for row in rows:
        slugs.setdefault(row.model, set()).add(row.key)
    names = names_of_slugs(slugs)
    changes = [Change(row, names.get((row.model, row.key), row.key)) for row in rows]
    loads = seen.filter(is_load=True).without_documents()
    return LastChanges(changes, loads.first())
