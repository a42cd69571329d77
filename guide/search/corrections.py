"""Typing errors: a word that nobody wrote, and the words of the index that are one or two errors away.

A word and its mistyped form have a common rest once letters are deleted from both. So the index keeps the rests of its
own words, and one look-up finds all candidates; the true distance decides (SymSpell's idea, by Wolf Garbe).
"""

from functools import lru_cache
from itertools import combinations

LETTERS = (
    7  # only the first letters are deleted: later errors are found by the true distance
)
SHORTEST = 3
LONGEST = 26  # letters: nobody types a longer word without a space
TWO_ERRORS_FROM = 8  # letters of a word that may have two errors


def errors_allowed(word: str) -> int:
    if not SHORTEST <= len(word) <= LONGEST or not (word.isascii() and word.isalpha()):
        return 0
    return 2 if len(word) >= TWO_ERRORS_FROM else 1


def deletions_of(word: str) -> set[str]:
    """The rests of a word of the index, which is in the singular."""
    return rests_of(word, errors_allowed(word + "s"))


def deletions_of_typed(word: str) -> set[str]:
    """Those of a word as somebody typed it, who may have left out two letters of a long one."""
    most = errors_allowed(word + "xx")
    rests = rests_of(word, most)
    if word.endswith("s"):
        rests |= rests_of(word[:-1], most)
    return rests | rests_of(word[:-3] + "y", most) if word.endswith("ies") else rests


def rests_of(word: str, most: int) -> set[str]:
    """Its first letters: all, without any one of them, and without any two if so many may be missing."""
    if not most:
        return set()
    start = word[:LETTERS]
    rests = {start}
    for number in range(1, min(most, len(start)) + 1):
        rests.update(map("".join, combinations(start, len(start) - number)))
    return {rest for rest in rests if len(rest) > 1}


@lru_cache(100)
def places_of_letters(word: str) -> dict[str, int]:
    """For each letter of a word the places where it stands, as bits."""
    places: dict[str, int] = {}
    for at, letter in enumerate(word):
        places[letter] = places.get(letter, 0) | 1 << at
    return places


def typing_distance(one: str, other: str, most: int) -> int:
    """The letters to insert, delete, replace or swap with the next, until one word is the other; most + 1 if more.

    A column of the usual table of distances is two numbers here, whose bits say where it rises and falls by one
    (Hyyrö, A bit-vector algorithm for computing Levenshtein and Damerau edit distances, 2003).
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    if not one:
        return len(other)
    places = places_of_letters(one)
    everywhere = (1 << len(one)) - 1
    last = 1 << (len(one) - 1)
    rises, falls, diagonal, before = everywhere, 0, 0, 0
    distance = len(one)
    for letter in other:
        here = places.get(letter, 0)
        swapped = (~diagonal & here) << 1 & before
        diagonal = (((here & rises) + rises) ^ rises) | here | falls | swapped
        right_rises = falls | ~(diagonal | rises)
        right_falls = diagonal & rises
        distance += bool(right_rises & last) - bool(right_falls & last)
        right_rises = right_rises << 1 | 1
        rises = (right_falls << 1 | ~(diagonal | right_rises)) & everywhere
        falls = right_rises & diagonal & everywhere
        before = here
    return min(distance, most + 1)
