"""What somebody typed, as terms: words that have to match, each with all that means the same."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from guide.search.normalisation import (
    LONGEST_WORD,
    RUN,
    WHOLE,
    chinese_pairs,
    data_lines,
    fold_text,
    is_chinese,
    plain_word,
    whole_key,
)
from guide.search.stretches import SearchedTerm, Stretch, stretches_of

LONGEST = 200  # characters of a search
MOST_TERMS = 12
MEANS_THE_SAME = 0.8  # what a synonym counts
BEGUN = 0.6  # what a word counts that begins with a term
STEM = 0.45
ENDINGS = re.compile(r"(?:ing|ed|er|ment|ation|or|e)$")
SHORTEST_STEM = 4
LONGEST_PHRASE = 4  # words
LONGEST_STRETCH = 20  # characters of Chinese that we do not know
# What the whole guide is about says little beside other words.
SUBJECTS = {"mle", "ml"}
# Groups of words that say which kind of record is meant: ranking.MEANT.
KINDS_MEANT = {
    "course", "book", "free", "salary", "roadmap", "skill", "glossary", "myth",
}  # fmt: skip


class Alternative(NamedTuple):
    """Words that all have to stand there; a star at the end means that a word may go on."""

    words: tuple[str, ...]
    weight: float


class Term(NamedTuple):
    typed: str  # folded
    alternatives: tuple[Alternative, ...]
    # Small words count where a name has them, and need not be there.
    optional: bool = False
    # The subject of the whole guide.
    is_subject: bool = False
    # It says which kind of record is meant, such as “course”.
    is_kind: bool = False

    @property
    def literal(self) -> tuple[str, ...]:
        return self.alternatives[0].words

    @property
    def as_part(self) -> SearchedTerm:
        """For names that are a stretch of what was typed."""
        tokens = list(self.literal)
        if not self.typed.isascii():
            tokens = []
            for piece in self.typed.split():
                tokens += piece if is_chinese(piece) else [plain_word(piece)]
        return SearchedTerm(tokens, self.optional, self.is_kind)

    def in_latin(self) -> "Term":
        """With the alternatives in Latin script alone, where it was typed in it."""
        if not self.typed.isascii():
            return self
        literal, *others = self.alternatives
        latin = (each for each in others if each.words[0].removeprefix(WHOLE).isascii())
        return self._replace(alternatives=(literal, *latin))


class Query(NamedTuple):
    text: str
    keys: tuple[str, ...]  # the whole without spaces; then what means the same
    terms: tuple[Term, ...]
    asks: bool  # a question rather than a name
    about: frozenset[str]  # what its words mean: “course”, “salary”
    stretches: tuple[Stretch, ...] = ()  # parts of it that may be names of records

    @property
    def key(self) -> str:
        return self.keys[0]

    def for_reader(self, language: str) -> "Query":
        """For readers of English with what means the same in Latin script only, where the term is in it too.

        Records have a row in each language: those in Chinese would be found as well, and give place to these. Chinese
        rows hold English names, of courses and sources, so that readers of Chinese find by both.
        """
        if language != "en":
            return self
        return self._replace(terms=tuple(term.in_latin() for term in self.terms))

    def with_stretches(self) -> "Query":
        return self._replace(
            stretches=stretches_of([term.as_part for term in self.terms])
        )

    @property
    def without_subject(self) -> tuple[Term, ...]:
        """The needed terms but those of the subject of the guide, where both are there; else none."""
        others = tuple(term for term in self.needed if not term.is_subject)
        return others if len(others) < len(self.needed) else ()

    @property
    def needed(self) -> tuple[Term, ...]:
        """The terms that have to match: the small words only where there is nothing else."""
        return tuple(term for term in self.terms if not term.optional) or self.terms


Phrase = tuple[str, ...]


def phrase_of(text: str) -> Phrase:
    """Latin words one by one, Chinese as it stands."""
    return tuple(
        run if is_chinese(run) else plain_word(run)
        for run in RUN.findall(fold_text(text))
    )


@cache
def synonyms() -> dict[Phrase, tuple[Phrase, ...]]:
    """The other phrases of the groups of each phrase."""
    found: dict[Phrase, dict[Phrase, None]] = {}
    for line in data_lines("synonyms.txt"):
        group = list(dict.fromkeys(phrase_of(each) for each in line.split(",")))
        for phrase in group:
            others = found.setdefault(phrase, {})
            others.update(dict.fromkeys(each for each in group if each != phrase))
    return {phrase: tuple(others) for phrase, others in found.items()}


@cache
def group_names() -> dict[Phrase, set[str]]:
    """The first word of each group that a phrase belongs to."""
    found: dict[Phrase, set[str]] = {}
    for line in data_lines("synonyms.txt"):
        names = line.split(",")
        for name in names:
            found.setdefault(phrase_of(name), set()).add(names[0].strip())
    return found


@cache
def stop_words() -> frozenset[str]:
    return frozenset(
        word if is_chinese(word) else plain_word(word)
        for line in data_lines("stop_words.txt")
        for word in line.split()
    )


@cache
def chinese_phrases() -> tuple[frozenset[str], int]:
    """The Chinese words known here, and the length of the longest."""
    known = {phrase[0] for phrase in synonyms() if len(phrase) == 1} | stop_words()
    chinese = frozenset(word for word in known if is_chinese(word))
    return chinese, max(map(len, chinese))


ASKING = frozenset(
    "how what why which when where who do does is are can should will must 吗 呢 什么 哪些 哪个 怎么 怎样 如何 为什么"
    " 是否 多少 要不要 能不能 可以 需要 多久 有没有 是不是 需不需要 哪里".split()
)


def read_query(text: str) -> Query:
    """The terms of a search. Costs no query."""
    text = " ".join(text[:LONGEST].split())
    units = list(cut_units(text))[:MOST_TERMS]
    terms = tuple(term_of(unit) for unit in units)
    phrases = [tuple(word.plain for word in unit) for unit in units]
    about = set().union(*(group_names().get(phrase, set()) for phrase in phrases))
    first = phrases[0][0] if phrases else ""
    chinese = {phrase[0] for phrase in phrases if is_chinese(phrase[0])}
    asks = first in ASKING or bool(chinese & ASKING) or text.endswith(("?", "？"))
    keys = [whole_key(text)]
    if len(terms) == 1:
        keys += ("".join(words) for words in synonyms().get(phrases[0], ()))
    query = Query(text, tuple(keys), terms, asks, frozenset(about))
    return query.with_stretches()


class Word(NamedTuple):
    typed: str
    plain: str


def cut_units(text: str) -> Iterator[tuple[Word, ...]]:
    """The longest known phrases, and between them single words and stretches of Chinese."""
    words: list[Word] = []
    for run in RUN.findall(fold_text(text)):
        if is_chinese(run):
            words += (Word(piece, piece) for piece in cut_chinese(run))
        else:
            words.append(Word(run[:LONGEST_WORD], plain_word(run)))
    at = 0
    while at < len(words):
        plain = tuple(word.plain for word in words[at : at + LONGEST_PHRASE])
        lengths = range(LONGEST_PHRASE, 1, -1)
        longest = next((n for n in lengths if plain[:n] in synonyms()), 1)
        yield tuple(words[at : at + longest])
        at += longest


def cut_chinese(run: str) -> list[str]:
    """A run of Chinese in words that we know and stretches between them, with as little unknown as possible.

    A stretch follows another one only where that is as long as one may be.
    """
    known, longest = chinese_phrases()
    # By the place where a piece ends: the least cost, where the piece begins, and whether it is unknown.
    best: list[tuple[float, int, bool]] = [(0.0, 0, False)]
    for end in range(1, len(run) + 1):
        ways = []
        for start in range(max(0, end - max(longest, LONGEST_STRETCH)), end):
            cost, before, after_unknown = best[start]
            piece = run[start:end]
            may_begin = not after_unknown or start - before == LONGEST_STRETCH
            if piece in known:
                ways.append((cost + (1.0 if len(piece) > 1 else 1.5), start, False))
            elif may_begin and len(piece) <= LONGEST_STRETCH:
                ways.append((cost + 1.0 + 1.2 * len(piece), start, True))
        best.append(min(ways))
    pieces: list[str] = []
    end = len(run)
    while end:
        start = best[end][1]
        pieces.append(run[start:end])
        end = start
    return pieces[::-1]


def term_of(unit: tuple[Word, ...]) -> Term:
    phrase = tuple(word.plain for word in unit)
    optional = len(phrase) == 1 and phrase[0] in stop_words()
    alternatives = dict.fromkeys([Alternative(words_in(phrase), 1.0)])
    for other in synonyms().get(phrase, ()):
        alternatives[Alternative(words_in(other), MEANS_THE_SAME)] = None
    if not optional:
        alternatives |= dict.fromkeys(begun_forms(phrase))
    typed = " ".join(word.typed for word in unit)
    groups = group_names().get(phrase, set())
    is_subject, is_kind = bool(SUBJECTS & groups), bool(KINDS_MEANT & groups)
    return Term(typed, tuple(alternatives), optional, is_subject, is_kind)


def words_in(phrase: Phrase) -> tuple[str, ...]:
    """As the index holds them: Chinese in pairs; a single Chinese character may go on."""
    words: list[str] = []
    for word in phrase:
        if is_chinese(word):
            words += chinese_pairs(word) if len(word) > 1 else [word + "*"]
        else:
            words.append(word)
    return tuple(words)


def begun_forms(unit: Phrase) -> Iterator[Alternative]:
    """Words that begin with a term, or with what is left of it without its ending."""
    word = unit[-1]
    if is_chinese(word) or len(word) < 2 or len(unit) > 1:
        return
    yield Alternative((word + "*",), BEGUN)
    yield Alternative((WHOLE + word + "*",), BEGUN)
    stem = ENDINGS.sub("", word)
    if len(stem) >= SHORTEST_STEM and stem != word:
        yield Alternative((stem + "*",), STEM)
