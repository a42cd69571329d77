"""The text of a file that is nothing but text."""

import codecs

from accounts.skills.cv_files.bounds import UnreadableFile

MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}  # fmt: skip
# What people's editors write: gb18030 is that of Chinese Windows, cp1252 that of Western Windows.
ENCODINGS = ("utf-8", "gb18030", "cp1252")


def decoded(content: bytes) -> str:
    marked = [name for mark, name in MARKS.items() if content.startswith(mark)]
    for encoding in marked or ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise UnreadableFile("no text")
