"""A kept text: pieces that are the same for everybody, and holes between them."""

import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Protocol

from django.middleware.csrf import get_token
from django.utils.safestring import SafeString

from web.kept_pages.editions import Edition

# No text can hold a mark by itself: nobody outside of this process knows the secret.
SECRET = secrets.token_hex(16)
MARK = re.compile(rf"\[{SECRET}:(\w+)\]".encode())
# Stands for the token of the visitor wherever a template asks for one while a text is being kept.
TOKEN_MARK = SafeString(f"[{SECRET}:token]")
# Bytes of a hole with what it needs of its page, roughly.
HOLE_SIZE = 1000


class Hole(Protocol):
    def fill(self, request) -> bytes: ...


class TokenHole:
    """The token against forged requests: the same in all forms of an answer, another one in each answer."""

    def fill(self, request) -> bytes:
        if not hasattr(request, "_shown_token"):
            request._shown_token = get_token(request).encode()
        return request._shown_token


@dataclass
class Keeping:
    """A text that is being rendered, to be kept."""

    edition: Edition | None
    holes: list[Hole]


_keeping: ContextVar[Keeping | None] = ContextVar("keeping", default=None)


def text_in_keeping() -> Keeping | None:
    """What this thread is rendering to keep it; None while it renders for one visitor alone."""
    return _keeping.get()


def leave_hole(keeping: Keeping, hole: Hole) -> SafeString:
    """The mark that stands for the hole until the text is split."""
    keeping.holes.append(hole)
    return SafeString(f"[{SECRET}:{len(keeping.holes) - 1}]")


class KeptText:
    def __init__(self, pieces: tuple[bytes | Hole, ...], may_be_kept: bool = True):
        self.pieces = pieces
        self.may_be_kept = may_be_kept
        self.size = sum(
            len(piece) if isinstance(piece, bytes) else HOLE_SIZE for piece in pieces
        )

    def fill(self, request) -> bytes:
        pieces = self.pieces
        if len(pieces) == 1 and isinstance(pieces[0], bytes):
            return pieces[0]
        return b"".join(
            [
                piece if isinstance(piece, bytes) else piece.fill(request)
                for piece in pieces
            ]
        )


@contextmanager
def keeping_text(edition: Edition | None) -> Iterator[Keeping]:
    """All that is rendered meanwhile leaves marks in the place of what depends on the visitor."""
    keeping = Keeping(edition, [])
    before = _keeping.set(keeping)
    try:
        yield keeping
    finally:
        _keeping.reset(before)


def keep_text(edition: Edition | None, render: Callable[[], str]) -> KeptText:
    with keeping_text(edition) as keeping:
        text = render()
    return split_text(text.encode(), keeping)


def split_text(text: bytes, keeping: Keeping) -> KeptText:
    # The pattern has one group, so that every second part is what stood in a mark.
    parts = MARK.split(text)
    pieces = [
        hole_of(part, keeping) if number % 2 else part
        for number, part in enumerate(parts)
    ]
    return KeptText(tuple(filter(None, pieces)) or (b"",))


def hole_of(mark: bytes, keeping: Keeping) -> Hole:
    return TokenHole() if mark == b"token" else keeping.holes[int(mark)]
