"""Which record comes first: names and aliases that are what was typed, then the words that match, by field and rarity.

Both databases only find rows; the order is made here, so it is the same on both.
"""

from collections.abc import Sequence
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from guide.search.corrections import typing_distance
from guide.search.normalisation import WHOLE
from guide.search.query import Query, Term
from guide.search.stretches import Stretch
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
# What it counts that a part of what was typed is a name, as much of it as it is.
INSIDE, ALIAS_INSIDE, KIND_OF_INSIDE, COVERED_BY_NAME = 60.0, 0.7, 0.5, 0.4
BEGUN_NAME, BEGUN_ALIAS, BEGUN_SOUND = 120.0, 100.0, 90.0
OTHER_TITLE = 0.7
OTHER_LANGUAGE = 0.92
SURE = 0.8  # a match that counts as whole for how much of a search is covered
COVERED_BY_TEXT = 0.7  # of a term that the text alone has
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


class FoundRow(NamedTuple):
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
    candidate: FoundRow
    missing: tuple[int, ...]  # the places of terms that are in no name


class Ranking:
    """Scores rows for one search."""

    def __init__(self, query: Query, known: Vocabulary, language: str):
        self.query, self.language = query, language
        needed = query.needed
        self.is_needed = [term in needed for term in query.terms]
        self.kind_factors: dict[str, float] = {}
        self.may_be_mistyped = (
            len(query.key) >= 4
            and not query.key.isascii()
            and not known.has_name(query.key)
        )
        wholes = query.keys[:1] + tuple(filter(known.may_have, query.keys[1:]))
        self.wholes = [WHOLE + key for key in wholes if key]
        is_alone = len(needed) == 1
        self.weights = [weight_of(term, known, is_alone) for term in query.terms]
        self.needles = [needles_of(term, known) for term in query.terms]
        places = range(len(query.terms))
        self.terms = list(
            zip(places, self.weights, self.is_needed, self.needles, strict=True)
        )
        self.known_share = known_share(query, known)
        self.needed_weight = sum(
            weight
            for weight, is_needed in zip(self.weights, self.is_needed, strict=True)
            if is_needed
        )
        self.names_inside = sorted(map(self.weigh_name, query.stretches), reverse=True)

    def weigh_name(self, stretch: Stretch) -> tuple[float, str]:
        """How much of what was typed a name inside of it is, and how the index holds it."""
        weight = sum(
            share * self.weights[term] for term, share in stretch.shares.items()
        )
        return weight / self.needed_weight, f" {WHOLE}{stretch.key} "

    def score_names(self, row: FoundRow) -> Scored:
        names, aliases = f" {row.names} ", f" {row.aliases} "
        keys = f" {row.keys} {row.other_keys} {row.pinyin} "
        score, covered, matched = 0.0, 0.0, 0
        missing = []
        for at, weight, is_needed, needles in self.terms:
            best = match_of(needles, names)
            found = best * IN_NAME
            matched += best > 0
            if best < SURE:
                in_alias = alias_match_of(needles, aliases, keys)
                if in_alias > best:
                    best = in_alias
                if in_alias * IN_ALIAS > found:
                    found = in_alias * IN_ALIAS
            if not is_needed:
                score += SMALL_WORD * weight * found
                continue
            score += weight * found
            covered += weight * best / SURE if best < SURE else weight
            if found < IN_ALIAS * 0.3:
                missing.append(at)
        covered /= self.needed_weight
        if score:
            share = min(1.0, matched / (names.count(" ") - 1))
            score *= (0.75 + 0.25 * share) * max(0.05, covered) ** 0.8
        if row.has_all and missing and self.known_share > covered:
            covered = self.known_share
        score *= self.kind_factor(row.kind)
        if whole := self.whole_name(row, keys):
            score += whole * (1 + KIND_OF_WHOLE * (KIND[row.kind] - 1))
            covered = 1.0 if whole >= NEARLY_WHOLE else covered
        elif self.names_inside and (inside := self.name_inside(row, keys)):
            score += inside * INSIDE * (1 + KIND_OF_INSIDE * (KIND[row.kind] - 1))
            covered = max(covered, min(1.0, inside + COVERED_BY_NAME))
        score *= self.language_factor(row)
        return Scored(round(score, 6), covered, row, tuple(missing))

    def name_inside(self, row: FoundRow, all_keys: str) -> float:
        """How much of what was typed is a name of the record; less where it is another name, or a sound."""
        for share, key in self.names_inside:
            if key in all_keys:
                if key in f" {row.keys} ":
                    return share
                return share * (ALIAS_INSIDE if key in f" {row.other_keys} " else 0.4)
        return 0.0

    def whole_name(self, row: FoundRow, all_keys: str) -> float:
        """What it counts that the whole of what was typed is a name, or the start of one."""
        there = [key for key in self.wholes if key in all_keys]
        if not (there or self.may_be_mistyped):
            return 0.0
        keys, others = f"{row.keys} ", f"{row.other_keys} "
        if is_there := bool(there) and there[0] == self.wholes[0]:
            key = f"{there[0]} "
            if key in keys:
                return WHOLE_NAME
            if key in others:
                return WHOLE_ALIAS
            if key in all_keys:
                return WHOLE_SOUND
        if any(f"{other} " in keys for other in there):
            return WHOLE_MEANING
        if self.may_be_mistyped:
            nearness = (chinese_nearness(self.wholes[0], n) for n in row.keys.split())
            if near := max(nearness, default=0.0):
                return near
        if not is_there:
            return 0.0
        return max(
            BEGUN_NAME * begun_share(there[0], keys),
            BEGUN_ALIAS * begun_share(there[0], others),
            BEGUN_SOUND * begun_share(there[0], row.pinyin),
        )

    def language_factor(self, row: FoundRow) -> float:
        """What is found, or what teaches, in the other language comes later."""
        factor = 1.0 if row.language == self.language else OTHER_LANGUAGE
        if row.kind in ("course", "source"):
            is_own = row.names.isascii() == (self.language == "en")
            return factor if is_own else factor * OTHER_TITLE
        return factor

    def kind_factor(self, kind: str) -> float:
        if kind not in self.kind_factors:
            factor = KIND[kind] * (ASKED.get(kind, 1.0) if self.query.asks else 1.0)
            for meaning in self.query.about & MEANT.keys():
                factor *= MEANT[meaning].get(kind, 1.0)
            self.kind_factors[kind] = factor
        return self.kind_factors[kind]

    def most_coverage(self, scored: Scored) -> float:
        """What a row covers if its text has all that its names lack."""
        if scored.candidate.has_all or not scored.missing:
            return scored.coverage
        missing = sum(self.weights[at] for at in scored.missing)
        return min(
            1.0, scored.coverage + COVERED_BY_TEXT * missing / self.needed_weight
        )

    def with_body(self, scored: Scored, body: str) -> Scored:
        """The score with what the text adds for terms that no name has."""
        if not (body and scored.missing):
            return scored
        length = 1 - LENGTH + LENGTH * len(body) / AVERAGE
        gained, covered = 0.0, scored.coverage
        text = f" {body} "
        for at in scored.missing:
            if times := times_in(self.needles[at], text):
                weight = self.weights[at]
                part = times * (SATURATION + 1) / (times + SATURATION * length)
                gained += IN_BODY * weight * part
                if not scored.candidate.has_all:
                    part = COVERED_BY_TEXT * weight / self.needed_weight
                    covered = min(1.0, covered + part)
        row = scored.candidate
        gained *= self.kind_factor(row.kind)
        if row.language != self.language:
            gained *= OTHER_LANGUAGE
        return Scored(round(scored.score + gained, 6), covered, row, scored.missing)


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


class Needles(NamedTuple):
    """What a term may look like in a text with a space around each word, the best alternatives first."""

    words: list[tuple[str, float]]
    phrases: list[tuple[tuple[str, ...], float]]
    keys: list[tuple[str, float]]  # starts of whole names
    parts_count: (
        bool  # of a phrase: of Chinese some pairs may be missing, of Latin none
    )


def needles_of(term: Term, known: Vocabulary) -> Needles:
    """Without alternatives that no row has. Of a phrase in Latin all words have to be there, of Chinese any."""
    words, phrases, keys = [], [], []
    for each, weight in sorted(term.alternatives, key=lambda each: -each.weight):
        there = [known.may_be_in_rows(word) for word in each]
        if not (all(there) if each[0].isascii() else any(there)):
            continue
        start = spaced_word(each[0])
        if len(each) > 1:
            phrases.append((tuple(map(spaced_word, dict.fromkeys(each))), weight))
        else:
            (keys if each[0].startswith(WHOLE) else words).append((start, weight))
    return Needles(words, phrases, keys, not term.typed.isascii())


def match_of(needles: Needles, text: str) -> float:
    words_alone, phrases, _keys, parts_count = needles
    best = 0.0
    for word, weight in words_alone:
        if word in text:
            best = weight
            break
    for words, weight in phrases:
        if weight <= best:
            break
        there = [word for word in words if word in text]
        if len(there) == len(words):
            best = weight
        elif there and parts_count:
            best = max(best, weight * 0.8 * len(there) / len(words))
    return best


def alias_match_of(needles: Needles, aliases: str, keys: str) -> float:
    """How well a term matches the other names, or the start of a whole one. Keys have a space before each."""
    best = match_of(needles, aliases) if len(aliases) > 2 else 0.0
    for start, weight in needles.keys:
        if weight > best and start in keys:
            best = 0.9 * weight
    return best


def times_in(needles: Needles, text: str) -> float:
    """How often a term stands in a text that has a space at both ends."""
    best = 0.0
    for word, weight in needles.words:
        best = max(best, weight * text.count(word))
    for words, weight in needles.phrases:
        if words[0] in text:
            best = max(best, weight * min(map(text.count, words)))
    return best


@lru_cache(2000)
def spaced_word(word: str) -> str:
    return f" {word[:-1]}" if word.endswith("*") else f" {word} "


def rank_rows(scored: Sequence[Scored]) -> list[Scored]:
    """The best first; those with the same score stay in their order, which is that of their keys."""
    return sorted(scored, key=itemgetter(0), reverse=True)
