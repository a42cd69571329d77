"""What changed between two documents, in words: field by field, both languages of a text beside each other."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from django.db import models
from django.db.models import F, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from guide.editorial.documents import Before, Document, document_before, unpack
from guide.models import Revision
from guide.models.text import active_language
from guide.sync.record_schema import RecordSchema, record_schemas
from web.text_diff import Piece, difference_pieces, text_difference

LANGUAGES = {"_en": "en", "_zh": "zh"}
NOTHING = "–"
Names = dict[tuple[str, str], str]  # by label and slug


class ChangedValue(NamedTuple):
    """One cell: what is gone and what is new; the language of a text that has two."""

    pieces: list[Piece]
    language: str = ""


class ChangedField(NamedTuple):
    label: str
    values: list[ChangedValue]


class ChangedRow(NamedTuple):
    """The record itself has no title; a row that belongs to it has one, and a word for what happened to it."""

    title: str
    happened: str
    fields: list[ChangedField]


class RevisionInWords(NamedTuple):
    revision: Revision
    rows: list[ChangedRow]


def in_words(revisions: Sequence[Revision]) -> list[RevisionInWords]:
    """One query for all names, however many there are."""
    differences = [
        (row, unpack(row.document), unpack(row.before))
        for row in revisions
        if row.model
    ]
    names = names_of_targets(
        document
        for row, now, before in differences
        for document in (now, document_before(now, before))
    )
    known = {
        row.pk: [*changed_rows(row.model, now, before, names)]
        for row, now, before in differences
    }
    return [RevisionInWords(row, known.get(row.pk, [])) for row in revisions]


def compared(
    label: str, old: Document, new: Document, before: Before
) -> list[ChangedRow]:
    return [*changed_rows(label, new, before, names_of_targets([old, new]))]


def changed_rows(
    label: str, now: Document, before: Before, names: Names
) -> Iterator[ChangedRow]:
    for each, rows in before.items():
        schema = record_schemas().get(each)
        if schema is None:
            continue  # a model that is no longer there
        for key, was in rows.items():
            here = now.get(each, {}).get(key)
            title = "" if each == label else row_title(schema, here or was or {}, names)
            happened = ""
            if was is None or here is None:
                happened = _("added") if was is None else _("removed")
            fields = field_changes(schema, was, here, names)
            yield ChangedRow(title, happened, fields)


def field_changes(
    schema: RecordSchema,
    was: dict[str, Any] | None,
    here: dict[str, Any] | None,
    names: Names,
) -> list[ChangedField]:
    """Of a new or removed row, what it says or said."""
    found: dict[str, ChangedField] = {}
    for name in schema.merged_fields:
        known = here if was is None else was
        if name == schema.owner or name not in (known or {}):
            continue
        texts = [
            value_in_words(schema, name, (row or {}).get(name), names)
            for row in (was, here)
        ]
        if texts[0] == texts[1]:
            continue
        field = schema.fields[name]
        language = LANGUAGES.get(name[-3:], "")
        base = name[:-3] if language else name
        label = base_label(schema, base) if language else capfirst(field.verbose_name)
        value = ChangedValue(pieces_of(field, *texts), language)
        found.setdefault(base, ChangedField(label, [])).values.append(value)
    return list(found.values())


def base_label(schema: RecordSchema, base: str) -> str:
    """“Name” for name_en and name_zh: what stands before the language."""
    label = str(
        schema.fields.get(f"{base}_en", schema.fields.get(f"{base}_zh")).verbose_name
    )
    return capfirst(label.partition(" (")[0].partition("（")[0])


def pieces_of(field: models.Field, old: str, new: str) -> list[Piece]:
    """Texts word by word; numbers and choices whole."""
    is_text = (
        isinstance(field, models.CharField | models.TextField) and not field.choices
    )
    if is_text and old and new:
        return text_difference(old, new)
    return difference_pieces(
        ("gone", old), ("same", " " if old and new else ""), ("new", new)
    )


def value_in_words(schema: RecordSchema, name: str, value: Any, names: Names) -> str:
    if value is None or value == "":
        return ""
    field = schema.fields[name]
    if name in schema.references:
        label = schema.targets[name].label
        return names.get((label, str(value[-1])), " / ".join(map(str, value)))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return str(value)


def row_title(schema: RecordSchema, values: dict[str, Any], names: Names) -> str:
    parts = [
        value_in_words(schema, name, values.get(name), names)
        for name in schema.model.key
        if name != schema.owner
    ]
    kind = capfirst(schema.model._meta.verbose_name)
    return _("%(kind)s “%(row)s”") % {
        "kind": kind,
        "row": " / ".join(filter(None, parts)),
    }


def names_of_targets(documents: Iterable[Document]) -> Names:
    """Of all that the documents point at and that has a slug, in one query."""
    slugs: dict[str, set[str]] = {}
    for document in documents:
        for label, rows in document.items():
            schema = record_schemas().get(label)
            for name, target in schema.targets.items() if schema else ():
                keys = (values.get(name) for values in rows.values())
                found = slugs.setdefault(target.label, set())
                found.update(str(key[0]) for key in keys if key)
    return names_of_slugs(slugs)


def names_of_slugs(slugs: dict[str, set[str]]) -> Names:
    """By label and slug; one query, however many kinds there are."""
    parts = [
        named_rows(label, sorted(found))
        for label, found in slugs.items()
        if found and has_slug_only(label)
    ]
    rows = parts[0].union(*parts[1:], all=True) if parts else ()
    return {(label, slug): name for label, slug, name in rows if name}


def has_slug_only(label: str) -> bool:
    schema = record_schemas().get(label)
    return bool(schema) and schema.model.key == ("slug",)


def named_rows(label: str, slugs: list[str]) -> QuerySet:
    model = record_schemas()[label].model
    columns = {field.name for field in model._meta.concrete_fields}
    order = ("name_zh", "name_en") if active_language() == "zh" else ("name_en",)
    names = [name for name in (*order, "title_en", "title") if name in columns]
    best = models.Case(
        *[models.When(~models.Q(**{name: ""}), then=F(name)) for name in names],
        default=F("slug"),
        output_field=TextField(),
    )
    rows = model._base_manager.filter(slug__in=slugs[:500]).order_by()
    return rows.values_list(Value(label), Cast("slug", TextField()), best)
