"""The text of a CV in any of the kinds of files that people have. What a file is, its bytes say, never its name.

Raises UnreadableFile. It runs in a process of its own: see worker.py.
"""

from accounts.skills.cv_files.archive import Archive
from accounts.skills.cv_files.bounds import (
    LONGEST_FILE,
    LONGEST_TEXT,
    UnreadableFile,
)
from accounts.skills.cv_files.json_resume import json_resume_text
from accounts.skills.cv_files.linkedin import is_linkedin, linkedin_text
from accounts.skills.cv_files.pdf import pdf_text
from accounts.skills.cv_files.plain import decoded
from accounts.skills.cv_files.word import DOCUMENT, word_text

ZIP = (b"PK\x03\x04", b"PK\x05\x06")
PDF = b"%PDF-"
PDF_WITHIN = 1024  # bytes in which its mark may stand
# Kinds that we name, because people have them and can save them as another.
OTHERS = {
    b"\xd0\xcf\x11\xe0": "old word",
    b"{\\rtf": "rich text",
    b"\xff\xd8\xff": "picture",
    b"\x89PNG": "picture",
}


def read_text(content: bytes) -> str:
    if len(content) > LONGEST_FILE:
        raise UnreadableFile("long file")
    text = text_of(content)
    if len(text) > LONGEST_TEXT:
        raise UnreadableFile("long text")
    if not text.strip():
        raise UnreadableFile("empty")
    # JSON may hold halves of characters, which no page can show.
    return text.encode("utf-8", "replace").decode()


def text_of(content: bytes) -> str:
    if PDF in content[:PDF_WITHIN]:
        return pdf_text(content)
    if content.startswith(ZIP):
        return archive_text(Archive(content))
    for mark, reason in OTHERS.items():
        if content.startswith(mark):
            raise UnreadableFile(reason)
    text = decoded(content)
    return json_resume_text(text) if text.lstrip().startswith("{") else text


def archive_text(archive: Archive) -> str:
    if DOCUMENT in archive.names:
        return word_text(archive)
    if is_linkedin(archive):
        return linkedin_text(archive)
    raise UnreadableFile("other archive")
