"""The addresses whose answers are computed for long: the server gives them threads of their own, in turn."""

from functools import cache

from django.conf import settings
from django.urls import reverse
from django.utils import translation

# With a question in the address; without one they show the plan that is kept.
ASKED = (
    "accounts:plan",
    "accounts:plan-exchange",
    "accounts:plan-file",
    "accounts:calendar-file",
)
ALWAYS = ("accounts:plan-change",)


def computes(path: str, query: str) -> bool:
    return path in paths_of(ALWAYS) or (bool(query) and path in paths_of(ASKED))


@cache
def paths_of(names: tuple[str, ...]) -> frozenset[str]:
    """In all languages."""
    paths = set()
    for language, _ in settings.LANGUAGES:
        with translation.override(language):
            paths |= {reverse(name) for name in names}
    return frozenset(paths)
