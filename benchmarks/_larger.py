"""The index of search as it would be with many times the content: copies of its rows, with names of their own.

    VAR_DIR=… .venv/bin/python -m benchmarks._larger TIMES

In every copy the whole names and one word of each name are its own; in one copy of ten all words of names are, so that
the words of the index grow too, with each a near neighbour of the real one. The texts of the copies are the same.
"""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careerpath.settings")

import django

django.setup()

from django.db import connection, transaction  # noqa: E402  Django is set up first
from django.db.models import F  # noqa: E402

from guide.models import SearchRow, SearchWord  # noqa: E402
from guide.search.corrections import deletions_of  # noqa: E402
from guide.search.database import database  # noqa: E402
from guide.search.index import add_words  # noqa: E402
from guide.search.normalisation import LONGEST_WORD  # noqa: E402
from guide.search.rows import PARTS, Row, WordCounts  # noqa: E402

RECORDS = 10**6  # of a kind, between the number of a record and that of its copy
STEP = RECORDS * PARTS * 2  # between the keys of their rows
OWN_WORDS = 10  # one copy in so many has words of its own
OWN = {
    "id": "id + %(step)s",
    "record": "record + %(records)s",
    "slug": "slug || '-%(n)s'",
    "name": "name || ' k%(n)s'",
    "keys": "replace(keys, ' ', 'k%(n)s ') || 'k%(n)s'",
    "names": "%(names)s || ' k%(n)s'",
}


def letters(number: int) -> str:
    """An ending that is a word's own: 10 is “ba”."""
    number //= OWN_WORDS
    return "bcdfghjklm"[number % 10] + "aeiou"[number // 10 % 5]


def copy_rows(number: int):
    names = "names"
    if number % OWN_WORDS == 0:
        names = f"replace(names, ' ', '{letters(number)} ') || '{letters(number)}'"
    values = [
        OWN.get(each, each)
        % {
            "n": number,
            "names": names,
            "step": STEP * number,
            "records": RECORDS * number,
        }
        for each in Row._fields
    ]
    statement = (
        f"INSERT INTO guide_searchrow ({', '.join(Row._fields)})"  # noqa: S608  our own words
        f" SELECT {', '.join(values)} FROM guide_searchrow WHERE record < {RECORDS} AND kind NOT IN ('page', 'place')"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)


def grow_words(times: int):
    """The counts of all words, and the words that copies have of their own."""
    known = list(SearchWord.objects.all())
    counts = WordCounts.none()
    for number in range(OWN_WORDS, times, OWN_WORDS):
        for word in known:
            if (
                word.named
                and len(word.word) < LONGEST_WORD - 2
                and deletions_of(word.word)
            ):
                own = word.word + letters(number)
                counts.rows[own] = counts.named[own] = word.named
    for word in known:
        del counts.rows[word.word], counts.named[word.word]
    add_words(counts, {})
    SearchWord.objects.update(rows=F("rows") * times, named=F("named") * times)


@transaction.atomic
def grow(times: int):
    for number in range(1, times):
        copy_rows(number)
    grow_words(times)
    database().settle()
    return SearchRow.objects.count()


if __name__ == "__main__":
    print(grow(int(sys.argv[1])), "rows")
