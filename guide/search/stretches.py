"""Names inside a search: stretches of it that are the whole name of a record, as in “is fluent python hard”."""

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, islice
from typing import NamedTuple

from guide.search.normalisation import LONGEST_WORD

MOST_TOKENS = 40  # words and Chinese characters of a search that are looked at
LONGEST = 12  # of them in a name
SHORTEST = 2  # letters or characters
MOST_NAMES = 12


class SearchedTerm(NamedTuple):
    """A term of a search, as far as it may be a part of a name."""

    tokens: Sequence[str]  # words, and each character of Chinese
    is_small: bool  # such as “the”
    is_kind: bool  # such as “course”


class Stretch(NamedTuple):
    key: str  # without spaces
    start: int
    end: int
    # Places of terms, and how much of each it is.
    shares: dict[int, float]


class PieceOfTerm(NamedTuple):
    text: str
    place: int
    share: float
    part: SearchedTerm


def tokens_of(parts: Sequence[SearchedTerm]) -> Iterator[PieceOfTerm]:
    for place, part in enumerate(parts):
        for text in part.tokens:
            yield PieceOfTerm(text, place, 1 / len(part.tokens), part)


def stretches_of(parts: Sequence[SearchedTerm]) -> tuple[Stretch, ...]:
    """All that may be a name, but for the whole search; no small words alone, and none that say which kind is meant."""
    tokens = list(islice(tokens_of(parts), MOST_TOKENS))
    found = []
    for start in range(len(tokens)):
        some = tokens[start : start + LONGEST]
        shares: dict[int, float] = {}
        may_be_name = False
        for end, key in enumerate(accumulate(token.text for token in some), start + 1):
            token = tokens[end - 1]
            if not token.part.is_small:
                may_be_name = may_be_name or not token.part.is_kind
                shares[token.place] = shares.get(token.place, 0.0) + token.share
            is_whole = end - start == len(tokens)
            if may_be_name and len(key) >= SHORTEST and not is_whole:
                found.append(Stretch(key[:LONGEST_WORD], start, end, dict(shares)))
    return tuple(found)


def names_inside(
    stretches: Sequence[Stretch], is_name: Callable[[str], bool]
) -> tuple[Stretch, ...]:
    """Those that may be the name of a record, the longest first, without those inside of longer ones."""
    there = [each for each in stretches if is_name(each.key)]
    there.sort(key=lambda each: each.start - each.end)
    kept: list[Stretch] = []
    for each in there:
        if not any(n.start <= each.start and each.end <= n.end for n in kept):
            kept.append(each)
    return tuple(kept[:MOST_NAMES])
