"""Writes the index: some records after a change, all of them in a rebuild; both compare, and write what differs."""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Count, QuerySet

from guide.content_lock import lock_content
from guide.models import SearchBuild, SearchDeletion, SearchRow, SearchWord
from guide.search.corrections import deletions_of
from guide.search.database import WORD_COLUMNS, database, parts_of_size
from guide.search.normalisation import DATA
from guide.search.records import SearchedText
from guide.search.rows import (
    BUILDS,
    KINDS,
    Name,
    Row,
    WordCounts,
    id_range,
    last_id,
    make_row,
    names_leading_to,
    note_shown_forms,
    remember_former_names,
)

BATCH = 2000  # texts that are held at a time
BATCH_CHARACTERS = 500_000  # and so many characters of theirs
COUNTED = ["word", "rows", "named"]


def batches_of_records(texts: Iterable[SearchedText]) -> Iterator[list[SearchedText]]:
    """As many as may be held; all texts of a record stay together, however long they are."""
    batch: list[SearchedText] = []
    characters = 0
    for _pk, record in groupby(texts, attrgetter("pk")):
        of_record = list(record)
        batch += of_record
        characters += sum(len(text.text) for text in of_record)
        if len(batch) >= BATCH or characters >= BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def refresh_records(kind: str, pks: Collection[int]):
    """Let the index say what these records say now. About ten queries for each 500 records of usual length."""
    for part in parts_of_size(sorted(pks)):
        counts = WordCounts.none()
        shown: dict[str, str] = {}
        without_text = set(part)
        for texts in batches_of_records(BUILDS[kind](part)):
            records = {text.pk for text in texts}
            without_text -= records
            before = SearchRow.objects.filter(kind=kind, record__in=records)
            change = replace_rows(before, texts)
            counts.subtract(change.gone)
            counts.add(change.came)
            note_shown_forms(change.came, shown)
        if without_text:
            before = SearchRow.objects.filter(kind=kind, record__in=without_text)
            counts.subtract(replace_rows(before, []).gone)
        change_words(counts, shown)
    database().tidy()


class Change(NamedTuple):
    gone: list[Row]
    came: list[Row]
    rows: Collection[Row]  # all that there are now


def replace_rows(before: QuerySet[SearchRow], texts: list[SearchedText]) -> Change:
    """Let the rows of before be those of the texts; what differs is written."""
    old = {row[0]: Row(*row) for row in before.values_list(*Row._fields)}
    names = {pk: row.name for pk, row in old.items()}
    new = {row.id: row for row in rows_of(texts, names)}
    gone = [row for pk, row in old.items() if new.get(pk) != row]
    came = [row for pk, row in new.items() if old.get(pk) != row]
    for part in parts_of_size([row.id for row in gone]):
        SearchRow.objects.filter(pk__in=part)._raw_delete("default")
    database().insert_rows(came)
    return Change(gone, came, new.values())


def rows_of(texts: list[SearchedText], old_names: dict[int, str]) -> Iterator[Row]:
    if not texts:
        return
    remember_former_names(texts, old_names)
    leading = names_leading_to(texts)
    for text in texts:
        yield make_row(text, leading.get(Name(text.kind, text.slug), ()))


def change_words(counts: WordCounts, shown: dict[str, str]):
    """Add to the counts of words; what is new gets its deletions, what is nowhere any more goes."""
    changes = [
        (word, shown.get(word, word), counts.rows[word], counts.named[word])
        for word in sorted(counts.rows)
        if counts.rows[word] or counts.named[word]
    ]
    database().add_to_words(changes)
    now: dict[str, tuple[int, int]] = {}
    for part in parts_of_size(map(itemgetter(0), changes)):
        rows = SearchWord.objects.filter(pk__in=part)
        now |= {w: (n, named) for w, n, named in rows.values_list(*COUNTED)}
    gone = [word for word, (rows, _named) in now.items() if rows <= 0]
    for part in parts_of_size(gone):
        SearchWord.objects.filter(pk__in=part)._raw_delete("default")
    named_before = {w for w in now if now[w][1] - counts.named[w] > 0}
    named_now = {w for w in now if now[w][1] > 0}
    forget_deletions(named_before - named_now)
    add_deletions(named_now - named_before)


def words_with_counts(counts: WordCounts, shown: dict[str, str]) -> list[tuple]:
    """As SearchWord holds them."""
    return [
        (word, shown.get(word, word), rows, counts.named[word])
        for word, rows in sorted(counts.rows.items())
        if rows > 0
    ]


def add_words(counts: WordCounts, shown: dict[str, str]):
    """Words of which none is there yet."""
    words = words_with_counts(counts, shown)
    database().insert(SearchWord._meta.db_table, WORD_COLUMNS, words)
    add_deletions(word for word, named in counts.named.items() if named > 0)


def replace_words(counts: WordCounts, shown: dict[str, str]):
    """Let the words and what is left of them be these; what differs is written."""
    words = {word[0]: word for word in words_with_counts(counts, shown)}
    before = {word[0]: word for word in SearchWord.objects.values_list(*WORD_COLUMNS)}
    gone = (word for word, row in before.items() if words.get(word) != row)
    for part in parts_of_size(gone):
        SearchWord.objects.filter(pk__in=part)._raw_delete("default")
    came = [row for word, row in words.items() if before.get(word) != row]
    database().insert(SearchWord._meta.db_table, WORD_COLUMNS, came)
    replace_deletions({word for word, named in counts.named.items() if named > 0})


def replace_deletions(named: set[str]):
    """Those of these words; a word that has another number of them than it should gets them anew."""
    numbers = (
        SearchDeletion.objects.order_by().values_list("word").annotate(Count("pk"))
    )
    before = dict(numbers)
    wrong = {word for word, number in before.items() if word not in named}
    wrong |= {word for word in named if before.get(word, 0) != len(deletions_of(word))}
    for part in parts_of_size(sorted(wrong & before.keys())):
        SearchDeletion.objects.filter(word__in=part)._raw_delete("default")
    add_deletions(wrong & named)


def add_deletions(named: Iterable[str]):
    """What is left of words of names without some letters: only such a word may have been meant by a mistyped one."""
    deletions = ((rest, word) for word in named for rest in deletions_of(word))
    # In the order of their index, which costs a third less than any other order.
    database().insert(
        SearchDeletion._meta.db_table, ["rest", "word"], sorted(deletions)
    )


def forget_deletions(words: Iterable[str]):
    """Found by their rests: an index by words alone would cost more than all else, for what is seldom done."""
    deletions = sorted((rest, word) for word in words for rest in deletions_of(word))
    with connection.cursor() as cursor:
        for part in parts_of_size(deletions):
            cursor.executemany(
                "DELETE FROM guide_searchdeletion WHERE rest = %s AND word = %s", part
            )


def fingerprint() -> str:
    """Of the program that makes the index: its modules and its lists of words."""
    files = sorted([*DATA.glob("*.txt"), *DATA.parent.glob("*.py")])
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def rebuild_if_outdated() -> int:
    """Build all anew where the index is missing or of another program. Returns the number of rows, 0 if it stands."""
    if SearchBuild.objects.filter(pk=1, made_by=fingerprint()).exists():
        return 0
    return rebuild_index()


@transaction.atomic
def rebuild_index() -> int:
    """Look at all anew. Returns the number of rows. Who writes content meanwhile waits: else his words go uncounted."""
    lock_content()
    counts = WordCounts.none()
    shown: dict[str, str] = {}
    total = 0
    for kind in KINDS:
        first, last = id_range(kind)
        for texts in batches_of_records(BUILDS[kind](None)):  # in the order of keys
            upto = last_id(kind, texts[-1].pk)
            before = SearchRow.objects.filter(pk__range=(first, upto))
            rows = replace_rows(before, texts).rows
            counts.add(rows)
            note_shown_forms(rows, shown)
            total += len(rows)
            first = upto + 1
        SearchRow.objects.filter(pk__range=(first, last))._raw_delete("default")
    replace_words(counts, shown)
    SearchBuild.objects.update_or_create(pk=1, defaults={"made_by": fingerprint()})
    database().settle()
    return total
