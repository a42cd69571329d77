"""Writes the index: some records after a change, all of them in a rebuild; both compare, and write what differs."""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from operator import attrgetter

from django.db import transaction

from guide.models import SearchBuild, SearchDeletion, SearchRow, SearchWord
from guide.search.corrections import deletions_of
from guide.search.database import database
from guide.search.normalisation import DATA
from guide.search.records import SearchedText
from guide.search.rows import (
    BUILDS,
    COLUMNS,
    KINDS,
    Name,
    WordCounts,
    columns_of,
    count_words,
    id_range,
    make_row,
    names_leading_to,
    remember_former_names,
    shown_forms,
)

BATCH = 2000  # texts that are held at a time
BATCH_CHARACTERS = 500_000  # and so many characters of theirs
MANY = 500  # values in one IN (…)


def parts_of_size(items: Iterable, size: int = MANY):
    part: list = []
    for item in items:
        part.append(item)
        if len(part) == size:
            yield part
            part = []
    if part:
        yield part


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
            shown = shown_forms(replace_rows(kind, records, texts, counts)) | shown
        if without_text:
            replace_rows(kind, without_text, [], counts)
        change_words(counts, shown)


def replace_rows(
    kind: str, pks: Collection[int], texts: list[SearchedText], counts: WordCounts
) -> list[SearchRow]:
    """Write the rows of records that differ. Returns these; the change of the words is added to the counts."""
    old = list(SearchRow.objects.filter(kind=kind, record__in=pks))
    remember_former_names(texts, {row.pk: row.name for row in old})
    leading = names_leading_to(texts) if texts else {}
    new = [
        make_row(text, leading.get(Name(text.kind, text.slug), ())) for text in texts
    ]
    before = {row.pk: columns_of(row) for row in old}
    changed = [row for row in new if before.get(row.pk) != columns_of(row)]
    kept = {row.pk for row in new} - {row.pk for row in changed}
    outdated = [row for row in old if row.pk not in kept]
    for part in parts_of_size([row.pk for row in outdated]):
        SearchRow.objects.filter(pk__in=part)._raw_delete("default")
    SearchRow.objects.bulk_create(changed, batch_size=500)
    count_words(outdated, -1, counts)
    count_words(changed, 1, counts)
    return changed


def change_words(counts: WordCounts, shown: dict[str, str]):
    """Add to the counts of words; what is new gets its deletions, what is nowhere any more goes."""
    changes = {word: n for word, n in counts.rows.items() if n}
    changes |= {
        word: 0 for word, n in counts.named.items() if n and word not in changes
    }
    known: set[str] = set()
    gone: list[str] = []
    for part in parts_of_size(sorted(changes)):
        found = list(SearchWord.objects.filter(pk__in=part))
        for word in found:
            known.add(word.word)
            word.rows += changes[word.word]
            word.named += counts.named[word.word]
        gone += [word.word for word in found if word.rows <= 0]
        left = [word for word in found if word.rows > 0]
        SearchWord.objects.bulk_update(left, ["rows", "named"], batch_size=200)
    for part in parts_of_size(gone):
        SearchWord.objects.filter(pk__in=part)._raw_delete("default")
        SearchDeletion.objects.filter(word__in=part)._raw_delete("default")
    add_words(
        {word: n for word, n in changes.items() if word not in known}, counts, shown
    )


def add_words(rows: dict[str, int], counts: WordCounts, shown: dict[str, str]):
    words = [
        (word, shown.get(word, word), n, counts.named[word])
        for word, n in rows.items()
        if n > 0
    ]
    columns = ["word", "shown", "rows", "named"]
    database().insert(SearchWord._meta.db_table, columns, words)
    deletions = ((rest, word) for word, *_ in words for rest in deletions_of(word))
    # In the order of their index, which costs a third less than any other order.
    database().insert(
        SearchDeletion._meta.db_table, ["rest", "word"], sorted(deletions)
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
    """Build all anew. Returns the number of rows."""
    SearchWord.objects.all()._raw_delete("default")
    SearchDeletion.objects.all()._raw_delete("default")
    counts = WordCounts.none()
    shown: dict[str, str] = {}
    total = 0
    for kind in KINDS:
        old_names = dict(SearchRow.objects.filter(kind=kind).values_list("pk", "name"))
        first, last = id_range(kind)
        SearchRow.objects.filter(pk__range=(first, last))._raw_delete("default")
        for texts in batches_of_records(BUILDS[kind](None)):
            remember_former_names(texts, old_names)
            leading = names_leading_to(texts)
            rows = [
                make_row(text, leading.get(Name(text.kind, text.slug), ()))
                for text in texts
            ]
            database().insert(
                SearchRow._meta.db_table, COLUMNS, map(database().row_values, rows)
            )
            count_words(rows, 1, counts)
            shown = shown_forms(rows) | shown
            total += len(rows)
    add_words(counts.rows, counts, shown)
    SearchBuild.objects.update_or_create(pk=1, defaults={"made_by": fingerprint()})
    database().settle()
    return total
