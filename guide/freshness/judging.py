"""What the answers of a site say about one of its addresses. A generator: it yields questions and is sent answers."""

from collections.abc import Generator
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError

from guide.freshness.asking import Answer, Question, whole_address
from guide.models import Link
from guide.models.link import LONGEST_ADDRESS
from web.links import sent_address
from web.typed_address import validate_address

MOST_HOPS = 3
MISSING = {404, 410}
REDIRECTS = {301, 302, 303, 307, 308}
FOR_GOOD = {301, 308}
BUSY = {429, 503}
SIGN_IN = {"login", "signin", "sign-in", "sign_in", "sso", "auth", "oauth", "consent"}

Said = Link.Said


class Outcome(StrEnum):
    """A state, or a failure: the second one makes a link gone, on another day."""

    LIVE = Link.State.LIVE
    MOVED = Link.State.MOVED
    BLOCKED = Link.State.BLOCKED
    UNKNOWN = Link.State.UNKNOWN
    FAILED = "failed"


class Finding(NamedTuple):
    outcome: Outcome
    said: str
    final_address: str = ""


Asking = Generator[Question, Answer, Finding]


def judge_link(address: str, front_pages: dict[str, Outcome]) -> Asking:
    """Follow an address to its end. `front_pages`: by site, what a missing page of it means, as others learned."""
    here, moved_to, for_good = address.partition("#")[0], "", True
    for _hop in range(MOST_HOPS + 1):
        answer = yield from ask_twice(here)
        if answer.status not in REDIRECTS or not answer.location:
            break
        here = answer.location.partition("#")[0]
        for_good = for_good and answer.status in FOR_GOOD
        if for_good:
            moved_to = here
    else:
        return Finding(Outcome.UNKNOWN, Said.HOPS)
    if answer.status in MISSING or answer.fault == Said.NO_HOST:
        return (yield from judge_missing(here, answer, front_pages))
    if answer.status in range(200, 300) or answer.status == 416:
        return judge_found(address, here, moved_to, answer)
    return Finding(outcome_of(answer), answer.said)


def ask_twice(address: str) -> Generator[Question, Answer, Answer]:
    """By HEAD, and where that is answered badly by GET: many sites know only the second."""
    answer = yield Question("HEAD", address)
    is_busy = answer.status in BUSY or answer.wait
    if is_busy or not (answer.status >= 400 or answer.fault == Said.CLOSED):
        return answer
    return (yield Question("GET", address))


def judge_missing(here: str, answer: Answer, front_pages: dict[str, Outcome]) -> Asking:
    """A site is believed that shows its front page; one that hides that too hides from programs."""
    if answer.fault:
        return Finding(Outcome.FAILED, answer.said)
    front = whole_address(here, "/")
    if front not in front_pages:
        first = yield from ask_twice(front)
        is_there = 200 <= first.status < 400
        front_pages[front] = Outcome.FAILED if is_there else outcome_of(first)
    return Finding(front_pages[front], answer.said)


def judge_found(address: str, here: str, moved_to: str, answer: Answer) -> Finding:
    if here == address.partition("#")[0]:
        return Finding(Outcome.LIVE, answer.said)
    if asks_to_sign_in(here):
        return Finding(Outcome.BLOCKED, Said.SIGN_IN)
    if is_front_page(here) and not is_front_page(address):
        return Finding(Outcome.UNKNOWN, Said.FRONT_PAGE)
    if moved_to and (final := address_to_keep(address, moved_to)):
        return Finding(Outcome.MOVED, answer.said, final)
    return Finding(Outcome.LIVE, answer.said)


def outcome_of(answer: Answer) -> Outcome:
    """A refusal says nothing about the page, and a trouble of the site even less."""
    is_refusal = 400 <= answer.status < 500 and answer.status != 408
    blocked = is_refusal or answer.status == 999
    return Outcome.BLOCKED if blocked else Outcome.UNKNOWN


def asks_to_sign_in(address: str) -> bool:
    parts = urlsplit(address)
    labels = parts.path.lower().split("/") + (parts.hostname or "").split(".")[:1]
    return not SIGN_IN.isdisjoint(labels)


def is_front_page(address: str) -> bool:
    parts = urlsplit(address)
    return parts.path in ("", "/") and not parts.query


def address_to_keep(address: str, moved_to: str) -> str:
    """The new address with the old mark within the page; empty where content cannot hold it or it is the old one."""
    mark = address.partition("#")[2]
    final = sent_address(moved_to) + (f"#{mark}" if mark else "")
    try:
        validate_address(final)
    except ValidationError:
        return ""
    fits = len(final) <= LONGEST_ADDRESS and "@" not in urlsplit(final).netloc
    return final if fits and final != address else ""
