"""One compiled pattern of all names: a tree of their letters, so that a text is read once for any number of names."""

import re
from collections.abc import Iterable

from guide.matching.names import GAPS, SPELLED_TWO_WAYS

LATIN = "a-z0-9_\u00e0-\u024f"
GAP = r"[\s\-‐‑–_]{0,2}"
# C++ is not C, Node.js is not Node; a full stop may end the sentence. A Chinese name may end anywhere.
END = (
    rf"(?:(?<![{LATIN}+#])|(?![{LATIN}]|\+\+|#|\.(?:js|net|io|py|org|com|cn|ai|dev)\b))"
)
TERMINAL = ""
S_OR_Z, DOUBLE_L = "\1", "\2"
TOKENS = {" ": GAP, S_OR_Z: "[sz]", DOUBLE_L: "ll?"}


def compile_names(names: Iterable[str]) -> re.Pattern[str]:
    """For text in small letters. Where several names begin at one place the longest that fits is found."""
    tree: dict = {}
    for name in sorted(set(names)):
        for spelling in spellings_of(name):
            branch = tree
            for token in tokens_of(spelling):
                branch = branch.setdefault(token, {})
            branch[TERMINAL] = {}
    return re.compile(branch_pattern(tree) + END)


def spellings_of(name: str) -> list[str]:
    """With and without the s of a plural, in small letters."""
    plain = name.lower()
    if not re.search(r"[a-z]{3}$", plain):
        return [plain]
    if plain.endswith("s"):
        is_plural = name == plain and len(name) > 6 and not plain.endswith(("ss", "is"))
        return [plain, plain[:-1]] if is_plural else [plain]
    return [plain, f"{plain}s"]


def tokens_of(name: str) -> list[str]:
    """Pieces of a pattern. Only the first begins with its letter, by which the search skips what cannot be a name."""
    name = SPELLED_TWO_WAYS.sub(both_spellings, GAPS.sub(" ", name))
    tokens = [token_of(letter) for letter in name]
    if is_latin(name[0]):
        first = tokens[0]
        tokens[0] = rf"{first}(?<![{LATIN}.@\\]{first})(?<![{LATIN}]-{first})"
    elif name[0] == ".":
        tokens[0] = rf"\.(?<![{LATIN}]\.)"
    return tokens


def both_spellings(found: re.Match[str]) -> str:
    return DOUBLE_L if found.group().startswith("l") else S_OR_Z


def token_of(letter: str) -> str:
    return TOKENS.get(letter) or re.escape(letter)


def is_latin(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()


def branch_pattern(tree: dict) -> str:
    """Longer names before those with which they begin."""
    choices = [
        token + branch_pattern(below)
        for token, below in sorted(tree.items(), reverse=True)
        if token != TERMINAL
    ]
    if TERMINAL in tree:
        choices.append("")
    return choices[0] if len(choices) == 1 else f"(?:{'|'.join(choices)})"
