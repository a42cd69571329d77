"""Answers of the planner: kept in the process by content version and question, and solved for few at a time."""

import time
from collections import OrderedDict
from functools import cache
from hashlib import sha256
from threading import Lock
from time import monotonic

from django.conf import settings

from guide.models import ContentVersion
from guide.planner.answer import BEST, IMPOSSIBLE, PlanAnswer, answer_without_solver
from guide.planner.document import (
    answer_document,
    exchange_document,
    read_answer,
    read_exchange,
    request_text,
)
from guide.planner.exchange import Exchange
from guide.planner.process import WAIT_SECONDS, Solvers
from guide.planner.request import PlanRequest
from web.rate_limit import WINDOW, client_network, is_allowed
from web.request_environ import MAY_WAIT

SOLVES_A_MINUTE = 10  # for one address
MOST_KEPT = 1000  # of some ten kilobytes each
# Of the solver, for one question.
SECONDS = 1.2
# Of all answers of a request, beside what it may wait for others: no request takes three seconds.
ALL_SECONDS = 1.5
# What is proved stays true; a good choice of a busy machine may be a better one next time.
PROVED = {BEST, IMPOSSIBLE}

KEPT: OrderedDict[str, dict] = OrderedDict()
guard = Lock()


@cache
def solvers() -> Solvers:
    """Its processes start when somebody first asks."""
    return Solvers(settings.VAR_DIR / "solvers")


def answer_plan(request, asked: PlanRequest) -> PlanAnswer:
    """Proved, or a good one where the machine is busy or this address has asked too often."""
    key = question_key("answer", asked)
    document = kept_document(key)
    if document is not None:
        return read_answer(asked, document)
    if not may_solve(request):
        return answer_without_solver(asked, is_busy=True)
    left, wait = seconds_left(request), may_wait(request)
    answer = solvers().answer(asked, SECONDS, within=left, wait=wait)
    if answer.verdict in PROVED:
        keep_document(key, answer_document(answer))
    return answer


def exchange_plan(request, asked: PlanRequest) -> Exchange | None:
    """None where the machine is busy or this address has asked too often."""
    key = question_key("exchange", asked)
    document = kept_document(key)
    if document is not None:
        return read_exchange(asked, document)
    if not may_solve(request):
        return None
    left, wait = seconds_left(request), may_wait(request)
    found = solvers().exchange(asked, within=left, wait=wait)
    if found and found.is_whole:
        keep_document(key, exchange_document(found))
    return found


def question_key(what: str, asked: PlanRequest) -> str:
    digest = sha256(request_text(asked).encode()).hexdigest()
    return f"{ContentVersion.current()}-{what}-{digest}"


def kept_document(key: str) -> dict | None:
    with guard:
        if key in KEPT:
            KEPT.move_to_end(key)
        return KEPT.get(key)


def keep_document(key: str, document: dict) -> None:
    with guard:
        KEPT[key] = document
        while len(KEPT) > MOST_KEPT:
            KEPT.popitem(last=False)


def may_solve(request) -> bool:
    """Not where it has waited for others too long already, nor too often a minute."""
    key = f"plan-{client_network(request)}"
    return may_wait(request) > 0 and is_allowed(
        key, int(time.time()) // WINDOW, SOLVES_A_MINUTE
    )


def may_wait(request) -> float:
    """For how many seconds, as the server says that made it wait before."""
    return request.META.get(MAY_WAIT, WAIT_SECONDS)


def seconds_left(request) -> float:
    """Until the last answer of this request has to be there."""
    if not hasattr(request, "answers_until"):
        request.answers_until = monotonic() + may_wait(request) + ALL_SECONDS
    return request.answers_until - monotonic()
