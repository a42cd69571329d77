"""The edition of a text: what all kept texts depend on besides the visitor."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import get_language


class Edition(NamedTuple):
    version: (
        int  # below 0: of content that will be taken back, of which nothing is kept
    )
    day: date
    language: str

    @property
    def age(self) -> tuple[int, date]:
        """The larger, the newer. What is older than the newest is outdated in every language."""
        return self.version, self.day


class VersionSource:
    """Where the number comes from that every change of content raises; the app that has the content says so."""

    read: Callable[[], int] = staticmethod(lambda: 0)


def current_edition() -> Edition:
    """Read it before the content: a text may be newer than its edition, never older."""
    return Edition(VersionSource.read(), timezone.now().date(), get_language() or "")
