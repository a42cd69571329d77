"""Names that the font of the cards cannot draw: their card shows the other language."""

from collections.abc import Mapping
from typing import Any

from web.cards.letters import letters_not_drawn

# The records of which there are cards, now or soon.
WITH_CARDS = ("guide.roadmap", "guide.role", "guide.step", "guide.skill", "guide.chapter")  # fmt: skip


def undrawn_names(values: Mapping[str, Any]) -> list[str]:
    """One sentence for each name."""
    return [
        f"{name} has letters that no card can show: {letters}"
        for name in ("name_en", "name_zh")
        if (letters := letters_not_drawn(values.get(name) or ""))
    ]
