"""Natural keys as one line of text, by which records are looked up everywhere in this folder."""

from collections.abc import Iterable, Sequence
from typing import Any


def key_text(parts: Sequence[Any]) -> str:
    """A natural key in one line: roadmap|step."""
    if len(parts) == 1:
        return str(parts[0])
    key = "|".join(map(str, parts))
    if "\\" in key or key.count("|") >= len(parts):
        return "|".join(
            [str(part).replace("\\", "\\\\").replace("|", "\\|") for part in parts]
        )
    return key


def keys_in_columns(parts: Sequence[Iterable[Any]]) -> list[str]:
    """What key_text() makes of each, all at once."""
    texts = [list(map(str, part)) for part in parts]
    keys = list(map("|".join, zip(*texts, strict=True)))
    everything = "".join(keys)
    if len(parts) > 1 and (
        "\\" in everything or everything.count("|") > len(keys) * (len(parts) - 1)
    ):
        return list(map(key_text, zip(*texts, strict=True)))
    return keys
