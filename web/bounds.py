"""Bounds of what a client sends, checked before anything is locked, looped over or asked of a database."""

import re
from collections import defaultdict

from django.http import QueryDict

LARGEST_KEY = 2**63 - 1  # of a row, on every database
LONGEST_FIGURE = 40  # characters of a typed number
LONGEST_NAME = 200  # characters of the name of a field
LONGEST_QUERY = 8_000  # characters after the “?” of an address, as they are sent
LONGEST_SEARCH = 200  # characters of a text that the admin looks for
SEARCHES = ("q", "term")  # names of such texts
FIGURE = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)\s*")
KEY = re.compile(r"[0-9]{1,19}")
COUNT_NAME = re.compile(r"(.+)-(?:TOTAL|INITIAL)_FORMS")
COUNT = re.compile(r"[0-9]{1,4}")
ROW_NUMBER = re.compile(r"-([0-9]{1,4})(?=-)")
# Fields of the admin whose values are keys of rows: the rows ticked in a list, and those of a set of forms.
KEY_NAME = re.compile(r"_selected_action|.+-[0-9]+-id")


def row_key(text: str | None) -> int | None:
    """The key of a row, from what a client sent as one; None where no row can have it."""
    if text and KEY.fullmatch(text) and (key := int(text)) <= LARGEST_KEY:
        return key
    return None


def is_figure(text: str) -> bool:
    """Whether it is a number in plain digits: 1E999999 is a gigabyte once it is written out."""
    return len(text) <= LONGEST_FIGURE and bool(FIGURE.fullmatch(text))


def has_pattern_lookup(data: QueryDict) -> bool:
    """Whether the address of an admin list asks with a pattern: one may be broken, or hold the database for ever."""
    return any(name.endswith(("__regex", "__iregex")) for name in data)


def has_long_search(data: QueryDict) -> bool:
    return any(
        len(text) > LONGEST_SEARCH for name in SEARCHES for text in data.getlist(name)
    )


def has_nul(data: QueryDict) -> bool:
    """Whether a NUL stands anywhere, which PostgreSQL has no place for."""
    return any(
        "\0" in name or any("\0" in value for value in values)
        for name, values in data.lists()
    )


def has_impossible_keys(data: QueryDict) -> bool:
    """Whether a field that names rows of an admin list holds what can be no key."""
    return any(
        value and row_key(value) is None
        for name, values in data.lists()
        if KEY_NAME.fullmatch(name[:LONGEST_NAME])
        for value in values
    )


def has_forged_counts(data: QueryDict) -> bool:
    """Whether a set of forms claims more rows than were sent: Django would loop over as many as it claims."""
    counts = {
        name: found[1]
        for name in data
        if (found := COUNT_NAME.fullmatch(name[:LONGEST_NAME]))
    }
    if not counts:
        return False
    rows = sent_rows(data, set(counts.values()))
    return any(
        value and not (COUNT.fullmatch(value) and int(value) <= len(rows[prefix]))
        for name, prefix in counts.items()
        for value in data.getlist(name)
    )


def sent_rows(data: QueryDict, prefixes: set[str]) -> dict[str, set[int]]:
    """The numbers of the rows that stand in each set of forms, by its prefix."""
    rows: dict[str, set[int]] = defaultdict(set)
    for name in data:
        for found in ROW_NUMBER.finditer(name, 0, LONGEST_NAME):
            if (prefix := name[: found.start()]) in prefixes:
                rows[prefix].add(int(found[1]))
    return rows
