"""The same text as a file of each kind that people send, made by hand so that nothing needs to be kept."""

import csv
import io
import json
import zipfile
import zlib
from xml.sax.saxutils import escape

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LINES_A_PAGE = 50


def zip_of(**members: str | bytes) -> bytes:
    """By name, with two underscores for the slash."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def word_file(text: str, head: str = "") -> bytes:
    paragraphs = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
        for line in text.splitlines()
    )
    document = f'<?xml version="1.0"?>{head}<w:document xmlns:w="{WORD}"><w:body>{paragraphs}</w:body></w:document>'
    return zip_of(**{"[Content_Types].xml": "<Types/>", "word__document.xml": document})


def csv_table(*rows: list[str]) -> str:
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue()


def linkedin_file(text: str) -> bytes:
    positions = csv_table(
        ["Company Name", "Title", "Description"],
        ["Acme", "", text],
    )
    return zip_of(**{"Positions.csv": positions, "messages.csv": "FROM\nsomebody\n"})


def json_resume(text: str) -> bytes:
    entry = {"name": "Acme", "highlights": text.splitlines()}
    return json.dumps({"basics": {"name": "J"}, "work": [entry]}).encode()


def plain_file(text: str) -> bytes:
    return text.encode()


def hex_of(text: str) -> str:
    return text.encode("utf-16-be").hex()


def pdf_file(text: str) -> bytes:
    """Letters of the basic plane, each under its own number, with the table that says so: as word processors do."""
    lines = text.splitlines()
    pages = [
        lines[n : n + LINES_A_PAGE] for n in range(0, len(lines) or 1, LINES_A_PAGE)
    ]
    letters = sorted(set(text) - {"\n", "\r"})
    blocks = [letters[n : n + 100] for n in range(0, len(letters), 100)]
    table = "".join(
        f"{len(block)} beginbfchar\n"
        + "".join(f"<{hex_of(letter)}> <{hex_of(letter)}>\n" for letter in block)
        + "endbfchar\n"
        for block in blocks
    )
    cmap = f"begincmap\n1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n{table}endcmap"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Count {} /Kids [{}] >>".format(
            len(pages), " ".join(f"{6 + 2 * n} 0 R" for n in range(len(pages)))
        ),
        "<< /Type /Font /Subtype /Type0 /BaseFont /Any /Encoding /Identity-H"
        " /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Any /DW 1000"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        stream_object(cmap),
    ]
    for number, page in enumerate(pages):
        content = "BT /F 10 Tf 1 0 0 1 40 800 Tm 14 TL\n" + "".join(
            f"<{hex_of(line)}> Tj T*\n" for line in page
        )
        objects += [
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]"
            f" /Resources << /Font << /F 3 0 R >> >> /Contents {7 + 2 * number} 0 R >>",
            stream_object(content + "ET"),
        ]
    return pdf_of(objects)


def stream_object(content: str | bytes) -> bytes:
    packed = zlib.compress(content.encode() if isinstance(content, str) else content)
    head = f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n"
    return head.encode() + packed + b"\nendstream"


def pdf_of(objects: list[str | bytes]) -> bytes:
    file, places = io.BytesIO(), []
    file.write(b"%PDF-1.7\n")
    for number, content in enumerate(objects, 1):
        places.append(file.tell())
        body = content.encode() if isinstance(content, str) else content
        file.write(f"{number} 0 obj\n".encode() + body + b"\nendobj\n")
    start = file.tell()
    file.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    file.write(b"".join(f"{place:010} 00000 n \n".encode() for place in places))
    file.write(
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode()
    )
    return file.getvalue()


KINDS = {
    "pdf": pdf_file,
    "word": word_file,
    "linkedin": linkedin_file,
    "json": json_resume,
    "text": plain_file,
}
