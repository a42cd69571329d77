"""From a search to its results: three queries, for the words, the rows, and the texts of those that come first."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.db import connection

from guide.models.text import active_language
from guide.search.database import Alternatives, Lookup, database
from guide.search.normalisation import WHOLE, chinese_pairs
from guide.search.query import Query, Term, read_query
from guide.search.ranking import Candidate, Ranking, Scored, rank_rows
from guide.search.rows import KINDS, id_range
from guide.search.vocabulary import (
    VERY_MANY,
    Vocabulary,
    correct_query,
    marks,
    read_vocabulary,
)

# Rows that one lookup finds at most, the most important kinds first.
MOST_WHOLE, MOST_NAMED, MOST_ANYWHERE, MOST_PARTLY = 25, 35, 50, 40
MOST_OF_KIND = 400
PLENTY = (
    4 * MOST_NAMED
)  # names that have a word: those of longer words need not be looked for
SHORTEST_NEAR = 4  # characters of a Chinese name that may have one wrong
SHOWN_OF_KIND = 5
HALVES = [
    (id_range(KINDS[0])[0], id_range("belief")[1]),
    (id_range("term")[0], id_range(KINDS[-1])[1]),
]
EVERYTHING = (HALVES[0][0], HALVES[1][1])
ENOUGH = 0.45  # of the best coverage: what has less is no answer
OTHER_LANGUAGE = 0.92
NEARLY = 0.5


class Result(NamedTuple):
    kind: str
    record: int
    score: float
    slug: str = ""
    anchor: str = ""
    language: str = ""
    name: str = ""
    text: str = ""
    facts: dict = {}
    # The language in which it was found, where that is not the reader's.
    found_in: str = ""


class Found(NamedTuple):
    query: Query
    results: list[Result]
    changes: dict[str, list[str]]  # what was typed and what was searched instead
    is_cut: bool  # there may be more

    @property
    def instead(self) -> str:
        """The search that was made in place of the typed one; empty where none was."""
        if not self.changes:
            return ""
        best = self.results[0].name.casefold() if self.results else ""
        words = []
        for term in self.query.terms:
            meant = self.changes.get(term.typed, [term.typed])
            words.append(next((word for word in meant if word in best), meant[0]))
        return " ".join(words)


def search(
    text: str, literally: bool = False, kind: str = "", shown: int = SHOWN_OF_KIND
) -> Found:
    """The records that fit, the best first; the first of each kind with their texts. Three queries."""
    query = read_query(text)
    if not query.terms:
        return Found(query, [], {}, False)
    known = read_vocabulary(query)
    changes: dict[str, list[str]] = {}
    if not literally and not known.has_name(query.key):
        query, changes = correct_query(query, known)
        if changes:
            words = (word for term in query.terms for word in term.literal)
            query = query._replace(keys=("".join(words), *query.keys))
    candidates, is_cut = find_candidates(query, known, kind)
    ranking = Ranking(query, known, active_language())
    scored = rank_rows([ranking.score_names(each) for each in candidates])
    return Found(query, results_of(ranking, scored, shown), changes, is_cut)


def find_candidates(
    query: Query, known: Vocabulary, kind: str
) -> tuple[list[Candidate], bool]:
    lookups = lookups_of(query, known, kind)
    if not lookups:
        return [], False
    anywhere = {str(n) for n, each in enumerate(lookups) if not each.named}
    counts: Counter[str] = Counter()
    candidates = []
    for numbers, *values in database().find(lookups):
        found_by = numbers.split(",")
        counts.update(found_by)
        has_all = not anywhere.isdisjoint(found_by)
        candidates.append(Candidate(*values, has_all=has_all))
    # Of what has only some of the terms most is too far off to be shown.
    is_cut = any(
        each.every and counts[str(n)] >= each.most for n, each in enumerate(lookups)
    )
    return candidates, is_cut


def lookups_of(query: Query, known: Vocabulary, kind: str) -> list[Lookup]:
    """Each way to find rows, in the important kinds and in the others, so that none fills up all there is room for."""
    lookups = []
    for way in ways_to_find(query, known):
        ranges = HALVES if way.in_halves and way.rows > way.most else [EVERYTHING]
        if kind:
            ranges = [id_range(kind)]
        many = MOST_OF_KIND if kind else way.most
        lookups += [
            Lookup(way.terms, way.named, way.every, many, each) for each in ranges
        ]
    return lookups


class Way(NamedTuple):
    """Terms, whether in names only, whether all of them, and how many rows are wanted and can be found at most."""

    terms: list[Alternatives]
    named: bool
    every: bool
    most: int
    rows: int = VERY_MANY

    @property
    def in_halves(self) -> bool:
        """What has all terms in its name is looked for among the less important kinds too, however many there are."""
        return self.named and self.every


def ways_to_find(query: Query, known: Vocabulary) -> Iterator[Way]:
    if whole := [(WHOLE + key,) for key in query.keys if known.may_have(key)]:
        yield Way([whole], True, True, MOST_WHOLE)
    if query.key in known.begun or query.key not in known.asked:
        rows = known.begun.get(query.key, VERY_MANY)
        yield Way([[(WHOLE + query.key + "*",)]], True, True, MOST_WHOLE, rows)
    for near in near_whole_names(query, known):
        yield Way(near, True, True, MOST_WHOLE)
    terms = known_terms(query.needed, known)
    if not terms:
        return
    rows = min(most_rows(each, known) for each in terms)
    if rows > MOST_ANYWHERE:  # else the next one finds these too
        yield Way(terms, True, True, MOST_NAMED, rows)
    yield Way(terms, False, True, MOST_ANYWHERE, rows)
    if others := known_terms(query.without_subject, known):
        rows = min(most_rows(each, known) for each in others)
        yield Way(others, True, True, MOST_NAMED, rows)
    pieces = [[piece] for term in terms for piece in single_words(term)]
    if len(pieces) > (len(terms[0]) if len(terms) == 1 else 1):
        rows = sum(most_rows(each, known) for each in pieces)
        yield Way(pieces, True, False, MOST_PARTLY, rows)


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


def first_of_each_kind(ranked: Sequence[Scored], most: int) -> list[Scored]:
    """Up to two rows of a record, one in each language, of the records of each kind that come first."""
    chosen: dict[str, dict[int, set[str]]] = {}
    first = []
    for scored in ranked:
        row = scored.candidate
        records = chosen.setdefault(row.kind, {})
        if row.record not in records and len(records) >= most:
            continue
        languages = records.setdefault(row.record, set())
        if row.language not in languages:
            languages.add(row.language)
            first.append(scored)
    return first


def read_texts(first: Sequence[Scored]) -> dict[int, tuple]:
    """One query: what is shown of these rows, and of the same records in the other language.

    The words of a text are read only where a term is in no name.
    """
    own = active_language()
    pks = {each.candidate.id for each in first}
    others = {each.candidate.id ^ 1 for each in first if each.candidate.language != own}
    unsure = sorted(each.candidate.id for each in first if each.missing) or [-1]
    wanted = sorted(others | pks)
    statement = (
        "SELECT id, slug, anchor, language, name, facts,"  # noqa: S608
        f" CASE WHEN id IN ({marks(pks)}) THEN text ELSE '' END,"
        f" CASE WHEN id IN ({marks(unsure)}) THEN body ELSE '' END"
        f" FROM guide_searchrow WHERE id IN ({marks(wanted)})"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*sorted(pks), *unsure, *wanted])
        return {row[0]: row[1:] for row in cursor.fetchall()}


def results_of(ranking: Ranking, ranked: Sequence[Scored], shown: int) -> list[Result]:
    """A result for each record that fits well enough; those behind the first of a kind have no text."""
    if not ranked:
        return []
    first = first_of_each_kind(ranked, shown)
    texts = read_texts(first)
    own = active_language()
    scored = []
    for each in first:
        body = texts[each.candidate.id][-1]
        scored.append(in_language(ranking.with_body(each, body), own))
    read = {each.candidate.id for each in first}
    scored += [in_language(e, own) for e in ranked if e.candidate.id not in read]
    best = max(each.coverage for each in scored)
    records: dict[tuple[str, int], list[Scored]] = {}
    for each in rank_rows(scored):
        if each.coverage >= ENOUGH * best:
            row = each.candidate
            records.setdefault((row.kind, row.record), []).append(each)
    return [make_result(shown_row(rows, own), texts, own) for rows in records.values()]


def shown_row(rows: Sequence[Scored], own: str) -> Scored:
    """The best row of a record, unless that in the reader's language is nearly as good."""
    best = rows[0]
    for each in rows[1:]:
        is_own = each.candidate.language == own != best.candidate.language
        if is_own and each.score >= NEARLY * best.score:
            return each._replace(score=best.score)
    return best


def in_language(scored: Scored, own: str) -> Scored:
    """What is found in the other language comes a little later."""
    factor = 1.0 if scored.candidate.language == own else OTHER_LANGUAGE
    return scored._replace(score=scored.score * factor)


def make_result(scored: Scored, texts: dict[int, tuple], own: str) -> Result:
    """Shown in the reader's language where there is such a row; its sentence is of the row that was found."""
    row = scored.candidate
    if row.id not in texts:
        return Result(row.kind, row.record, score=scored.score)
    slug, anchor, language, name, facts, text, _body = texts[row.id]
    found_in = "" if language == own else language
    other = texts.get(row.id ^ 1)
    if found_in and other and other[2] == own:
        slug, anchor, language, name, facts, *_ = other
    return Result(
        row.kind, row.record, scored.score, slug, anchor, language, name, text,
        load_facts(facts), found_in,
    )  # fmt: skip


def load_facts(facts) -> dict:
    """SQLite gives JSON as text."""

    return json.loads(facts) if isinstance(facts, str) else facts
