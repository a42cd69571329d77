"""A document is a record with the rows that belong to it: by model and natural key, the values as fixtures write them.

A record that is not there has an empty document. What a document was made from is kept as what was different then:
by model and key, the other values of a row; all of them where the row is gone, None where there was no row.
"""

import json
import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Any, NamedTuple

from django.db import models

from guide.editorial.record_tables import record_tables
from guide.sync.json_text import to_json
from guide.sync.record_schema import record_schemas, schema_of

Document = dict[str, dict[str, dict[str, Any]]]
Before = dict[str, dict[str, dict[str, Any] | None]]
QUICK = 1  # of the compression: half the time of the usual, and a tenth more bytes


class RecordNow(NamedTuple):
    document: Document
    version: int | None


NOTHING = RecordNow({}, None)


def read_records(model: type[models.Model], pks: Sequence[int]) -> dict[int, RecordNow]:
    """One query a table. Records that are not there are left out."""
    documents: dict[int, Document] = {}
    versions: dict[int, int | None] = {}
    for at, table in enumerate(record_tables(model)):
        schema = table.schema
        rows: dict[int, dict[str, Any]] = defaultdict(dict)
        for pk, version, values in table.rows_of(pks):
            rows[pk][schema.key_of(values)] = values
            if not at:
                versions[pk] = version if schema.has_version else None
        for pk, found in rows.items():
            if not at or pk in documents:
                documents.setdefault(pk, {})[schema.label] = dict(sorted(found.items()))
    return {pk: RecordNow(documents[pk], versions[pk]) for pk in documents}


def read_record(model: type[models.Model], pk: int | None) -> RecordNow:
    return read_records(model, [pk]).get(pk, NOTHING) if pk else NOTHING


def pack(document: Document | Before) -> bytes:
    return pack_text(to_json(document))


def pack_text(text: str) -> bytes:
    return zlib.compress(text.encode(), QUICK)


def unpack(packed: bytes | memoryview) -> dict[str, Any]:
    return json.loads(zlib.decompress(bytes(packed)))


def root_values(document: Document, label: str) -> dict[str, Any]:
    """The values of the record itself; empty where it is not there."""
    return next(iter(document.get(label, {}).values()), {})


def stands_on_site(document: Document, label: str) -> bool:
    """Whether the site shows such a record."""
    return bool(document) and root_values(document, label).get("published", True)


def root_key(document: Document, label: str) -> str:
    return next(iter(document.get(label, {})), "")


def with_key_of(document: Document, other: Document, label: str) -> Document:
    """The document as it would be with the key that the record has in the other one, its own slug aside."""
    key, new_key = root_key(document, label), root_key(other, label)
    if key == new_key or not key or not new_key:
        return document
    parts = natural_parts(label, root_values(other, label))
    renamed: Document = {label: {new_key: document[label][key]}}
    for each, rows in document.items():
        if each != label:
            owned = record_schemas()[each]
            moved = [values | {owned.owner: parts} for values in rows.values()]
            renamed[each] = {owned.key_of(values): values for values in moved}
    return renamed


def natural_parts(label: str, values: dict[str, Any]) -> list[str]:
    parts: list[str] = []
    for name in record_schemas()[label].model.key:
        value = values[name]
        parts += value if isinstance(value, list) else [str(value)]
    return parts


def difference(old: Document, new: Document, label: str) -> Before:
    """What was different in the old one. Fields that the old one did not know are no difference."""
    old = with_key_of(old, new, label)
    found: Before = {}
    for each in dict.fromkeys([*new, *old]):
        olds, news = old.get(each, {}), new.get(each, {})
        for key in dict.fromkeys([*news, *olds]):
            was, now = olds.get(key), news.get(key)
            if was == now:
                continue
            if was is not None and now is not None:
                was = {
                    name: value
                    for name, value in was.items()
                    if name in now and now[name] != value
                }
                if not was:
                    continue
            found.setdefault(each, {})[key] = was
    return found


def document_before(document: Document, before: Before) -> Document:
    """What the document was made from."""
    found = {label: dict(rows) for label, rows in document.items()}
    for label, rows in before.items():
        here = found.setdefault(label, {})
        for key, was in rows.items():
            if was is None:
                here.pop(key, None)
            else:
                here[key] = here.get(key, {}) | was
    return {label: dict(sorted(rows.items())) for label, rows in found.items() if rows}


def changed_fields(before: Before, document: Document, label: str) -> str:
    """The names of the fields between lines, so that one of them can be looked for: |price|criterion.text_en|."""
    names: dict[str, None] = {}
    for each, rows in before.items():
        prefix = "" if each == label else f"{each.partition('.')[2]}"
        for key, was in rows.items():
            changed: Iterable[str] = [] if was is None else was
            if was is None or key not in document.get(each, {}):
                names[prefix or "slug"] = None
            else:
                for name in changed:
                    names[f"{prefix}.{name}" if prefix else name] = None
    return f"|{'|'.join(names)}|" if names else ""


def label_of(model: type[models.Model]) -> str:
    return schema_of(model).label


def digest_of(document: Document) -> str:
    """Short, and another one for every other document."""
    return blake2b(to_json(document).encode(), digest_size=16).hexdigest()
