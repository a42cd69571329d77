"""Reads fixtures record by record: a JSON array or one JSON object a line, plain or packed with gzip.

Streaming serves a bar: 100,000 courses are loaded within 256 MB. The array by json.load alone takes 570 MB.
"""

import codecs
import gzip
import json
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, BinaryIO

from guide.sync.size_limits import (
    DEEPEST,
    LARGEST_FILE,
    LARGEST_RECORD,
    LONGEST_NUMBER,
    LONGEST_TEXT,
)

CHUNK = 1 << 20  # bytes
SPACE = re.compile(r"[ \t\r\n]*")
SPACE_IN_LINE = re.compile(r"[ \t\r]*")
COMMA = re.compile(r"[ \t\r\n]*,[ \t\r\n]*(?=.)")

OnRead = Callable[[int], object]  # told how many bytes of the file were read since


class UnreadableFile(Exception):
    """The file cannot be read on from here; says where and why."""


def read_records(
    path: Path, on_read: OnRead = lambda size: None
) -> Iterator[tuple[Any, int]]:
    """The records of a file one by one, each with its length in characters."""
    with closing(TextWindow(path, on_read)) as text:
        text.fill(1)
        by_line = path.name.removesuffix(".gz").endswith(".jsonl")
        yield from read_lines(text) if by_line else read_array(text)


def read_array(text: "TextWindow") -> Iterator[tuple[Any, int]]:
    text.skip_space()
    if not text.skip_mark("["):
        text.refuse("a list of records was expected, beginning with [")
    text.skip_space()
    number = 0
    while number or text.mark != "]":
        number += 1
        yield text.read_value()
        if text.skip_comma():
            continue
        text.skip_space()
        if text.mark == "]":
            break
        if not text.skip_mark(","):
            text.refuse(f"a comma or ] was expected after record {number}")
        text.skip_space()
    text.skip_mark("]")
    text.skip_space()
    if text.mark:
        text.refuse("nothing may follow the list of records")


def read_lines(text: "TextWindow") -> Iterator[tuple[Any, int]]:
    text.skip_space()
    while text.mark:
        yield text.read_value()
        text.skip_space(SPACE_IN_LINE)
        if text.mark not in ("", "\n"):
            text.refuse("one record a line, and nothing else on it")
        text.skip_space()


class TextWindow:
    """The part of a file's text that is in memory: from the place of reading on, as far as one record may go."""

    def __init__(self, path: Path, on_read: OnRead = lambda size: None):
        self.raw = path.open("rb")
        packed = path.name.endswith(".gz")
        self.file: BinaryIO = gzip.GzipFile(fileobj=self.raw) if packed else self.raw  # type: ignore[assignment]
        self.decode = codecs.getincrementaldecoder("utf-8-sig")("strict").decode
        self.on_read = on_read
        self.text = ""
        self.at = 0  # the place of reading in the text
        self.line = self.column = 1  # where the text begins in the file
        self.bytes_read = 0
        self.ended = False

    def close(self):
        self.raw.close()

    def fill(self, ahead: int):
        """Let at least `ahead` characters follow the place, as far as the file has them."""
        while not self.ended and len(self.text) - self.at < ahead:
            before = self.raw.tell()
            data = self._read_bytes()
            self.ended = not data
            try:
                more = self.decode(data, final=self.ended)
            except UnicodeDecodeError as error:
                place = self.bytes_read - len(data) + error.start
                raise UnreadableFile(f"byte {place}: not UTF-8 text") from error
            self.line, self.column = self._line_and_column(self.at)
            self.text, self.at = self.text[self.at :] + more, 0
            self.on_read(self.raw.tell() - before)

    def _read_bytes(self) -> bytes:
        try:
            data = self.file.read(CHUNK)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise UnreadableFile(f"not a complete gzip file: {error}") from error
        self.bytes_read += len(data)
        if self.bytes_read > LARGEST_FILE:
            raise UnreadableFile(
                f"the file is larger than {LARGEST_FILE:,} bytes, which is all that is read"
            )
        return data

    def _line_and_column(self, index: int) -> tuple[int, int]:
        lines = self.text.count("\n", 0, index)
        if lines:
            return self.line + lines, index - self.text.rindex("\n", 0, index)
        return self.line, self.column + index

    def place(self, index: int | None = None) -> str:
        line, column = self._line_and_column(self.at if index is None else index)
        return f"line {line}, column {column}"

    def refuse(self, message: str):
        raise UnreadableFile(f"{self.place()}: {message}")

    @property
    def mark(self) -> str:
        """The next character; empty at the end of the file."""
        return self.text[self.at : self.at + 1]

    def skip_mark(self, mark: str) -> bool:
        found = self.mark == mark
        self.at += found
        return found

    def skip_space(self, pattern: re.Pattern = SPACE):
        """Go past white space, however much there is."""
        while True:
            self.at = pattern.match(self.text, self.at).end()  # type: ignore[union-attr]  # it matches nothing, too
            if self.at < len(self.text) or self.ended:
                return
            self.fill(1)

    def skip_comma(self) -> bool:
        """Go past a comma and the space around it, where all of it is in the window."""
        if found := COMMA.match(self.text, self.at):
            self.at = found.end()
        return bool(found)

    def read_value(self) -> tuple[Any, int]:
        """The JSON value that begins here, within all limits, and its length; the place moves behind it."""
        if len(self.text) - self.at <= LARGEST_RECORD:
            self.fill(LARGEST_RECORD + 1)
        start = self.at
        try:
            value, end = DECODER.raw_decode(self.text, start)
        except json.JSONDecodeError as error:
            self._refuse_large_record(len(self.text))
            place = self.place(min(error.pos, len(self.text)))
            raise UnreadableFile(f"{place}: {error.msg}") from error
        except RecursionError as error:
            raise UnreadableFile(
                f"{self.place()}: nested deeper than {DEEPEST}"
            ) from error
        except ValueError as error:
            raise UnreadableFile(f"the record at {self.place()}: {error}") from error
        if end - start > LONGEST_TEXT:
            self._refuse_large_record(end)
            if (length := longest_text_in(value)) > LONGEST_TEXT:
                self.refuse(
                    f"a text of {length:,} characters; at most {LONGEST_TEXT:,} are allowed"
                )
        # Counting brackets is quick and nearly always enough; only doubtful records are walked through.
        brackets = self.text.count("[", start, end) + self.text.count("{", start, end)
        if brackets > DEEPEST and is_deeper(value, DEEPEST):
            self.refuse(f"nested deeper than {DEEPEST}")
        self.at = end
        return value, end - start

    def _refuse_large_record(self, end: int):
        if end - self.at > LARGEST_RECORD:
            self.refuse(f"a record of more than {LARGEST_RECORD:,} characters")


def is_deeper(value: Any, limit: int) -> bool:
    """Whether objects and lists lie more than `limit` deep in one another."""
    if not isinstance(value, dict | list):
        return False
    members = value.values() if isinstance(value, dict) else value
    return not limit or any(is_deeper(member, limit - 1) for member in members)


def longest_text_in(value: Any) -> int:
    if isinstance(value, str):
        return len(value)
    if isinstance(value, dict):
        return max(map(longest_text_in, [*value, *value.values()]), default=0)
    return max(map(longest_text_in, value), default=0) if isinstance(value, list) else 0


# How the decoder takes the parts of a record


class Fraction(str):
    """A number with a point, kept as it is written: 0.1 stays 0.1."""


def parse_integer(text: str) -> int:
    return int(text if len(text) <= LONGEST_NUMBER else refuse_long_number(text))


def parse_fraction(text: str) -> Fraction:
    return Fraction(refuse_long_number(text))


def refuse_long_number(text: str) -> str:
    if len(text) > LONGEST_NUMBER:
        raise ValueError(
            f"a number of {len(text)} characters; at most {LONGEST_NUMBER} are allowed"
        )
    return text


def object_without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        names = [name for name, _ in pairs]
        twice = sorted({name for name in names if names.count(name) > 1})
        raise ValueError(
            f"{', '.join(repr(name) for name in twice)} stands twice in one object"
        )
    return members


def refuse_constant(name: str):
    raise ValueError(
        f"{name} is no number in JSON; write null where a value is unknown"
    )


DECODER = json.JSONDecoder(
    object_pairs_hook=object_without_duplicates,
    parse_int=parse_integer,
    parse_float=parse_fraction,
    parse_constant=refuse_constant,
)
