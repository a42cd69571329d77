"""What strangers type or paste, as it is kept: letters alone, in one form."""

import re
import unicodedata

BLANKS = re.compile(r"[^\S\n]+")
LINES = re.compile(r"\s*\n\s*\n\s*")
# Control and format characters, halves of letters, letters of nobody: what is not seen, or turns others around.
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}


def clean_words(text: str) -> str:
    """In NFC, without what nobody sees; at most one empty line between two lines, one blank between two words."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    seen = "".join(
        letter if is_seen(letter) else " " * (letter in "\t\0") for letter in text
    )
    lines = "\n".join(line.strip() for line in BLANKS.sub(" ", seen).split("\n"))
    return LINES.sub("\n\n", lines).strip()


def is_seen(letter: str) -> bool:
    return letter == "\n" or unicodedata.category(letter) not in UNSEEN
