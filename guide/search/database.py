"""The full-text index of the database behind one face: FTS5 on SQLite, tsvector with GIN on PostgreSQL.

Both follow the table of SearchRow by themselves: by triggers and by generated columns, made in migrations 0016 and
0035. Neither needs an extension or a right beyond that of making tables. Records are found here and ranked in
ranking.py, so that both databases give the same answers. Lists of values go in as one parameter: statements whose text
stays the same are read by the database once.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any, NamedTuple

from django.db import connection

from guide.search.normalisation import WHOLE
from guide.search.rows import Row

TABLE = "guide_searchrow"
WORD_COLUMNS = ["word", "shown", "rows", "named"]
ADDED = " ON CONFLICT (word) DO UPDATE SET rows = known.rows + excluded.rows, named = known.named + excluded.named"
FOUND = "id, kind, record, language, keys, other_keys, pinyin, names, aliases"
MANY = 500  # values in one IN (…)
PARAMETERS = 9000  # of one statement; SQLite allows 32,766
NOTHING = f'"{WHOLE}"'  # no word of the index
NAMED = "{keys other_keys pinyin names aliases}"
MOST_BEGUN, VERY_MANY = 40, 10**9  # words; rows of as many words or more

SQLITE_KNOWN = "SELECT word, shown, rows, named FROM guide_searchword WHERE word IN (SELECT value FROM json_each(%s))"
SQLITE_BEGUN = (
    f"SELECT given.value, '', (SELECT CASE WHEN count(*) < {MOST_BEGUN} THEN -sum(rows) ELSE -{VERY_MANY} END"  # noqa: S608
    " FROM (SELECT rows FROM guide_searchword WHERE word > given.value AND word < given.value || char(1114111)"
    f" LIMIT {MOST_BEGUN})), 0 FROM json_each(%s) AS given"
)
SQLITE_NEAR = (
    "SELECT word, shown, rows, named FROM guide_searchword WHERE word IN (SELECT word FROM"
    " (SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM guide_searchword WHERE word = %s AND named > %s)) AS unknown"
    " CROSS JOIN guide_searchdeletion WHERE rest IN (SELECT value FROM json_each(%s)))"
)
POSTGRESQL_WORDS = (
    "SELECT * FROM guide_search_words(string_to_array(%s, ' '), string_to_array(%s, ' '), %s, %s,"
    " string_to_array(%s, ' '), %s::integer[], string_to_array(%s, ','))"
)
# Segments of the index that changes left: two of a size become one. The bound is in pages of 4 kB.
SQLITE_MERGE = (
    "INSERT INTO guide_searchtext(guide_searchtext, rank) VALUES ('merge', %s)"
)
MERGED = 64
SQLITE_SETTLE = [
    "INSERT INTO guide_searchtext(guide_searchtext, rank) VALUES ('usermerge', 2)",
    "INSERT INTO guide_searchtext(guide_searchtext) VALUES ('optimize')",
]
POSTGRESQL_MERGE = (
    "SELECT gin_clean_pending_list('guide_searchrow_named'),"
    " gin_clean_pending_list('guide_searchrow_all')"
)
POSTGRESQL_ROWS = (
    "SELECT * FROM guide_search_rows(string_to_array(%s, ','), %s::boolean[], %s::bigint[], %s::bigint[],"
    " %s::integer[], %s::integer[], %s::integer[], %s::integer[], %s::boolean[])"
)

# Alternatives of a term; each is words that all have to stand there, the last of which may only be begun.
Words = tuple[str, ...]
Alternatives = Sequence[Words]


def parts_of_size(items: Iterable, size: int = MANY) -> Iterator[list]:
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part


def insert_values(
    into: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], behind: str = ""
):
    """Many rows in one statement: each statement makes the full-text index of SQLite write what it holds."""
    one = f"({', '.join(['%s'] * len(columns))})"
    with connection.cursor() as cursor:
        for part in parts_of_size(rows, PARAMETERS // len(columns)):
            values = ", ".join([one] * len(part))
            statement = (
                f"INSERT INTO {into} ({', '.join(columns)}) VALUES {values}{behind}"  # noqa: S608
            )
            cursor.execute(statement, list(chain.from_iterable(part)))


class RowsBetween(NamedTuple):
    """A lookup is made only if another one, by its number, finds between so many rows."""

    number: int
    least: int
    most: int


class Lookup(NamedTuple):
    """One way to find rows: terms that all, or any, have to match, in names alone or anywhere."""

    terms: Sequence[Alternatives]
    named: bool
    every: bool
    most: int
    within: tuple[int, int]  # the first and the last key
    only_if: RowsBetween | None = None
    # Very many rows may match: PostgreSQL then reads the first rows of all.
    is_common: bool = False


class Near(NamedTuple):
    """A word that may be mistyped: its neighbours are looked for unless it stands in more names than are enough."""

    word: str
    enough: int
    rests: Sequence[str]


class WantedWords(NamedTuple):
    asked: Collection[str]
    starts: Collection[str]  # of longer words
    near: Sequence[Near]


class Database:
    def insert_rows(self, rows: Iterable[Row]):
        values = (
            row._replace(facts=json.dumps(row.facts, ensure_ascii=False))
            for row in rows
        )
        self.insert(TABLE, Row._fields, values)

    def add_to_words(self, words: Iterable[Sequence[Any]]):
        """Word, shown form, and how many rows and names more have it, or fewer; what is new is added."""
        insert_values("guide_searchword AS known", WORD_COLUMNS, words, ADDED)

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]):
        raise NotImplementedError

    def one_of_keys(self, column: str) -> str:
        """That a column has one of some keys, a parameter made by keys_of."""
        raise NotImplementedError

    def keys_of(self, keys: Iterable[int]) -> str:
        raise NotImplementedError

    def words(self, wanted: WantedWords) -> list[tuple]:
        """Word, shown form, rows and names. For a start, less than no rows: minus those that longer words have.

        None where no longer word begins so. One query.
        """
        raise NotImplementedError

    def tidy(self):
        """After a change of few records: join what it left beside the full-text index, a bounded amount at a time."""
        raise NotImplementedError

    def settle(self):
        """After a change of many."""
        raise NotImplementedError

    def find(self, lookups: Sequence[Lookup]) -> list[tuple]:
        """Rows in the order of their keys, each after the numbers of the lookups that find it. One query."""
        raise NotImplementedError


def json_list(values: Iterable[Any]) -> str:
    return json.dumps(list(values))


def array_of(values: Iterable[int]) -> str:
    """An array of PostgreSQL: one text costs a tenth of a list of numbers to write."""
    return f"{{{','.join(map(str, values))}}}"


def fetch(statement: str, parameters: Sequence[Any]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


class SQLite(Database):
    def words(self, wanted):
        parts = [SQLITE_KNOWN, SQLITE_BEGUN, *[SQLITE_NEAR] * len(wanted.near)]
        values = [json_list(wanted.asked), json_list(wanted.starts)]
        for word, enough, rests in wanted.near:
            values += [word, enough, json_list(rests)]
        return fetch(" UNION ALL ".join(parts), values)

    def find(self, lookups):
        parts, parameters = [], []
        for number, lookup in enumerate(lookups):
            statement, values = self.select(lookup)
            parts.append(f"found{number:d} AS ({statement})")
            parameters += values
        union = " UNION ALL ".join(
            f"SELECT id, {number:d} AS lookup FROM found{number:d}"  # noqa: S608
            for number in range(len(lookups))
        )
        statement = (
            f"WITH {', '.join(parts)}"  # noqa: S608
            f" SELECT lookups, {FOUND} FROM (SELECT id, group_concat(lookup) AS lookups FROM ({union}) AS one"
            f" GROUP BY id) AS found JOIN {TABLE} USING (id) ORDER BY id"
        )
        return fetch(statement, parameters)

    def select(self, lookup: Lookup) -> tuple[str, list]:
        wanted, values = "%s", [self.expression(lookup)]
        if other := lookup.only_if:
            wanted = (
                f"CASE WHEN (SELECT count(*) FROM found{other.number:d})"  # noqa: S608
                " BETWEEN %s AND %s THEN %s ELSE %s END"
            )
            values = [other.least, other.most, *values, NOTHING]
        statement = (
            f"SELECT rowid AS id FROM guide_searchtext WHERE guide_searchtext MATCH {wanted}"  # noqa: S608
            " AND rowid BETWEEN %s AND %s ORDER BY rowid LIMIT %s"
        )
        return statement, [*values, *lookup.within, lookup.most]

    def one_of_keys(self, column):
        return f"{column} IN (SELECT value FROM json_each(%s))"  # noqa: S608

    def keys_of(self, keys):
        return json_list(keys)

    def expression(self, lookup: Lookup) -> str:
        terms = [
            "(" + " OR ".join(map(self.phrase, alternatives)) + ")"
            for alternatives in lookup.terms
        ]
        joined = (" AND " if lookup.every else " OR ").join(terms)
        return f"{NAMED} : ({joined})" if lookup.named else joined

    def phrase(self, words: Words) -> str:
        quoted = [
            f'"{word.removesuffix("*")}"{"*" * word.endswith("*")}' for word in words
        ]
        return "(" + " AND ".join(quoted) + ")"

    def insert(self, table, columns, rows):
        insert_values(table, columns, rows)

    def tidy(self):
        with connection.cursor() as cursor:
            cursor.execute(SQLITE_MERGE, [MERGED])

    def settle(self):
        with connection.cursor() as cursor:
            for statement in SQLITE_SETTLE:
                cursor.execute(statement)


class PostgreSQL(Database):
    """Words and rows are read by functions, which are made in migrations 0037 and 0038.

    Lists of texts go in as one, with spaces or commas between: no word has one.
    """

    def words(self, wanted):
        near = wanted.near
        values = [
            " ".join(wanted.asked), " ".join(wanted.starts), MOST_BEGUN, VERY_MANY, " ".join(n.word for n in near),
            array_of(n.enough for n in near), ",".join(" ".join(n.rests) for n in near),
        ]  # fmt: skip
        return fetch(POSTGRESQL_WORDS, values)

    def find(self, lookups):
        never = RowsBetween(-1, 0, 0)
        conditions = [each.only_if or never for each in lookups]
        values = [
            ",".join(map(self.expression, lookups)), array_of(each.named for each in lookups),
            array_of(each.within[0] for each in lookups), array_of(each.within[1] for each in lookups),
            array_of(each.most for each in lookups), array_of(each.number for each in conditions),
            array_of(each.least for each in conditions), array_of(each.most for each in conditions),
            array_of(each.is_common for each in lookups),
        ]  # fmt: skip
        return fetch(POSTGRESQL_ROWS, values)

    def one_of_keys(self, column):
        return f"{column} = ANY(%s::bigint[])"

    def keys_of(self, keys):
        return array_of(keys)

    def expression(self, lookup: Lookup) -> str:
        terms = [
            "(" + " | ".join(map(self.phrase, alternatives)) + ")"
            for alternatives in lookup.terms
        ]
        return (" & " if lookup.every else " | ").join(terms)

    def phrase(self, words: Words) -> str:
        quoted = [
            f"'{word.removesuffix('*')}'{':*' * word.endswith('*')}" for word in words
        ]
        return "(" + " & ".join(quoted) + ")"

    def insert(self, table, columns, rows):
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(row)

    def tidy(self):
        with connection.cursor() as cursor:
            cursor.execute(POSTGRESQL_MERGE)

    def settle(self):
        """Analyze the columns that are looked for, without vectors and texts, of which an analysis costs half a second.

        What waits beside the full-text index is joined too: read with every search, it makes each three times as slow.
        """
        self.tidy()
        with connection.cursor() as cursor:
            cursor.execute(
                "ANALYZE guide_searchrow (id, kind, record), guide_searchword (word), guide_searchdeletion (rest)"
            )


SQLITE, POSTGRESQL = SQLite(), PostgreSQL()


def database() -> SQLite | PostgreSQL:
    return POSTGRESQL if connection.vendor == "postgresql" else SQLITE
