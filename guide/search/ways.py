"""The ways to find rows for a search, as lookups of the full-text index."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from guide.search.database import VERY_MANY, Alternatives, Lookup, RowsBetween
from guide.search.normalisation import WHOLE, chinese_pairs
from guide.search.query import Query, Term
from guide.search.rows import KINDS, id_range
from guide.search.vocabulary import Vocabulary

# Rows that one lookup finds at most, the most important kinds first.
MOST_WHOLE, MOST_NEAR, MOST_NAMED, MOST_ANYWHERE, MOST_PARTLY = 15, 25, 25, 40, 30
MOST_OF_KIND = 400
COMMON = 10_000  # rows
FEW = 30  # rows with all terms: where there are fewer, those with some of them are looked for too
PLENTY = (
    4 * MOST_NAMED
)  # names that have a word: those of longer words need not be looked for
SHORTEST_NEAR = 4  # characters of a Chinese name that may have one wrong
HALVES = [
    (id_range(KINDS[0])[0], id_range("belief")[1]),
    (id_range("term")[0], id_range(KINDS[-1])[1]),
]
EVERYTHING = (HALVES[0][0], HALVES[1][1])
FULL, SCARCE = "full", "scarce"


def lookups_of(query: Query, known: Vocabulary, kind: str) -> list[Lookup]:
    """Each way to find rows, in the important kinds and in the others, so that none fills up all there is room for."""
    lookups: list[Lookup] = []
    anywhere = -1  # the number of the lookup for rows that have all terms somewhere
    for way in ways_to_find(query, known):
        ranges = HALVES if way.in_halves and way.rows > way.most else [EVERYTHING]
        if kind:
            ranges = [id_range(kind)]
        many = MOST_OF_KIND if kind else way.most
        only_if = None
        if way.only_if == FULL:
            only_if = RowsBetween(anywhere, lookups[anywhere].most, VERY_MANY)
        elif way.only_if == SCARCE:
            only_if = RowsBetween(anywhere, 0, FEW - 1)
        if not way.named:
            anywhere = len(lookups)
        lookups += [
            Lookup(
                way.terms,
                way.named,
                way.every,
                many,
                each,
                only_if,
                COMMON <= way.rows < VERY_MANY,
            )
            for each in ranges
        ]
    return lookups


class Way(NamedTuple):
    """Terms, whether in names only, whether all of them, and how many rows are wanted and can be found at most."""

    terms: list[Alternatives]
    named: bool
    every: bool
    most: int
    rows: int = VERY_MANY
    # Among the less important kinds too, however many there are of the others.
    in_halves: bool = False
    # Taken only if the rows with all terms somewhere are more than are looked at, or are few.
    only_if: str = ""


def ways_to_find(query: Query, known: Vocabulary) -> Iterator[Way]:
    if whole := [(WHOLE + key,) for key in query.keys if known.may_have(key)]:
        is_known = known.asked.issuperset(query.keys)
        rows = sum(map(known.most_rows, query.keys)) if is_known else VERY_MANY
        yield Way([whole], True, True, MOST_WHOLE, rows, True)
    if query.key in known.begun or query.key not in known.asked:
        rows = known.begun.get(query.key, VERY_MANY)
        yield Way([[(WHOLE + query.key + "*",)]], True, True, MOST_WHOLE, rows, True)
    if inside := [(WHOLE + stretch.key,) for stretch in query.stretches]:
        rows = sum(known.most_rows(stretch.key) for stretch in query.stretches)
        yield Way([inside], True, True, MOST_WHOLE, rows, True)
    for near in near_whole_names(query, known):
        yield Way(near, True, True, MOST_NEAR)
    terms = known_terms(query.needed, known)
    if not terms:
        return
    rows = min(most_rows(each, known) for each in terms)
    yield Way(terms, False, True, MOST_ANYWHERE, rows)
    if rows > MOST_ANYWHERE:  # else the last one found these too
        yield Way(terms, True, True, MOST_NAMED, rows, True, FULL)
    if others := known_terms(query.without_subject, known):
        rows = min(most_rows(each, known) for each in others)
        yield Way(others, True, True, MOST_NAMED, rows, True)
    yield from ways_to_some_terms(terms, known)


def ways_to_some_terms(
    terms: Sequence[Alternatives], known: Vocabulary
) -> Iterator[Way]:
    """Names with any of the terms. Those with a rare one have a lookup of their own: the others would fill the room."""
    pieces = [[piece] for term in terms for piece in single_words(term)]
    if len(pieces) <= (len(terms[0]) if len(terms) == 1 else 1):
        return
    if rare := rare_terms(terms, known):
        names = sum(most_names(each, known) for each in rare)
        yield Way(rare, True, False, MOST_PARTLY, names, True, SCARCE)
    rows = sum(most_rows(each, known) for each in pieces)
    yield Way(pieces, True, False, MOST_PARTLY, rows, False, SCARCE)


def rare_terms(terms: Sequence[Alternatives], known: Vocabulary) -> list[Alternatives]:
    """The rarest term, and others as long as all names that have one of them can be looked at."""
    by_names = sorted((most_names(each, known), at) for at, each in enumerate(terms))
    kept, names = list[Alternatives](), 0
    for number, at in by_names:
        names += number
        if kept and names > MOST_PARTLY:
            break
        kept.append(terms[at])
    return kept if len(kept) < len(terms) else []


def most_names(alternatives: Alternatives, known: Vocabulary) -> int:
    """How many names have a term, at most."""
    return sum(
        min(known.most_names(without_mark(word)) for word in words)
        for words in alternatives
    )


def most_rows(alternatives: Alternatives, known: Vocabulary) -> int:
    return sum(
        min(map(known.most_rows, map(without_mark, words))) for words in alternatives
    )


def without_mark(word: str) -> str:
    return word.removeprefix(WHOLE)


def near_whole_names(query: Query, known: Vocabulary) -> Iterator[list[Alternatives]]:
    """For a Chinese name with one wrong character: names that begin like it, and names that end like it."""
    key = query.key
    if key.isascii() or len(key) < SHORTEST_NEAR or known.has_name(key):
        return
    pairs = chinese_pairs(key)
    if there := [(pair,) for pair in pairs if pair in known.words]:
        yield [[(WHOLE + key[0] + "*",)], there]
    if all(pair in known.words for pair in pairs[-2:]):
        yield [[(pair,)] for pair in pairs[-2:]]


def known_terms(
    terms: Sequence[Term], known: Vocabulary
) -> list[list[tuple[str, ...]]]:
    return [kept for term in terms if (kept := known_alternatives(term, known))]


def known_alternatives(term: Term, known: Vocabulary) -> list[tuple[str, ...]]:
    """The alternatives of a term that any row can have. Of Chinese, the pairs that are known: others join two words."""
    kept: dict[tuple[str, ...], None] = {}
    typed = known.words.get(term.literal[0]) if len(term.literal) == 1 else None
    has_plenty = typed is not None and typed.named >= PLENTY
    for words, _weight in term.alternatives:
        if has_plenty and words[0].endswith("*"):
            continue
        there = tuple(found for word in words if (found := known_word(word, known)))
        if there and (len(there) == len(words) or not words[0].isascii()):
            kept[there] = None
    starts = [words[0][:-1] for words in kept if words[0].endswith("*")]
    return [
        words for words in kept if len(words) > 1 or not is_covered(words[0], starts)
    ]


def known_word(word: str, known: Vocabulary) -> str:
    """The word; without its star where no longer one begins so; empty where no row can have it."""
    plain = without_mark(word.removesuffix("*"))
    if word.endswith("*") and plain in known.begun:
        return word
    return word.removesuffix("*") if plain in known.words else ""


def is_covered(word: str, starts: Sequence[str]) -> bool:
    """Whether another alternative finds all that the word finds: one of these starts, if it is shorter."""
    plain = word.removesuffix("*")
    return any(
        plain.startswith(start) and (plain != start or word == start)
        for start in starts
    )


def single_words(alternatives: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """For a lookup of any term: phrases as they are, a stretch of Chinese pair by pair."""
    pieces: dict[tuple[str, ...], None] = {}
    for words in alternatives:
        if words[0].isascii():
            pieces[words] = None
        else:
            pieces |= {(word,): None for word in words}
    return list(pieces)
