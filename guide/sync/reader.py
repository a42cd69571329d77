"""Reads fixtures record by record: a JSON array or one JSON object a line, plain or packed with gzip."""

import codecs
import gzip
import json
import re
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from guide.sync.size_limits import (
    DEEPEST,
    LARGEST_FILE,
    LARGEST_RECORD,
    LONGEST_NUMBER,
    LONGEST_TEXT,
)

CHUNK = 1 << 20
SPACE = re.compile(r"[ \t\r\n]*")
BLANK = re.compile(r"[ \t\r]*")
COMMA = re.compile(r"[ \t\r\n]*,[ \t\r\n]*(?=.)")


class Unreadable(Exception):
    """The file cannot be read on from here; says where and why."""


def whole(text: str) -> int:
    return int(text if len(text) <= LONGEST_NUMBER else bounded(text))


def bounded(text: str) -> str:
    if len(text) > LONGEST_NUMBER:
        raise ValueError(
            f"a number of {len(text)} characters; at most {LONGEST_NUMBER} are allowed"
        )
    return text


class Fraction(str):
    """A number with a point, kept as it is written: 0.1 stays 0.1."""


def fraction(text: str) -> Fraction:
    return Fraction(bounded(text))


def without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        names = [name for name, _ in pairs]
        twice = sorted({name for name in names if names.count(name) > 1})
        raise ValueError(
            f"{', '.join(repr(name) for name in twice)} stands twice in one object"
        )
    return members


def no_constant(name: str):
    raise ValueError(
        f"{name} is no number in JSON; write null where a value is unknown"
    )


DECODER = json.JSONDecoder(
    object_pairs_hook=without_duplicates,
    parse_int=whole,
    parse_float=fraction,
    parse_constant=no_constant,
)


def deeper(value: Any, bound: int) -> bool:
    """Whether objects and lists lie more than `bound` deep in one another."""
    if not isinstance(value, dict | list):
        return False
    return not bound or any(
        deeper(each, bound - 1)
        for each in (value.values() if isinstance(value, dict) else value)
    )


def longest_text(value: Any) -> int:
    if isinstance(value, str):
        return len(value)
    if isinstance(value, dict):
        return max([*map(len, value), *map(longest_text, value.values())], default=0)
    return max(map(longest_text, value), default=0) if isinstance(value, list) else 0


class Characters:
    """The text of a file in a window that moves forward, which knows the line and column of each place in it."""

    def __init__(self, path: Path, seen: Callable[[int], None] = lambda read: None):
        self.raw = path.open("rb")
        packed = path.name.endswith(".gz")
        self.file: BinaryIO = gzip.GzipFile(fileobj=self.raw) if packed else self.raw  # type: ignore[assignment]
        self.decode = codecs.getincrementaldecoder("utf-8-sig")("strict").decode
        self.seen = seen
        self.text = ""
        self.at = self.read = 0
        self.line = self.column = 1  # where the window begins
        self.ended = False

    def close(self):
        self.raw.close()

    def fill(self, ahead: int):
        """Let at least `ahead` characters follow the place, as far as the file has them."""
        while not self.ended and len(self.text) - self.at < ahead:
            data = self._bytes()
            self.ended = not data
            try:
                more = self.decode(data, final=self.ended)
            except UnicodeDecodeError as error:
                raise Unreadable(
                    f"byte {self.read - len(data) + error.start}: not UTF-8 text"
                ) from error
            self._forget()
            self.text += more
            self.seen(self.raw.tell())

    def _bytes(self) -> bytes:
        try:
            data = self.file.read(CHUNK)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise Unreadable(f"not a complete gzip file: {error}") from error
        self.read += len(data)
        if self.read > LARGEST_FILE:
            raise Unreadable(
                f"the file is larger than {LARGEST_FILE:,} bytes, which is all that is read"
            )
        return data

    def _forget(self):
        """Drop what lies behind the place."""
        self.line, self.column = self.position(self.at)
        self.text, self.at = self.text[self.at :], 0

    def position(self, index: int) -> tuple[int, int]:
        lines = self.text.count("\n", 0, index)
        if lines:
            return self.line + lines, index - self.text.rindex("\n", 0, index)
        return self.line, self.column + index

    def place(self, index: int | None = None) -> str:
        line, column = self.position(self.at if index is None else index)
        return f"line {line}, column {column}"

    def skip(self, pattern: re.Pattern = SPACE):
        """Go past white space, however much there is."""
        while True:
            self.at = pattern.match(self.text, self.at).end()  # type: ignore[union-attr]  # it matches nothing, too
            if self.at < len(self.text) or self.ended:
                return
            self.fill(1)

    def comma(self) -> bool:
        """Go past a comma and the space around it, where all of it is in the window."""
        if found := COMMA.match(self.text, self.at):
            self.at = found.end()
        return bool(found)

    def next(self) -> str:
        return self.text[self.at : self.at + 1]

    def value(self) -> tuple[Any, int]:
        """The JSON value that begins here, within all bounds, and its length; the place moves behind it."""
        if len(self.text) - self.at <= LARGEST_RECORD:
            self.fill(LARGEST_RECORD + 1)
        start = self.at
        try:
            value, end = DECODER.raw_decode(self.text, start)
        except json.JSONDecodeError as error:
            self._too_large(start, len(self.text))
            raise Unreadable(
                f"{self.place(min(error.pos, len(self.text)))}: {error.msg}"
            ) from error
        except RecursionError as error:
            raise Unreadable(
                f"{self.place(start)}: nested deeper than {DEEPEST}"
            ) from error
        except ValueError as error:
            raise Unreadable(f"the record at {self.place(start)}: {error}") from error
        if end - start > LONGEST_TEXT:
            self._too_large(start, end)
            self._refuse_long_text(value, start)
        # Counting brackets is quick and nearly always enough; only doubtful records are walked through.
        if self.text.count("[", start, end) + self.text.count(
            "{", start, end
        ) > DEEPEST and deeper(value, DEEPEST):
            raise Unreadable(f"{self.place(start)}: nested deeper than {DEEPEST}")
        self.at = end
        return value, end - start

    def _too_large(self, start: int, end: int):
        if end - start > LARGEST_RECORD:
            raise Unreadable(
                f"{self.place(start)}: a record of more than {LARGEST_RECORD:,} characters"
            )

    def _refuse_long_text(self, value: Any, start: int):
        if (length := longest_text(value)) > LONGEST_TEXT:
            raise Unreadable(
                f"{self.place(start)}: a text of {length:,} characters; at most {LONGEST_TEXT:,} are allowed"
            )


def records(
    path: Path, seen: Callable[[int], None] = lambda read: None
) -> Iterator[tuple[Any, int]]:
    """The records of a file one by one with their lengths; `seen` hears how many bytes of it have been read."""
    characters = Characters(path, seen)
    try:
        characters.fill(1)
        by_line = path.name.removesuffix(".gz").endswith(".jsonl")
        yield from lines(characters) if by_line else array(characters)
    finally:
        characters.close()


def array(characters: Characters) -> Iterator[tuple[Any, int]]:
    characters.skip()
    if characters.next() != "[":
        raise Unreadable(
            f"{characters.place()}: a list of records was expected, beginning with ["
        )
    characters.at += 1
    characters.skip()
    number = 0
    while number or characters.next() != "]":
        number += 1
        yield characters.value()
        if characters.comma():
            continue
        characters.skip()
        mark = characters.next()
        if mark == "]":
            break
        if mark != ",":
            raise Unreadable(
                f"{characters.place()}: a comma or ] was expected after record {number}"
            )
        characters.at += 1
        characters.skip()
    characters.at += 1
    characters.skip()
    if characters.next():
        raise Unreadable(
            f"{characters.place()}: nothing may follow the list of records"
        )


def lines(characters: Characters) -> Iterator[tuple[Any, int]]:
    characters.skip()
    while characters.next():
        yield characters.value()
        characters.skip(BLANK)
        if characters.next() not in ("", "\n"):
            raise Unreadable(
                f"{characters.place()}: one record a line, and nothing else on it"
            )
        characters.skip()
