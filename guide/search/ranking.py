"""Which record comes first: names and aliases that are what was typed, then the words that match, by field and rarity.

Both databases only find rows; the order is made here, so it is the same on both.
"""

from collections.abc import Collection, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from guide.search.corrections import typing_distance
from guide.search.normalisation import WHOLE
from guide.search.query import Query, Term
from guide.search.vocabulary import Vocabulary

IN_NAME, IN_ALIAS, IN_BODY = 10.0, 6.0, 1.0
# BM25: how soon more of the same word stops to count, and how much a long text weighs less.
SATURATION, LENGTH, AVERAGE = 1.2, 0.75, 2500  # characters
WHOLE_NAME, WHOLE_MEANING, WHOLE_ALIAS, WHOLE_SOUND, NEARLY_WHOLE = (
    1000.0,
    550.0,
    700.0,
    600.0,
    400.0,
)
# How much the kind of a record matters among those that are what was typed.
KIND_OF_WHOLE = 0.15
BEGUN_NAME, BEGUN_ALIAS, BEGUN_SOUND = 120.0, 100.0, 90.0
OTHER_TITLE = 0.7
SUBJECT = 0.35
SMALL_WORD = 0.5  # what a small word counts, where the name has it
KIND = {
    "role": 1.15, "page": 1.1, "skill": 1.1, "step": 1.05, "roadmap": 1.0, "place": 1.0, "question": 1.0,
    "chapter": 0.95, "belief": 0.9, "term": 0.92, "course": 0.8, "employer": 0.9, "industry": 0.85, "source": 0.45,
}  # fmt: skip
ASKED = {"question": 1.5, "chapter": 1.15, "belief": 1.25}
# What a search is about, by the first word of its group, and the kinds that answer it.
MEANT = {
    "course": {"course": 1.5},
    "book": {"course": 1.3},
    "free": {"course": 1.25},
    "salary": {"page": 1.6, "chapter": 1.4, "question": 1.1, "place": 0.9},
    "roadmap": {"roadmap": 1.4},
    "skill": {"skill": 1.2, "role": 1.1},
    "glossary": {"term": 1.2},
    "myth": {"belief": 1.3},
}


class Candidate(NamedTuple):
    id: int
    kind: str
    record: int
    language: str
    keys: str
    other_keys: str
    pinyin: str
    names: str
    aliases: str
    has_all: bool  # all terms stand somewhere in the row


class Scored(NamedTuple):
    score: float
    coverage: float
    candidate: Candidate
    missing: tuple[int, ...]  # the places of terms that are in no name


class Ranking:
    """Scores rows for one search."""

    def __init__(self, query: Query, known: Vocabulary, language: str):
        self.query, self.language = query, language
        needed = query.needed
        self.is_needed = [term in needed for term in query.terms]
        self.kind_factors: dict[str, float] = {}
        self.may_be_mistyped = len(query.key) >= 4 and not query.key.isascii()
        self.wholes = [WHOLE + key for key in query.keys if key]
        is_alone = len(needed) == 1
        self.weights = [weight_of(term, known, is_alone) for term in query.terms]
        self.matches = TermMatches(query.terms)
        self.known_share = known_share(query, known)
        self.needed_weight = sum(
            weight
            for weight, is_needed in zip(self.weights, self.is_needed, strict=True)
            if is_needed
        )

    def score_names(self, row: Candidate) -> Scored:
        matches = self.matches
        in_names = matches.in_text(row.names)
        in_aliases = matches.in_text(row.aliases)
        in_keys = matches.in_keys(f" {row.keys} {row.other_keys} {row.pinyin}")
        score, covered, matched = 0.0, 0.0, 0
        missing = []
        for at, weight in enumerate(self.weights):
            in_name, in_alias = in_names[at], in_aliases[at]
            if in_keys[at] > in_alias:
                in_alias = 0.9 * in_keys[at]
            matched += in_name > 0
            found = in_name * IN_NAME
            if in_alias * IN_ALIAS > found:
                found = in_alias * IN_ALIAS
            if not self.is_needed[at]:
                score += SMALL_WORD * weight * found
                continue
            score += weight * found
            best = (in_name if in_name > in_alias else in_alias) * 1.25
            covered += weight * (best if best < 1.0 else 1.0)
            if found < IN_ALIAS * 0.3:
                missing.append(at)
        covered /= self.needed_weight
        whole = self.whole_name(row)
        share = matched / (row.names.count(" ") + 1)
        if score:
            score *= (0.75 + 0.25 * min(1.0, share)) * max(0.05, covered) ** 0.8
        coverage = (
            max(covered, self.known_share) if row.has_all and missing else covered
        )
        if whole >= NEARLY_WHOLE:
            coverage = 1.0
        score *= self.kind_factor(row.kind)
        score += whole * (1 + KIND_OF_WHOLE * (KIND[row.kind] - 1))
        score *= self.title_factor(row)
        return Scored(score, coverage, row, tuple(missing))

    def whole_name(self, row: Candidate) -> float:
        """What it counts that the whole of what was typed is a name, or the start of one."""
        if not self.wholes:
            return 0.0
        key = self.wholes[0]
        keys, others, sounds = f"{row.keys} ", f"{row.other_keys} ", f"{row.pinyin} "
        if key in keys and f"{key} " in keys:
            return WHOLE_NAME
        if key in others and f"{key} " in others:
            return WHOLE_ALIAS
        if key in sounds and f"{key} " in sounds:
            return WHOLE_SOUND
        for other in self.wholes[1:]:
            if f"{other} " in keys:
                return WHOLE_MEANING
        if self.may_be_mistyped:
            names = row.keys.split()
            near = max(map(partial(chinese_nearness, key), names), default=0.0)
            if near:
                return near
        return max(
            BEGUN_NAME * begun_share(key, keys),
            BEGUN_ALIAS * begun_share(key, others),
            BEGUN_SOUND * begun_share(key, sounds),
        )

    def title_factor(self, row: Candidate) -> float:
        """What teaches in the other language comes later."""
        if row.kind not in ("course", "source"):
            return 1.0
        return 1.0 if row.names.isascii() == (self.language == "en") else OTHER_TITLE

    def kind_factor(self, kind: str) -> float:
        if kind not in self.kind_factors:
            factor = KIND[kind] * (ASKED.get(kind, 1.0) if self.query.asks else 1.0)
            for meaning in self.query.about & MEANT.keys():
                factor *= MEANT[meaning].get(kind, 1.0)
            self.kind_factors[kind] = factor
        return self.kind_factors[kind]

    def with_body(self, scored: Scored, body: str) -> Scored:
        """The score with what the text adds for terms that no name has."""
        if not (body and scored.missing):
            return scored
        length = 1 - LENGTH + LENGTH * len(body) / AVERAGE
        gained, covered = 0.0, scored.coverage
        counts = self.matches.count_in(f" {body} ", scored.missing)
        for at, times in counts.items():
            weight = self.weights[at]
            part = times * (SATURATION + 1) / (times + SATURATION * length)
            gained += IN_BODY * weight * part
            if times and not scored.candidate.has_all:
                covered = min(1.0, covered + 0.7 * weight / self.needed_weight)
        gained *= self.kind_factor(scored.candidate.kind)
        return scored._replace(score=scored.score + gained, coverage=covered)


def chinese_nearness(typed: str, name: str) -> float:
    """What it counts that a Chinese name of four or more characters is what was typed, but for one character."""
    if len(name) < 5 or abs(len(name) - len(typed)) > 1 or name.isascii():
        return 0.0
    return NEARLY_WHOLE if typing_distance(typed, name, 1) == 1 else 0.0


def begun_share(key: str, names: str) -> float:
    """How much of the shortest name that begins so has been typed."""
    if key not in names:
        return 0.0
    begun = (len(key) / len(name) for name in names.split() if name.startswith(key))
    return max(begun, default=0.0)


def weight_of(term: Term, known: Vocabulary, is_alone: bool) -> float:
    """What it counts that a term matches: the rarest of its words, and a little for the others."""
    words = [word.removesuffix("*") for word in term.literal]
    rarities = sorted(map(known.rarity, words), reverse=True)
    weight = rarities[0] + 0.3 * sum(rarities[1:])
    return weight * (SUBJECT if term.is_subject and not is_alone else 1.0) or 0.1


def known_share(query: Query, known: Vocabulary) -> float:
    """How much of what was typed is in the index at all; of Chinese, pairs across two words may be in none."""
    words = [word for term in query.needed for word in term.literal]
    here = [word for word in words if word.endswith("*") or word in known.words]
    return len(here) / len(words) if here and not words[0].isascii() else 1.0


class TermMatches:
    """How well terms match the words of a text: 0 to 1, by the best alternative of each."""

    def __init__(self, terms: Sequence[Term]):
        self.terms, self.number = terms, len(terms)
        self.exact: dict[str, list[tuple[int, float]]] = {}
        self.begun: list[tuple[str, int, float]] = []
        self.begun_keys: list[tuple[str, int, float]] = []
        self.phrases: list[tuple[frozenset[str], int, int, float]] = []
        self.is_latin = [term.typed.isascii() for term in terms]
        for at, term in enumerate(terms):
            for words, weight in term.alternatives:
                start = spaced_word(words[0])
                if len(words) > 1:
                    phrase = frozenset(words)
                    self.phrases.append((phrase, len(phrase), at, weight))
                elif words[0].startswith(WHOLE):
                    self.begun_keys.append((start, at, weight))
                elif words[0].endswith("*"):
                    self.begun.append((start, at, weight))
                else:
                    self.exact.setdefault(words[0], []).append((at, weight))
        self.exact_words = set(self.exact)

    def in_text(self, text: str) -> list[float]:
        best = [0.0] * self.number
        if not text:
            return best
        there = set(text.split())
        for word in self.exact_words & there:
            for at, weight in self.exact[word]:
                if weight > best[at]:
                    best[at] = weight
        for phrase, size, at, weight in self.phrases:
            found = len(phrase & there)
            if found == size:
                best[at] = max(best[at], weight)
            elif found and not self.is_latin[at]:
                # Of several Latin words all have to stand there; of Chinese some pairs may be missing.
                best[at] = max(best[at], weight * 0.8 * found / size)
        return with_begun(best, self.begun, f" {text}")

    def in_keys(self, keys: str) -> list[float]:
        """Keys with a space before each."""
        return with_begun([0.0] * self.number, self.begun_keys, keys)

    def count_in(self, text: str, wanted: Collection[int]) -> dict[int, float]:
        """How often these terms stand in a text that has a space at both ends."""
        counts = dict.fromkeys(wanted, 0.0)
        for at in wanted:
            for words, weight in self.terms[at].alternatives:
                times = text.count(spaced_word(words[0]))
                for word in words[1:] if times else ():
                    times = min(times, text.count(spaced_word(word)))
                if weight * times > counts[at]:
                    counts[at] = weight * times
        return counts


def with_begun(
    best: list[float], begun: Sequence[tuple[str, int, float]], text: str
) -> list[float]:
    """The same, where a word of the text begins with one of these starts too. Each word has a space before it."""
    for start, at, weight in begun:
        if weight > best[at] and start in text:
            best[at] = weight
    return best


@lru_cache(2000)
def spaced_word(word: str) -> str:
    return f" {word[:-1]}" if word.endswith("*") else f" {word} "


def rank_rows(scored: Sequence[Scored]) -> list[Scored]:
    return sorted(scored, key=lambda each: (-round(each.score, 6), each.candidate.id))
