"""Many sites asked at once by threads. Findings come out in the thread of the caller, who may write them."""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from queue import SimpleQueue

from guide.freshness.asking import Answer, Question
from guide.freshness.judging import Finding
from guide.freshness.pace import Check, Round
from guide.models import Link

logger = logging.getLogger(__name__)

THREADS = 24
Ask = Callable[[Question, float], Answer]
Found = SimpleQueue[tuple[str, Finding] | None]


def ask_all(
    addresses: Iterable[str], ask: Ask, most_seconds: float
) -> Iterator[tuple[str, Finding]]:
    """Each address with what was found, as it is found; those whose turn does not come in time are left out."""
    found: Found = SimpleQueue()
    start = time.monotonic()
    round_ = Round(lambda *each: found.put(each), last=start + most_seconds)
    for address in addresses:
        round_.add(address)
    with asking(round_, ask, found):
        while each := found.get():
            yield each


@contextmanager
def asking(round_: Round, ask: Ask, found: Found) -> Iterator[None]:
    """Threads that end when all is asked, or when the caller stops listening."""
    turn = threading.Condition()
    threads = [
        threading.Thread(target=ask_in_turn, args=(round_, ask, turn))
        for _ in range(THREADS)
    ]
    for thread in threads:
        thread.start()
    last = threading.Thread(target=tell_end, args=(threads, found))
    last.start()
    try:
        yield
    finally:
        with turn:
            round_.last = 0
            turn.notify_all()
        last.join()


def tell_end(threads: list[threading.Thread], found: Found):
    for thread in threads:
        thread.join()
    found.put(None)


def ask_in_turn(round_: Round, ask: Ask, turn: threading.Condition):
    while True:
        with turn:
            check = wait_for_turn(round_, turn)
        if check is None:
            return
        began = time.monotonic()
        answer = answer_to(check, ask)
        now = time.monotonic()
        with turn:
            round_.take_answer(check, answer, now, now - began)
            turn.notify_all()


def wait_for_turn(round_: Round, turn: threading.Condition) -> Check | None:
    """None where all is asked."""
    while (check := round_.next_check(time.monotonic())) is None:
        now = time.monotonic()
        at = round_.next_time(now)
        if at is None and not round_.in_flight:
            return None
        turn.wait(None if at is None else max(0, at - now))
    return check


def answer_to(check: Check, ask: Ask) -> Answer:
    """A site must not be able to end the run, whatever it sends."""
    try:
        return ask(check.question, check.seconds)
    except Exception:
        logger.exception("The checker of links failed at %r", check.address)
        return Answer(fault=Link.Said.CLOSED)
