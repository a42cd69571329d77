"""What changed between two texts, word by word; each Chinese character counts as a word."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

WORDS = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+|\s+|[^\w\s]")
MOST = 4000  # words; comparing takes their square


class Piece(NamedTuple):
    kind: str  # same, gone or new
    text: str


def difference(old: str, new: str) -> list[Piece]:
    before, after = WORDS.findall(old), WORDS.findall(new)
    if len(before) + len(after) > MOST:
        return pieces(("gone", old), ("new", new))
    found: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found += pieces(("same", "".join(before[a:b])))
        else:
            found += pieces(("gone", "".join(before[a:b])), ("new", "".join(after[c:d])))
    return found


def pieces(*parts: tuple[str, str]) -> list[Piece]:
    return [Piece(kind, text) for kind, text in parts if text]
