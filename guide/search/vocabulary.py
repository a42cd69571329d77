"""What the index knows of the words of a search: how many rows have each, and what a mistyped one may have been."""

from math import log
from typing import NamedTuple

from guide.search.corrections import deletions_of_typed, errors_allowed, typing_distance
from guide.search.database import Near, WantedWords, database
from guide.search.normalisation import WHOLE, chinese_pairs
from guide.search.query import Alternative, Query, Term
from guide.search.rows import ALL_ROWS

MOST_CANDIDATES = 400
MOST_MEANT = 3
SHORT = (
    5  # letters: a shorter word is corrected only where it begins with the same letter
)


class Known(NamedTuple):
    shown: str
    rows: int
    named: int


class Vocabulary(NamedTuple):
    words: dict[str, Known]
    begun: dict[
        str, int
    ]  # starts of longer words, and how many rows these stand in at most
    asked: frozenset[str]  # what was looked up

    def has(self, word: str) -> bool:
        return word in self.words or word in self.begun

    def may_have(self, word: str) -> bool:
        return word in self.words or word not in self.asked

    def may_be_in_rows(self, word: str) -> bool:
        """Whether any row can have a word as it stands in a lookup: marked as a whole name, or as a start."""
        plain = word.removesuffix("*").removeprefix(WHOLE)
        return self.may_have(plain) or (plain != word and plain in self.begun)

    def has_name(self, word: str) -> bool:
        return word in self.words and self.words[word].named > 0

    def most_rows(self, word: str) -> int:
        """How many rows have a word, or words that begin so if it ends with a star, at most."""
        start = word.removesuffix("*")
        rows = self.words[start].rows if start in self.words else 0
        return rows + self.begun.get(start, 0) if word != start else rows

    def most_names(self, word: str) -> int:
        """How many rows have a word in a name, at most."""
        if word.endswith("*"):
            return self.most_rows(word)
        return self.words[word].named if word in self.words else 0

    def rarity(self, word: str) -> float:
        """The inverse document frequency of BM25."""
        total = self.words[ALL_ROWS].rows if ALL_ROWS in self.words else 1
        rows = self.words[word].rows if word in self.words else 1
        return log(1 + (max(total - rows, 0) + 0.5) / (rows + 0.5))

    def corrections(self, typed: str) -> list[str]:
        """The words that may have been meant: the nearest first, then those in most names."""
        near = []
        for other, known in self.words.items():
            if not known.named or (len(typed) < SHORT and other[:1] != typed[:1]):
                continue
            forms = {other, other + "s", known.shown}
            if other.endswith("y"):
                forms.add(other[:-1] + "ies")
            allowed = max(map(errors_allowed, forms))
            distance = min(typing_distance(typed, form, allowed) for form in forms)
            if 0 < distance <= allowed:
                near.append((distance, -known.named, -known.rows, other))
        return [other for *_, other in sorted(near)[:MOST_MEANT]]


def read_vocabulary(query: Query) -> Vocabulary:
    """One query: the words of all terms, whether longer ones begin with them, and their likely corrections."""
    typed = [
        word for t in query.terms for each in t.alternatives for word in each.words
    ]
    words = {word.removesuffix("*").removeprefix(WHOLE) for word in typed}
    starts = {word[:-1].removeprefix(WHOLE) for word in typed if word.endswith("*")}
    asked = {ALL_ROWS, *query.keys, *chinese_pairs(query.key), *words}
    asked.update(stretch.key for stretch in query.stretches)
    near = [
        Near(term.literal[0], 0 if len(term.literal[0]) >= SHORT else -1, rests)
        for term in query.terms
        if is_correctable(term)
        and (rests := sorted(deletions_of_typed(term.typed))[:MOST_CANDIDATES])
    ]
    rows = database().words(WantedWords(asked, starts | {query.key}, near))
    return Vocabulary(
        {word: Known(shown, n, named) for word, shown, n, named in rows if n and n > 0},
        {word: -n for word, _shown, n, _named in rows if n and n < 0},
        frozenset(asked),
    )


# Corrections


class Corrected(NamedTuple):
    query: Query
    # What was typed, and the words that are searched instead, as they are written.
    changes: dict[str, list[str]]


def correct_query(query: Query, known: Vocabulary) -> Corrected:
    """Words that are unknown, and with which none begins, replaced by the nearest known ones."""
    changes: dict[str, list[str]] = {}
    last = query.terms[-1]
    terms = tuple(
        correct_term(term, known, changes, term is last) for term in query.terms
    )
    return Corrected(query._replace(terms=terms), changes)


def is_correctable(term: Term) -> bool:
    """One word of our letters that has to match."""
    return len(term.literal) == 1 and not term.optional and term.typed.isascii()


def correct_term(
    term: Term, known: Vocabulary, changes: dict[str, list[str]], is_last: bool
) -> Term:
    if not is_correctable(term):
        return term
    (word,) = term.literal
    if word in known.words and (known.words[word].named or len(word) < SHORT):
        return term
    if word in known.begun and is_last:
        return term
    meant = known.corrections(term.typed)
    if not meant:
        return term
    weights = (1.0, 0.95, 0.9)
    others = [
        Alternative((other,), weight)
        for other, weight in zip(meant, weights, strict=False)
    ]
    if known.has(word):
        # It may be a word of texts or the start of one, or a mistyped word of a name: “decent” for “descent”.
        weaker = (each._replace(weight=each.weight * 0.6) for each in others)
        return term._replace(alternatives=(*term.alternatives, *weaker))
    changes[term.typed] = [known.words[other].shown for other in meant]
    return Term(term.typed, tuple(others))
