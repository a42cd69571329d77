"""The only place of the project that asks other sites: one question over one connection to one checked address.

No proxy, no cookie, no password, no redirect: who asks decides about each hop, and each hop is checked anew.
"""

import re
import socket
import ssl
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urljoin

from django.conf import settings

from guide.freshness.public_places import (
    PORTS,
    Place,
    RefusedPlaceError,
    is_public,
    read_place,
)
from guide.models import Link

MOST_BYTES = 64 * 1024
LONGEST_WAIT = 24 * 3600  # seconds that a site may ask us to stay away
STATUS = re.compile(rb"HTTP/1\.[01] ([1-9]\d\d)(?: |\r?\n)")
HEAD_END = re.compile(rb"\r?\n\r?\n")
FIELD = re.compile(rb"^([!-9;-~]+):[ \t]*(.*?)[ \t]*\r?$", re.MULTILINE)
RESOLVERS = 8  # threads
Said = Link.Said


class Question(NamedTuple):
    """HEAD asks for the head of an answer; GET asks for the first bytes of the page too."""

    method: str
    address: str


class Answer(NamedTuple):
    """A status of HTTP, or else what came instead of one."""

    status: int = 0
    fault: str = ""
    location: str = ""  # where a redirect leads to, as a whole address
    wait: int = 0  # seconds for which the site wants no more questions

    @property
    def said(self) -> str:
        return self.fault or str(self.status)


class NoAnswerError(Exception):
    """It holds one of Said."""


def resolve_host(host: str, port: int) -> list[str]:
    """All addresses of a host."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def open_connection(address: str, port: int, seconds: float) -> socket.socket:
    return socket.create_connection((address, port), seconds)


@dataclass
class Web:
    """How sites are asked. Tests put a resolver and rules of their own in here."""

    resolve: Callable[[str, int], Iterable[str]] = resolve_host
    connect: Callable[[str, int, float], socket.socket] = open_connection
    may_ask: Callable[[str], bool] = is_public
    ports: frozenset[int] = frozenset(PORTS.values())
    trust: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    @cached_property
    def resolvers(self) -> ThreadPoolExecutor:
        """The system's resolver knows no limit of time, so that it runs in threads of its own."""
        return ThreadPoolExecutor(RESOLVERS, "resolver")

    def ask(self, question: Question, seconds: float) -> Answer:
        """One answer, in that many seconds at most."""
        end = time.monotonic() + seconds
        try:
            place = read_place(question.address, self.ports)
            with self.open(place, self.checked_addresses(place, end), end) as sent:
                sent.sendall(request_of(question, place))
                return read_answer(read_head(sent, end), question.address)
        except NoAnswerError as fault:
            return Answer(fault=str(fault))
        except RefusedPlaceError:
            return Answer(fault=Said.REFUSED)
        except TimeoutError:
            return Answer(fault=Said.TIME)
        except ssl.SSLCertVerificationError:
            return Answer(fault=Said.CERTIFICATE)
        except OSError:
            return Answer(fault=Said.CLOSED)

    def checked_addresses(self, place: Place, end: float) -> list[str]:
        """Resolved once. One address that is not public is enough to ask none of them."""
        found = self.resolvers.submit(self.resolve, place.host, place.port)
        try:
            addresses = list(found.result(left(end)))
        except socket.gaierror as fault:
            is_known = fault.errno in (
                socket.EAI_NONAME,
                getattr(socket, "EAI_NODATA", 0),
            )
            raise NoAnswerError(Said.NO_HOST if is_known else Said.TIME) from None
        except UnicodeError:  # a label that no name of a site can have
            raise NoAnswerError(Said.REFUSED) from None
        if not addresses or not all(map(self.may_ask, addresses)):
            raise NoAnswerError(Said.NOT_PUBLIC)
        return addresses

    def open(self, place: Place, addresses: list[str], end: float) -> socket.socket:
        """A connection to the first address that takes one."""
        for at, address in enumerate(addresses, 1):
            try:
                opened = self.connect(address, place.port, left(end))
            except OSError:
                if at == len(addresses):
                    raise
                continue
            opened.settimeout(left(end))
            return self.secured(opened, place) if place.is_secure else opened
        raise NoAnswerError(Said.CLOSED)

    def secured(self, opened: socket.socket, place: Place) -> socket.socket:
        try:
            return self.trust.wrap_socket(opened, server_hostname=place.host)
        except BaseException:
            opened.close()
            raise


def left(end: float) -> float:
    seconds = end - time.monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds


def request_of(question: Question, place: Place) -> bytes:
    lines = [
        f"{question.method} {place.path} HTTP/1.1",
        f"Host: {place.host_header}",
        f"User-Agent: {user_agent()}",
        "Accept: text/html,*/*;q=0.5",
        "Accept-Encoding: identity",
        "Connection: close",
    ]
    if question.method == "GET":
        lines.append(f"Range: bytes=0-{MOST_BYTES - 1}")
    return "\r\n".join([*lines, "", ""]).encode("ascii")


def user_agent() -> str:
    """Who asks, and where to complain."""
    contact = f"; {settings.CONTACT}" if settings.CONTACT else ""
    return f"careerpath-links/1.0 (+{settings.SITE_URL}{contact})"


def read_head(sent: socket.socket, end: float) -> bytes:
    """The head of the final answer; what is read in all is bounded, and so is the time, however slowly it comes."""
    text = b""
    size = 0
    while True:
        sent.settimeout(left(end))
        part = sent.recv(min(8192, MOST_BYTES - size))
        size += len(part)
        text += part
        while found := HEAD_END.search(text):
            head, text = text[: found.start()], text[found.end() :]
            if not head.startswith((b"HTTP/1.1 1", b"HTTP/1.0 1")):
                return head + b"\n"
        if not part or size >= MOST_BYTES:
            raise NoAnswerError(Said.CLOSED)


def read_answer(head: bytes, address: str) -> Answer:
    found = STATUS.match(head)
    if not found:
        raise NoAnswerError(Said.CLOSED)
    fields = {name.lower(): value for name, value in FIELD.findall(head)}
    location = fields.get(b"location", b"").decode("utf-8", "replace")
    return Answer(
        status=int(found[1]),
        location=whole_address(address, location),
        wait=seconds_to_wait(fields.get(b"retry-after", b"").decode("latin-1")),
    )


def whole_address(address: str, location: str) -> str:
    """Empty where it is none."""
    try:
        return urljoin(address, location) if location else ""
    except ValueError:
        return ""


def seconds_to_wait(retry_after: str) -> int:
    """Of a number of seconds or a date."""
    if retry_after.isascii() and retry_after.isdecimal():
        return min(int(retry_after[:9]), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(retry_after)
        seconds = (until.astimezone(UTC) - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return 0
    return max(0, min(int(seconds), LONGEST_WAIT))
