"""CSV and JSON downloads. Rows are streamed, and no cell can become a formula in a spreadsheet."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from django.core.serializers.json import DjangoJSONEncoder
from django.http import StreamingHttpResponse
from django.utils.translation import get_language, override

# A cell that begins so is run as a formula by spreadsheet programs.
# So is one in the wide letters that Chinese and Japanese keyboards write.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads Chinese as Latin letters
ROWS_A_PIECE = 50


class LineBuffer:
    """A file object for csv.writer whose write() returns the line."""

    def write(self, text: str) -> str:
        return text


def export_cell(value) -> str:
    """A value as a cell. A text that begins like a formula gets an apostrophe in front."""
    if value is None:
        return ""
    text = str(value)
    return (
        f"'{text}"
        if isinstance(value, str) and text.startswith(FORMULA_STARTS)
        else text
    )


def csv_lines(header: Sequence[str], rows: Iterable[Sequence]) -> Iterator[str]:
    writer = csv.writer(LineBuffer())
    yield BYTE_ORDER_MARK + writer.writerow([export_cell(name) for name in header])
    for row in rows:
        yield writer.writerow([export_cell(value) for value in row])


def json_lines(name: str, entries: Iterable[Mapping]) -> Iterator[str]:
    """A JSON object with one list, one entry a line. Texts are escaped as in CSV: the file may end in a spreadsheet."""
    yield f'{{"{name}": ['
    for number, entry in enumerate(entries):
        yield (
            ("," if number else "")
            + "\n"
            + json.dumps(json_safe(entry), cls=DjangoJSONEncoder, ensure_ascii=False)
        )
    yield "\n]}\n"


def json_safe(value):
    if isinstance(value, Mapping):
        return {key: json_safe(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [json_safe(inner) for inner in value]
    return export_cell(value) if isinstance(value, str) else value


def packets(lines: Iterable[str], language: str | None) -> Iterator[bytes]:
    """Lines joined into packets of ROWS_A_PIECE, because sending single lines is slow.

    They are made when they are sent: by then the language of the request is no longer the active one.
    """
    rest = iter(lines)
    while True:
        with override(language):
            packet = "".join(islice(rest, ROWS_A_PIECE))
        if not packet:
            return
        yield packet.encode()


def csv_file(
    name: str, header: Sequence[str], rows: Iterable[Sequence]
) -> StreamingHttpResponse:
    return file_response(name, "text/csv; charset=utf-8", csv_lines(header, rows))


def json_file(name: str, key: str, entries: Iterable[Mapping]) -> StreamingHttpResponse:
    return file_response(name, "application/json", json_lines(key, entries))


def file_response(
    name: str, content_type: str, lines: Iterable[str]
) -> StreamingHttpResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
    }
    return StreamingHttpResponse(
        packets(lines, get_language()), content_type=content_type, headers=headers
    )
