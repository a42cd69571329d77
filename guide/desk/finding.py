"""One search over all records of the admin: their names, aliases, addresses, notes and other texts, as they are typed.

Every word must be found in the record, or in one row that belongs to it. One query, however many kinds there are.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from django.db import models
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.text import capfirst

from guide.desk.query_parts import Joined, title_of
from guide.desk.records import place_of_model
from guide.models import FormerName, Keyed, OtherName
from guide.models.fields import CountryField, CurrencyField, PartialDateField
from guide.sync.record_schema import RecordSchema, record_schemas
from guide.sync.spelling import british_words

SHOWN = 100
MOST_WORDS = 8
NAMES = ("name_en", "name_zh", "title", "title_zh", "metric_en", "metric_zh", "slug", "host", "statement")  # fmt: skip
COLUMNS = ["found_rank", "found_place", "found_kind", "found_key", "found_title"]
IN_NAME, KNOWN_AS, IN_TEXTS = 0, 1, 2
NO_TEXT = (PartialDateField, CurrencyField, CountryField)
# Without what differs between two ways to write an address.
ADDRESS = re.compile(r"(?:https?://)?(?:www\.)?(?P<place>[^?#]+?)/*(?:[?#].*)?")
# American letters for British ones, as the site writes.
AMERICAN = ((r"is(?=e|ing|ation)", "iz"), (r"our", "or"), (r"ll(?=ed|er|ing)", "l"))


class FoundRecord(NamedTuple):
    """`rank`: whether it is found by its name, by another name that it has, or by its texts."""

    model: type[Keyed]
    pk: int
    title: str
    rank: int

    @property
    def kind(self) -> str:
        return capfirst(self.model._meta.verbose_name)

    @property
    def address(self) -> str:
        """Of its form."""
        return reverse(
            f"admin:guide_{self.model._meta.model_name}_change", args=[self.pk]
        )

    @property
    def is_found_by_other_name(self) -> bool:
        return self.rank == KNOWN_AS

    @property
    def is_found_in_texts(self) -> bool:
        return self.rank == IN_TEXTS


class Asked(NamedTuple):
    words: list[str]
    slug: str  # where an address was pasted: the last part of its path


def find_records(text: str, kinds: Collection[type[Keyed]]) -> list[FoundRecord]:
    """The first SHOWN and one more, in the order of how they are found. `kinds` have pages of their own."""
    asked = read_question(text)
    if not asked.words:
        return []
    first, *others = queries_of(asked, kinds)
    rows = first.union(*others, all=True).order_by(
        "found_rank", "found_place", "found_title"
    )
    found: dict[tuple[str, int], FoundRecord] = {}
    typed = " ".join(text.split()).casefold()
    for rank, _place, label, pk, title in rows[: SHOWN * 3]:
        model = record_schemas()[label].model
        found.setdefault((label, pk), FoundRecord(model, pk, title, rank))
    records = list(found.values())[: SHOWN + 1]
    return sorted(records, key=lambda record: record.title.casefold() != typed)


def read_question(text: str) -> Asked:
    """An address is looked for without what differs between two ways to write it."""
    words, slug = [], ""
    for word in text.split()[:MOST_WORDS]:
        if "/" in word and (found := ADDRESS.fullmatch(word)):
            word = found["place"]
            slug = word.rpartition("/")[2]
        words.append(american(word))
    return Asked(words, slug)


def american(word: str) -> str:
    if list(british_words(word)) == [word]:
        for pattern, letters in AMERICAN:
            word = re.sub(pattern, letters, word)
    return word


def queries_of(asked: Asked, kinds: Collection[type[Keyed]]) -> Iterator[QuerySet]:
    for label, schema in record_schemas().items():
        if schema.model in kinds and (columns := text_columns(schema)):
            rows = named_rows_of(schema, columns, asked)
            yield with_columns(rows, label, schema.model, "")
        elif schema.owner and (columns := text_columns(schema)):
            owner = schema.targets[schema.owner]
            if owner.model in kinds:
                rows = schema.model._base_manager.alias(texts=Joined(*columns))
                rows = rows.filter(has_words("texts", asked.words))
                rows = rows.annotate(found_rank=Value(IN_TEXTS)).order_by()
                yield with_columns(rows, owner.label, owner.model, f"{schema.owner}__")


def named_rows_of(schema: RecordSchema, columns: list[str], asked: Asked) -> QuerySet:
    names = [name for name in NAMES if name in columns]
    rows = schema.model._base_manager.order_by().alias(texts=Joined(*columns))
    is_found = has_words("texts", asked.words)
    ranks = [When(also_known(schema, asked.words), then=Value(KNOWN_AS))]
    if names:
        rows = rows.alias(names=Joined(*names))
        in_name = has_words("names", asked.words)
        if asked.slug and "slug" in names:
            in_name |= Q(slug=asked.slug)
        ranks.insert(0, When(in_name, then=Value(IN_NAME)))
        is_found |= in_name
    rank = Case(*ranks, default=Value(IN_TEXTS), output_field=models.IntegerField())
    return rows.filter(is_found | also_known(schema, asked.words)).annotate(
        found_rank=rank
    )


def with_columns(
    rows: QuerySet, label: str, model: type[models.Model], link: str
) -> QuerySet:
    return rows.annotate(
        found_place=Value(place_of_model(model)),
        found_kind=Value(label),
        found_key=F(f"{link}pk"),
        found_title=title_of(model, link),
    ).values_list(*COLUMNS)


def text_columns(schema: RecordSchema) -> list[str]:
    """What editors type, and no choices."""
    return [
        name
        for name in schema.merged_fields
        if isinstance(schema.fields[name], models.CharField | models.TextField)
        and not isinstance(schema.fields[name], NO_TEXT)
        and not schema.fields[name].choices
    ]


def has_words(text: str, words: Sequence[str]) -> Q:
    return Q(*((f"{text}__icontains", word) for word in words))


def also_known(schema: RecordSchema, words: Sequence[str]) -> Q:
    """By another name, or one that it had before it was renamed."""
    if "slug" not in schema.fields:
        return Q(pk=None)
    kind, named = schema.model._meta.model_name, has_words("name", words)
    others = OtherName.objects.filter(named, subject=kind).values("subject_slug")
    formers = FormerName.objects.filter(named, kind=kind).values("slug")
    return Q(slug__in=others) | Q(slug__in=formers)
