"""The addresses whose answers are computed for long: the server gives them threads of their own, in turn."""

from functools import cache
from urllib.parse import parse_qsl

from django.conf import settings
from django.urls import reverse
from django.utils import translation

# With a question in the address; without one they show the plan that is kept, or lead to the address of a question.
ASKED = ("accounts:plan", "accounts:plan-file", "accounts:calendar-file")
ALWAYS = ("accounts:plan-change", "accounts:plan-exchange")


def computes(path: str, query: str) -> bool:
    return path in paths_of(ALWAYS) or (path in paths_of(ASKED) and is_question(query))


def is_question(query: str) -> bool:
    """All weeks of a kept plan are no question; of a role the visitor is asked for a roadmap first."""
    names = {name for name, _ in parse_qsl(query, keep_blank_values=True)}
    return bool(names - {"weeks"}) and "role" not in names


@cache
def paths_of(names: tuple[str, ...]) -> frozenset[str]:
    """In all languages."""
    paths = set()
    for language, _ in settings.LANGUAGES:
        with translation.override(language):
            paths |= {reverse(name) for name in names}
    return frozenset(paths)
