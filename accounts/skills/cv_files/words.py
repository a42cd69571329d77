"""What somebody is told whose file cannot be read: what is wrong, and what is allowed."""

from django.utils.translation import gettext_lazy as _

from accounts.skills.cv_files.bounds import (
    LONGEST_FILE,
    LONGEST_TEXT,
    MOST_PAGES,
    MOST_ROWS,
)
from guide.formats import format_number

WORDS = {
    "broken": _(
        "The file is damaged, or holds what no CV needs. Save it anew, or copy its text into the field."
    ),
    "empty": _(
        "There is no text in this file. A scan is a picture: copy its text into the field."
    ),
    "locked": _(
        "The file is locked by a password. Save it without one, or copy its text into the field."
    ),
    "long file": _("The file is too large; at most %(megabytes)s MB are read."),
    "long text": _("The text is too long; at most %(characters)s characters are read."),
    "many pages": _("The file has too many pages; at most %(pages)s are read."),
    "many rows": _("A table in it is too long; at most %(rows)s rows are read."),
    "no text": _(
        "This is no kind of file that we can read: use PDF, DOCX, plain text, LinkedIn’s ZIP or JSON Resume."
    ),
    "old word": _("This is a file of an old Word. Save it as DOCX or PDF."),
    "other archive": _(
        "This archive is neither a Word document nor LinkedIn’s export of your data."
    ),
    "other json": _("This JSON is no JSON Resume: it has none of its sections."),
    "picture": _("This is a picture. Copy its text into the field."),
    "rich text": _("This is rich text (RTF). Save it as DOCX or PDF."),
    "too big inside": _(
        "The file unpacks to far more than a CV holds, and was not read. Copy its text into the field."
    ),
}  # fmt: skip


def refusal_words(reason: str) -> str:
    return str(WORDS[reason]) % {
        "megabytes": format_number(LONGEST_FILE // 1024**2),
        "characters": format_number(LONGEST_TEXT),
        "pages": format_number(MOST_PAGES),
        "rows": format_number(MOST_ROWS),
    }
