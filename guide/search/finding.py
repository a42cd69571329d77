"""From a search to its results: three queries, for the words, the rows, and the texts of those that come first."""

import json
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from django.db import connection

from guide.models.text import active_language
from guide.search.database import database
from guide.search.query import Query, read_query
from guide.search.ranking import FoundRow, Ranking, Scored, rank_rows
from guide.search.stretches import names_inside
from guide.search.vocabulary import Vocabulary, correct_query, read_vocabulary
from guide.search.ways import lookups_of

SHOWN_OF_KIND, MOST_READ = 5, 1000
ENOUGH = 0.45  # of the best coverage: what has less is no answer
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


class Wanted(NamedTuple):
    """What is read of the results: how many of each kind, how many rows in all, and whether with a text to show."""

    of_kind: int = SHOWN_OF_KIND
    rows: int = MOST_READ
    with_text: bool = True


USUAL = Wanted()


def search(
    text: str, literally: bool = False, kind: str = "", wanted: Wanted = USUAL
) -> Found:
    """The records that fit, the best first; the first of each kind with what is shown of them. Three queries."""
    query = read_query(text)
    if not query.terms:
        return Found(query, [], {}, False)
    query = query.for_reader(active_language())
    known = read_vocabulary(query)
    changes: dict[str, list[str]] = {}
    if not literally and not known.has_name(query.key):
        query, changes = correct_query(query, known)
        if changes:
            query = query.with_stretches()
            words = (w.removesuffix("*") for term in query.terms for w in term.literal)
            query = query._replace(keys=("".join(words), *query.keys))
    query = query._replace(stretches=names_inside(query.stretches, known.has_name))
    candidates, is_cut = find_candidates(query, known, kind)
    ranking = Ranking(query, known, active_language())
    scored = [ranking.score_names(each) for each in candidates]
    return Found(query, results_of(ranking, scored, wanted), changes, is_cut)


def find_candidates(
    query: Query, known: Vocabulary, kind: str
) -> tuple[list[FoundRow], bool]:
    lookups = lookups_of(query, known, kind)
    if not lookups:
        return [], False
    anywhere = {str(n) for n, each in enumerate(lookups) if not each.named}
    counts: Counter[str] = Counter()
    candidates = []
    for numbers, *values in database().find(lookups):
        found_by = numbers.split(",")
        for number in found_by:
            counts[number] += 1
        candidates.append(FoundRow(*values, not anywhere.isdisjoint(found_by)))
    # Of what has only some of the terms most is too far off to be shown.
    is_cut = any(
        each.every and counts[str(n)] >= each.most for n, each in enumerate(lookups)
    )
    return candidates, is_cut


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


def read_texts(first: Sequence[Scored], own: str, with_text: bool) -> dict[int, tuple]:
    """One query: what is shown of these rows, and of the same records in the other language.

    The words of a text are read only where a term is in no name.
    """
    pks = {each.candidate.id for each in first}
    others = {each.candidate.id ^ 1 for each in first if each.candidate.language != own}
    unsure = [each.candidate.id for each in first if each.missing]
    has = database().one_of_keys("id")
    statement = (
        f"SELECT id, slug, anchor, language, name, facts, CASE WHEN {has} THEN text ELSE '' END,"  # noqa: S608
        f" CASE WHEN {has} THEN body ELSE '' END FROM guide_searchrow WHERE {has}"
    )
    shown = pks if with_text else ()
    values = map(database().keys_of, (shown, unsure, sorted(others | pks)))
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))
        return {row[0]: row[1:] for row in cursor.fetchall()}


def results_of(
    ranking: Ranking, scored: Sequence[Scored], wanted: Wanted
) -> list[Result]:
    """A result for each record that fits well enough; those behind the first of a kind have no text.

    Where what was read of a kind covers too little after all, one behind it would come first: that is left out.
    """
    if not scored:
        return []
    least = ENOUGH * max(each.coverage for each in scored)
    scored = [each for each in scored if ranking.most_coverage(each) >= least]
    first = first_of_each_kind(rank_rows(scored), wanted.of_kind)[: wanted.rows]
    texts = read_texts(first, ranking.language, wanted.with_text)
    gone = {each.candidate.id for each in first} - texts.keys()  # since they were found
    scored = [
        ranking.with_body(each, texts[each.candidate.id][-1])
        if each.missing and each.candidate.id in texts
        else each
        for each in scored
        if each.candidate.id not in gone
    ]
    least = ENOUGH * max((each.coverage for each in scored), default=0)
    records: dict[tuple[str, int], list[Scored]] = {}
    read_kinds = set[str]()
    for each in rank_rows(scored):
        row = each.candidate
        if each.coverage < least:
            continue
        if row.id in texts:
            read_kinds.add(row.kind)
        if row.kind in read_kinds:
            records.setdefault((row.kind, row.record), []).append(each)
    own = ranking.language
    shown = (shown_row(rows, texts, own) for rows in records.values())
    return [make_result(row, texts, own) for row in shown]


def shown_row(rows: Sequence[Scored], texts: dict[int, tuple], own: str) -> Scored:
    """The best row of a record, unless that in the reader's language is nearly as good and was read."""
    best = rows[0]
    for each in rows[1:]:
        if each.candidate.id not in texts:
            continue
        is_own = each.candidate.language == own != best.candidate.language
        if is_own and each.score >= NEARLY * best.score:
            return each._replace(score=best.score)
    return best


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


@lru_cache(2000)
def load_facts(facts: str) -> dict:
    return json.loads(facts)
