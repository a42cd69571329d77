"""Names that the font of the cards cannot draw: their card shows the other language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from web.cards.letters import letters_not_drawn

# The records of which there are cards, now or soon.
WITH_CARDS = ("guide.roadmap", "guide.role", "guide.step", "guide.skill", "guide.chapter")  # fmt: skip


def undrawn_letters(values: Mapping[str, Any]) -> dict[str, str]:
    """By the field of a name, the letters of it that the font lacks."""
    found = {
        name: letters_not_drawn(values.get(name) or "")
        for name in ("name_en", "name_zh")
    }
    return {name: letters for name, letters in found.items() if letters}


def undrawn_names(values: Mapping[str, Any]) -> list[str]:
    """One sentence for each name."""
    return [
        f"{name} has letters that no card can show: {letters}"
        for name, letters in undrawn_letters(values).items()
    ]


def card_warnings(row) -> list[str]:
    """What an editor has to know of the card of this record, one sentence for each name."""
    if row._meta.label_lower not in WITH_CARDS:
        return []
    values = {"name_en": row.name_en, "name_zh": row.name_zh}
    undrawn = undrawn_letters(values)
    other_is_drawn = any(values[name] for name in values.keys() - undrawn)
    words = (
        _("No card can show these letters of “%(name)s”: %(letters)s. It shows the name in the other language.")
        if other_is_drawn
        else _("No card can show these letters of “%(name)s”: %(letters)s. It leaves them out.")
    )  # fmt: skip
    return [
        words % {"name": values[name], "letters": letters}
        for name, letters in undrawn.items()
    ]
