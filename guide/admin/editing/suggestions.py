"""What a new record or row may be numbered and called, so that nobody has to look for what is free."""

from collections.abc import Collection, Iterable

from django.db.models import Max, Model

from guide.models.content import make_slug

WORDS_OF_A_CODE = 5
LONGEST_CODE = 56  # characters; with what free_name() adds it has room in every model


def next_number(rows: Iterable[Model]) -> int:
    """After the last of these rows, which have an order."""
    return max((row.order for row in rows), default=0) + 1


def number_of_new(model: type[Model]) -> int:
    last = model._base_manager.aggregate(last=Max("order"))["last"]
    return (last or 0) + 1


def short_name(words: str) -> str:
    """The first words in the letters of an address."""
    parts = make_slug(words).split("-")[:WORDS_OF_A_CODE]
    return "-".join(parts)[:LONGEST_CODE].strip("-")


def free_name(name: str, taken: Collection[str]) -> str:
    """The name, or with the next number that nobody has."""
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free
