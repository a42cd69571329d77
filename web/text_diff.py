"""The difference between two texts, word by word. Each Chinese character counts as a word."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

WORDS = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+|\s+|[^\w\s]")
MOST = 4000  # words of both texts
MOST_PAIRS = 40_000  # of words compared each with each: where words repeat, that takes the cube of their number


class Piece(NamedTuple):
    kind: str  # same, gone or new
    text: str


def text_difference(old: str, new: str) -> list[Piece]:
    before, after = WORDS.findall(old), WORDS.findall(new)
    if len(before) + len(after) > MOST:
        return difference_pieces(("gone", old), ("new", new))
    found: list[Piece] = []
    for piece in compare_words(before, after):
        if found and found[-1].kind == piece.kind == "same":
            found[-1] = Piece("same", found[-1].text + piece.text)
        else:
            found.append(piece)
    return found


def compare_words(before: list[str], after: list[str]) -> Iterator[Piece]:
    """Compare the parts between anchors: words that occur once in both texts. Short parts are fast to compare."""
    a = b = 0
    for x, y in [*unique_word_anchors(before, after), (len(before), len(after))]:
        yield from compared_between(before[a:x], after[b:y])
        yield from difference_pieces(("same", "".join(before[x : x + 1])))
        a, b = x + 1, y + 1


def compared_between(before: list[str], after: list[str]) -> Iterator[Piece]:
    start = common_prefix_length(before, after)
    end = common_prefix_length(before[start:][::-1], after[start:][::-1])
    yield from difference_pieces(("same", "".join(before[:start])))
    yield from match_words(
        before[start : len(before) - end], after[start : len(after) - end]
    )
    yield from difference_pieces(("same", "".join(before[len(before) - end :])))


def match_words(before: list[str], after: list[str]) -> Iterator[Piece]:
    if not before or not after or len(before) * len(after) > MOST_PAIRS:
        yield from difference_pieces(("gone", "".join(before)), ("new", "".join(after)))
        return
    for kind, a, b, c, d in SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if kind == "equal":
            yield from difference_pieces(("same", "".join(before[a:b])))
        else:
            yield from difference_pieces(
                ("gone", "".join(before[a:b])), ("new", "".join(after[c:d]))
            )


def common_prefix_length(one: list[str], other: list[str]) -> int:
    """The number of words that both begin with."""
    return next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )


def unique_word_anchors(before: list[str], after: list[str]) -> list[tuple[int, int]]:
    """Pairs of positions of the words that occur once in each text: the longest sequence in the same order in both."""
    here, there = Counter(before), Counter(after)
    place = {word: n for n, word in enumerate(after) if here[word] == there[word] == 1}
    pairs = [(n, place[word]) for n, word in enumerate(before) if word in place]
    ends: list[int] = []  # the smallest place at which a row of each length ends
    last: list[tuple | None] = []
    for a, b in pairs:
        length = bisect_left(ends, b)
        row = (a, b, last[length - 1] if length else None)
        ends[length : length + 1], last[length : length + 1] = [b], [row]
    found = []
    row = last[-1] if last else None
    while row:
        found.append(row[:2])
        row = row[2]
    return found[::-1]


def difference_pieces(*parts: tuple[str, str]) -> list[Piece]:
    return [Piece(kind, text) for kind, text in parts if text]
