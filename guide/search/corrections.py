"""Typing errors: a word that nobody wrote, and the words of the index that are one or two errors away.

A word and its mistyped form have a common rest once letters are deleted from both. So the index keeps the rests of its
own words, and one look-up finds all candidates; the true distance decides (SymSpell's idea, by Wolf Garbe).
"""

from itertools import combinations

LETTERS = (
    7  # only the first letters are deleted: later errors are found by the true distance
)
SHORTEST = 3
TWO_ERRORS_FROM = 8  # letters of a word that may have two errors


def errors_allowed(word: str) -> int:
    if len(word) < SHORTEST or not (word.isascii() and word.isalpha()):
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


def typing_distance(one: str, other: str, most: int) -> int:
    """The letters to insert, delete, replace or swap with the next, until one word is the other; most + 1 if more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        previous, before, row = before, row, [at]
        for place, wanted in enumerate(other, 1):
            cost = min(
                before[place] + 1,
                row[place - 1] + 1,
                before[place - 1] + (letter != wanted),
            )
            if (
                previous
                and place > 1
                and letter == other[place - 2]
                and one[at - 2] == wanted
            ):
                cost = min(cost, previous[place - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
