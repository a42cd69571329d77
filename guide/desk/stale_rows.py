"""Texts that are older than their other language, with what changed there since, as the queue shows them."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import models
from django.urls import reverse
from django.utils.text import capfirst

from guide.editorial.applying import local_key
from guide.editorial.documents import Document, read_records
from guide.editorial.history import base_label, names_of_slugs
from guide.editorial.stale_texts import text_digest, text_pairs
from guide.models import StaleText
from guide.sync.record_schema import record_schemas
from web.text_diff import Piece, text_difference


class StaleRow(NamedTuple):
    """`now`: what the other language says; `digest` tells it from what it said before or will say."""

    mark: StaleText
    record: str
    kind: str
    text_name: str
    changes: list[Piece]
    text: str
    digest: str

    @property
    def form_address(self) -> str:
        """Of the record's form, at the field where it is one of its own."""
        mark, model = self.mark, record_schemas()[self.mark.model].model
        url = reverse(f"admin:guide_{model._meta.model_name}_change", args=[mark.row])
        if mark.part != mark.model:
            return url
        return f"{url}#id_{text_pairs(mark.part)[mark.field][mark.language]}"


def rows_in_words(marks: Sequence[StaleText]) -> list[StaleRow]:
    """A few queries for each kind of record, however many marks there are."""
    documents = documents_of(marks)
    slugs: dict[str, set[str]] = defaultdict(set)
    for (label, _pk), document in documents.items():
        slugs[label].update(document.get(label, {}))
    names = names_of_slugs(slugs)
    rows = []
    for mark in marks:
        document = documents.get((mark.model, mark.row), {})
        key = next(iter(document.get(mark.model, {})), str(mark.row))
        texts = texts_of(mark, document)
        now = texts[mark.other_language]
        schema = record_schemas()[mark.part]
        rows.append(
            StaleRow(
                mark,
                names.get((mark.model, key), key),
                capfirst(schema.model._meta.verbose_name),
                base_label(schema, mark.field),
                text_difference(mark.seen, now),
                texts[mark.language],
                text_digest(now),
            )
        )
    return rows


def documents_of(marks: Sequence[StaleText]) -> dict[tuple[str, int], Document]:
    wanted: dict[str, list[int]] = defaultdict(list)
    for mark in marks:
        wanted[mark.model].append(mark.row)
    return {
        (label, pk): found.document
        for label, pks in wanted.items()
        for pk, found in read_records(model_of(label), pks).items()
    }


def texts_of(mark: StaleText, document: Document) -> dict[str, str]:
    """Both texts as they are now, by language."""
    schema = record_schemas()[mark.part]
    columns = text_pairs(mark.part)[mark.field]
    for values in document.get(mark.part, {}).values():
        if mark.part == mark.model or local_key(schema, values) == mark.part_key:
            return {each: values[column] or "" for each, column in columns.items()}
    return dict.fromkeys(columns, "")


def model_of(label: str) -> type[models.Model]:
    return record_schemas()[label].model


def may_change(user: Any, mark: StaleText) -> bool:
    return user.has_perm(f"guide.change_{mark.model.partition('.')[2]}")
