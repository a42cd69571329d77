"""Texts in Markdown without their marks, and the parts of a chapter, as search reads and shows them."""

import re

from guide.markdown import PICTURE

LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*\)")
# Marks of headings, quotes and lists at the start of a line; rules and the second line of tables.
LINE_MARK = re.compile(r"^[ \t]*(?:#{1,6} |> ?|[-*+] |\d{1,3}[.)] )", re.MULTILINE)
RULE = re.compile(r"^[ \t|:*_-]+$", re.MULTILINE)
EMPHASIS = re.compile(r"[*`]+|(?<!\w)_+|_+(?!\w)")
BLANKS = re.compile(r"[ \t]*\n\s*")


def plain_text(markdown: str) -> str:
    """The words of a text in Markdown; each paragraph, item and heading is a line."""
    text = markdown.replace(PICTURE, "")
    if "](" in text:
        text = LINK.sub(r"\1", text)
    text = RULE.sub("", LINE_MARK.sub("", text))
    if "*" in text or "_" in text or "`" in text:
        text = EMPHASIS.sub("", text)
    return BLANKS.sub("\n", text.replace("|", " ")).strip()


def chapter_sections(body: str) -> list[tuple[str, str]]:
    """The heading and the text of each part of a chapter, in order; what stands before the first is none."""
    pieces = re.split(r"^## +(.+?) *#*$", body, flags=re.MULTILINE)[1:]
    return [
        (plain_text(name), plain_text(text))
        for name, text in zip(pieces[::2], pieces[1::2], strict=True)
    ]
