"""Pages that compute for long have threads of their own, in turn: they never hold one of those who read."""

import asyncio
import threading
import time

from operations.serving.gateway import Gateway
from operations.serving.limits import COMPUTED_SECONDS, COMPUTERS, HURRIED, READERS
from operations.serving.server import Notes
from operations.tests.loops import run_in_own_thread
from operations.tests.requests import Protocol, Scope, echo, serve
from web.request_environ import MAY_WAIT, TOO_BUSY

PATIENCE = 0.2  # seconds


class Computing:
    """An application that computes /plan until it is `over`; who may not wait is told so at once, or hangs too."""

    def __init__(self, *, hurried_hang=False):
        self.over = threading.Event()
        self.hurried_hang = hurried_hang
        self.may_wait, self.refused = [], 0

    def computes(self, path, query):
        return (path, query) == ("/plan", "hours=8")

    def __call__(self, environ, start_response):
        if TOO_BUSY in environ:
            self.refused += 1
        elif MAY_WAIT in environ:
            self.may_wait.append(environ[MAY_WAIT])
            if environ[MAY_WAIT] or self.hurried_hang:
                self.over.wait(20)
        return echo(environ, start_response)


def plan(method="GET"):
    scope = Scope(method, "/plan")
    scope.query_string = "hours=8"
    return scope


def read_beside_plans(application, plans):
    """Pages for all who read, beside so many plans, whose threads hang until all others are answered. Returns how long
    the pages took, and the plans that are answered while the others hang."""

    async def run():
        served = Gateway(application, Notes())
        served.computers.turns.patience = served.hurried.turns.patience = PATIENCE
        served.__rsgi_init__(asyncio.get_running_loop())
        asked = [
            asyncio.create_task(served.__rsgi__(plan(), Protocol()))
            for _ in range(plans)
        ]
        await asyncio.sleep(0)
        start = time.monotonic()
        pages = [(Scope(), Protocol()) for _ in range(READERS)]
        await asyncio.gather(*(served.__rsgi__(*each) for each in pages))
        took = time.monotonic() - start
        answered, _ = await asyncio.wait(asked, timeout=5 * PATIENCE)
        application.over.set()
        await asyncio.gather(*asked)
        return took, len(answered)

    return run_in_own_thread(run())


def test_who_reads_is_answered_while_plans_are_computed_and_who_waits_is_hurried():
    application = Computing()

    took, answered = read_beside_plans(application, COMPUTERS + 20)

    assert took < PATIENCE
    assert answered == 20
    assert application.may_wait[COMPUTERS:] == [0] * 20
    assert all(
        0 < left <= COMPUTED_SECONDS for left in application.may_wait[:COMPUTERS]
    )
    assert application.refused == 0


def test_who_finds_no_turn_among_the_hurried_is_told_so():
    application = Computing(hurried_hang=True)

    took, answered = read_beside_plans(application, COMPUTERS + HURRIED + 20)

    assert took < PATIENCE
    assert (answered, application.refused) == (20, 20)


def test_turns_come_back_and_a_change_is_not_computed():
    application = Computing()
    application.over.set()
    asked = [(plan(), Protocol()) for _ in range(30)]

    serve((plan("POST"), Protocol()), *asked, application=application)

    assert {protocol.answer[0] for _, protocol in asked} == {200}
    assert len(application.may_wait) == 30
    assert all(application.may_wait)
