"""A document of `document.py` from a file that anybody may have written. Raises BadFile with a sentence.

Everything is bounded before it is read: bytes, unpacked bytes, depth, and how many values there may be.
"""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.own_data.document import VERSION
from accounts.own_data.tables import learner_tables
from guide.formats import format_number

MOST_BYTES = 12_000_000  # unpacked
MOST_VALUES = 400_000
DEEPEST = 6  # objects and lists inside one another
GZIP = b"\x1f\x8b"
WITH_HEAD = 31  # zlib's word for a stream with the head of gzip
OPENING, CLOSING = (123, 91), (125, 93)


class BadFile(Exception):
    """`words` say what is wrong and what is allowed."""

    def __init__(self, words: str):
        super().__init__(words)
        self.words = words


@dataclass(frozen=True)
class FileRows:
    """The rows of a file by table, each by the names of its columns. Tables that this site does not know are named."""

    tables: Mapping[str, list[dict[str, Any]]]
    unknown_tables: tuple[str, ...] = ()


def read_file(content: bytes) -> FileRows:
    document = parse(unpacked(content))
    if not isinstance(document, dict) or "version" not in document:
        raise BadFile(_("This is no file of “My data”: it names no version."))
    refuse_other_version(document["version"])
    tables = document.get("tables")
    if not isinstance(tables, dict):
        raise BadFile(_("This is no file of “My data”: it has no tables."))
    known = learner_tables()
    unknown = tuple(sorted(name for name in tables if name not in known))
    rows = {name: read_table(name, tables[name]) for name in known if name in tables}
    return FileRows(rows, unknown)


def refuse_other_version(version) -> None:
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise BadFile(_("The version of this file is no number that we know."))
    if version > VERSION:
        words = _(
            "This file was written by a newer version of this site (%(theirs)s; here it is %(ours)s)."
        )
        raise BadFile(words % {"theirs": str(version)[:20], "ours": VERSION})


def unpacked(content: bytes) -> bytes:
    if content[:2] == GZIP:
        reader = zlib.decompressobj(WITH_HEAD)
        try:
            content = reader.decompress(content, MOST_BYTES + 1)
        except zlib.error as error:
            raise BadFile(_("This compressed file is damaged.")) from error
    if len(content) > MOST_BYTES:
        words = _("The file is too large: unpacked it may have %(most)s bytes.")
        raise BadFile(words % {"most": format_number(MOST_BYTES)})
    return content


def parse(content: bytes):
    refuse_too_much(content)
    try:
        text = content.decode("utf-8-sig")
        found = json.loads(
            text, object_pairs_hook=without_doubles, parse_constant=refuse_constant
        )
        # "\\ud800" is allowed in JSON and is no letter: no database takes it.
        json.dumps(found, ensure_ascii=False).encode()
    except UnicodeError as error:
        raise BadFile(_("The file is no text in UTF-8.")) from error
    except (ValueError, RecursionError) as error:
        raise BadFile(_("This is no JSON, or it is damaged.")) from error
    return found


def refuse_too_much(content: bytes) -> None:
    if content.count(b",") + content.count(b"[") + content.count(b"{") > MOST_VALUES:
        words = _("The file has too many values: %(most)s are allowed.")
        raise BadFile(words % {"most": format_number(MOST_VALUES)})
    depth = 0
    in_text = escaped = False
    # Only brackets and quotes matter; everything else is thrown away at the speed of C.
    for byte in content.translate(None, delete=NO_STRUCTURE):
        if in_text:
            in_text = escaped or byte != QUOTE
            escaped = byte == BACKSLASH and not escaped
        elif byte == QUOTE:
            in_text = True
        elif byte in OPENING:
            depth += 1
            if depth > DEEPEST:
                raise BadFile(
                    _(
                        "Too many lists inside one another: this is no file of “My data”."
                    )
                )
        elif byte in CLOSING:
            depth -= 1


QUOTE, BACKSLASH = 34, 92
NO_STRUCTURE = bytes(
    byte for byte in range(256) if byte not in {QUOTE, BACKSLASH, *OPENING, *CLOSING}
)


def without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def refuse_constant(name: str):
    raise ValueError(f"{name} is no JSON")


def read_table(name: str, table) -> list[dict[str, Any]]:
    """Missing columns, of an older version, keep the default of their field; others are refused."""
    columns = table.get("columns") if isinstance(table, dict) else None
    rows = table.get("rows") if isinstance(table, dict) else None
    known = {column.name for column in learner_tables()[name].columns}
    if (
        not isinstance(columns, list)
        or not isinstance(rows, list)
        or not all(isinstance(column, str) for column in columns)
        or len(set(columns)) != len(columns)
        or not known >= set(columns)
    ):
        words = _(
            "The table “%(name)s” of this file has no columns and rows that we know."
        )
        raise BadFile(words % {"name": name})
    for number, row in enumerate(rows, 1):
        if not isinstance(row, list) or len(row) != len(columns):
            words = _("Row %(n)s of “%(name)s” does not fit its columns.")
            raise BadFile(words % {"n": number, "name": name})
    return [dict(zip(columns, row, strict=True)) for row in rows]
