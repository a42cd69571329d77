"""The bodies of requests. They are read whole, within limits, before a thread is taken for a request."""

import asyncio

from operations.serving.limits import (
    BODY_SECONDS,
    MOST_BODIES,
    MOST_BYTES,
    longest_body,
)
from operations.serving.words import NO_LENGTH, TOO_MANY, TOO_SLOW, Words


class BodyRefused(Exception):
    def __init__(self, words: Words):
        super().__init__(words.english)
        self.words = words


class BodyCut(Exception):
    """The connection ended before the body did: nobody is there to be told."""


class Bodies:
    """Of one worker. `arriving` counts those that are being read; whoever receives one takes it off `bytes_held`."""

    def __init__(self, seconds: float = BODY_SECONDS):
        self.seconds = seconds
        self.arriving = 0
        self.bytes_held = 0

    async def receive(self, headers, path: str, protocol) -> bytes:
        """Empty where there is none, and where it is longer than the site takes: the site says so by its length."""
        if "transfer-encoding" in headers:
            raise BodyRefused(NO_LENGTH)
        length = body_length(headers)
        if not 0 < length <= longest_body(path):
            return b""
        if self.arriving >= MOST_BODIES:
            raise BodyRefused(TOO_MANY)
        self.arriving += 1
        try:
            async with asyncio.timeout(self.seconds):
                body = await self.join_pieces(protocol, length)
        except TimeoutError:
            raise BodyRefused(TOO_SLOW) from None
        finally:
            self.arriving -= 1
        if len(body) != length:
            self.bytes_held -= len(body)
            raise BodyCut
        return body

    async def join_pieces(self, protocol, length: int) -> bytes:
        """As many as `length` bytes, or fewer where the connection ends."""
        pieces, missing = [], length
        try:
            async for piece in protocol:
                pieces.append(piece)
                self.bytes_held += len(piece)
                if self.bytes_held > MOST_BYTES:
                    raise BodyRefused(TOO_MANY)
                missing -= len(piece)
                if missing <= 0:  # to ask for the end costs another turn of the loop
                    break
        except BaseException:  # a time that is over among them
            self.bytes_held -= sum(map(len, pieces))
            raise
        return b"".join(pieces)


def body_length(headers) -> int:
    """In bytes. The server has refused what is no number, and lengths that contradict each other."""
    return int(headers.get("content-length") or 0)
