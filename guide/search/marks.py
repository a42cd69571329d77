"""The words of a search, marked in the original text; and the sentence of a text that has them."""

import re
from functools import lru_cache
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

from guide.search.normalisation import (
    HAN,
    chinese_pairs,
    fold_text,
    is_chinese,
    plain_word,
    simplified_characters,
)
from guide.search.query import Query

WORD = re.compile(rf"(?i:\bc\+\+|\b[cf]#|\.net\b|\bnode\.js)|[{HAN}]+|[^\W_{HAN}]+")
SENTENCE_END = re.compile(r"(?<=[.!?])\s|(?<=[。！？；])|\n")
LONGEST = {True: 70, False: 170}  # characters of a sentence, Chinese and other
SHORTEST = {
    True: 8,
    False: 20,
}  # what is shorter is a topic or a heading, and says nothing
MOST_SHORT = 3  # of such, one after the other
SHORTEST_BEGUN = 3


class Marker(NamedTuple):
    exact: frozenset[str]
    begun: tuple[str, ...]
    needles: tuple[str, ...]  # what stands in lower case where a term may be

    @classmethod
    def of_query(cls, query: Query) -> "Marker":
        words = {
            word
            for term in query.needed
            for each in term.alternatives
            for word in each.words
        }
        begun = tuple(
            word[:-1]
            for word in words
            if word.endswith("*") and (len(word) > SHORTEST_BEGUN or is_chinese(word))
        )
        exact = frozenset(word for word in words if not word.endswith("*"))
        literal = [word.removesuffix("*") for t in query.needed for word in t.literal]
        needles = (word[: max(4, len(word) - 2)] for word in literal)
        return cls(exact, begun, tuple(dict.fromkeys(needles)))

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where in the text its words stand; spans that touch are one."""
        found: list[tuple[int, int]] = []
        for match in WORD.finditer(text):
            for start, end in self.spans_in_run(match[0]):
                start, end = start + match.start(), end + match.start()
                if found and start <= found[-1][1]:
                    found[-1] = (found[-1][0], max(end, found[-1][1]))
                else:
                    found.append((start, end))
        return found

    def spans_in_run(self, run: str) -> list[tuple[int, int]]:
        if is_chinese(run):
            pairs = chinese_pairs(run.translate(simplified_characters()))
            return [
                (at, at + (1 if self.begins(pair) and pair not in self.exact else 2))
                for at, pair in enumerate(pairs)
                if pair in self.exact or self.begins(pair)
            ]
        word = compared_form(run)
        return [(0, len(run))] if word in self.exact or self.begins(word) else []

    def begins(self, word: str) -> bool:
        return bool(self.begun) and word.startswith(self.begun)


@lru_cache(5000)
def compared_form(run: str) -> str:
    return plain_word(fold_text(run).strip())


def mark_words(text: str, marker: Marker) -> SafeString:
    """The text, escaped, with its words in <mark>."""
    parts, at = list[str](), 0
    for start, end in marker.spans(text):
        parts += [escape(text[at:start]), f"<mark>{escape(text[start:end])}</mark>"]
        at = end
    return mark_safe("".join([*parts, escape(text[at:])]))  # noqa: S308  all is escaped


def fitting_sentence(text: str, marker: Marker) -> str:
    """The first sentence that has a word of the search, or the one behind it where it says too little."""
    for _ in range(MOST_SHORT):
        start, end, place = place_of_sentence(text, marker)
        sentence, rest = text[start:end].strip(), text[end:].strip()
        if not rest or len(sentence) >= SHORTEST[is_chinese(rest)]:
            break
        text = rest
    return cut_sentence(sentence, place - start)


def place_of_sentence(text: str, marker: Marker) -> tuple[int, int, int]:
    """Where the first sentence with a word begins and ends, and where the word is; else of the first sentence."""
    lower = text.casefold()
    places = [place for needle in marker.needles if (place := lower.find(needle)) >= 0]
    place = min(places, default=0)
    start = 0
    end = len(text)
    for match in SENTENCE_END.finditer(text):
        if match.end() <= place:
            start = match.end()
        else:
            end = match.start()
            break
    return start, end, place


def cut_sentence(sentence: str, place: int) -> str:
    """Of a long sentence what stands around the place, from and to whole words."""
    longest = LONGEST[is_chinese(sentence[:1] or " ")]
    if len(sentence) <= longest:
        return sentence
    start = max(0, place - longest // 3)
    piece = sentence[start : start + longest]
    if start:
        piece = "…" + piece.partition(" ")[2] if " " in piece[:20] else "…" + piece
    if start + longest < len(sentence):
        head, blank, _rest = piece.rpartition(" ")
        piece = (head if blank and len(head) > longest // 2 else piece) + "…"
    return piece
