"""What somebody may mean who is still typing: the names that begin so first."""

from guide.search.answer import Hit, make_hit
from guide.search.finding import Wanted, search
from guide.search.marks import Marker

MOST = 8
LOOKED_AT = (
    4 * MOST
)  # rows, each record in both languages; their texts may change the order
EACH = 4  # of one kind, so that courses do not fill the list


def names_alike(text: str) -> list[Hit]:
    """For a search without a result: names that begin like its longest word, the most alike first."""
    longest = max(text.split(), key=len, default="")
    for size in dict.fromkeys((len(longest) * 2 // 3, len(longest) // 2, 2)):
        if size > 1 and (hits := suggestions_for(longest[:size])):
            return hits
    return []


def suggestions_for(text: str, kind: str = "") -> list[Hit]:
    if not text:
        return []
    wanted = Wanted(MOST if kind else EACH, LOOKED_AT, with_text=False)
    found = search(text, kind=kind, wanted=wanted)
    marker = Marker.of_query(found.query)
    shown = [result for result in found.results if result.slug]
    return [make_hit(result, marker) for result in shown[:MOST]]
