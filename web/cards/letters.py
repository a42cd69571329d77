"""Which letters the font of the cards holds: Latin ones, and those of GB 2312, in which mainland China writes."""

from collections.abc import Iterable

# Printable ASCII, Latin-1, and the marks of punctuation that the font has.
LATIN = frozenset(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x100)])) | frozenset(
    "‐‒–—―‖‘’‚“”„†‡•‥…‧‰′″‵‹›"
)


def is_drawn(letter: str) -> bool:
    if letter in LATIN:
        return True
    try:
        return len(letter.encode("gb2312")) == 2
    except UnicodeEncodeError:
        return False


def letters_not_drawn(text: str) -> str:
    """Each once, in their order."""
    return "".join(dict.fromkeys(letter for letter in text if not is_drawn(letter)))


def first_drawn(texts: Iterable[str]) -> str:
    """The first text of which every letter can be drawn; without one the first, without the others' letters."""
    found = [text for text in texts if text]
    for text in found:
        if not letters_not_drawn(text):
            return text
    return "".join(filter(is_drawn, found[0])) if found else ""
