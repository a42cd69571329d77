"""The WSGI application behind granian's RSGI: a thread is taken for a request that is there as a whole, never before.

The loop of a worker reads bodies, so that who sends slowly holds a few kilobytes and no thread; the server itself sends
answers, so that who reads slowly holds none either. What the application can answer without waiting, by `kept_answer`,
takes no thread at all; what it computes for long, as `computes` says, has threads of its own. The loop is woken for
bodies and turns alone (operations/serving/at_once.py).
"""

import logging
import time

from operations.serving.bodies import Bodies, BodyCut, BodyRefused
from operations.serving.environ import environ_of, path_of
from operations.serving.lanes import Lane
from operations.serving.limits import (
    CHANGERS,
    COMPUTED_SECONDS,
    COMPUTERS,
    GIVE_UP_SECONDS,
    HURRIED,
    HURRIED_SECONDS,
    MOST_WAITING,
    READERS,
    TURN_SECONDS,
)
from operations.serving.turns import BriefTurns, Turns
from operations.serving.words import BROKEN, NOT_FINISHED
from web.request_environ import MAY_WAIT, TOO_BUSY

logger = logging.getLogger(__name__)

READING = ("GET", "HEAD", "OPTIONS")
BODY = {"content-length", "transfer-encoding"}
LOOK_SECONDS = 0.5  # between two looks whether the worker is to leave


class Gateway:
    def __init__(self, application, notes):
        self.application = application
        self.kept_answer = getattr(application, "kept_answer", None)
        self.computes = getattr(application, "computes", None)
        self.notes = notes
        self.bodies = Bodies()
        self.readers = Lane("reader", READERS)
        self.changers = Lane(
            "changer", CHANGERS, Turns(CHANGERS, TURN_SECONDS, MOST_WAITING)
        )
        self.computers = Lane(
            "computer", COMPUTERS, BriefTurns(COMPUTERS, COMPUTED_SECONDS)
        )
        self.hurried = Lane("hurried", HURRIED, BriefTurns(HURRIED, HURRIED_SECONDS))
        self.under_way = {}

    def __rsgi_init__(self, loop):
        self.loop = loop
        self.look_whether_to_leave()
        self.notes.is_ready = True

    async def __rsgi__(self, scope, protocol):
        self.under_way[protocol] = scope
        body = b""
        try:
            body = await self.bodies.receive(scope.headers, scope.path, protocol)
            await self.pass_on(scope, protocol, environ_of(scope, body))
        except BodyRefused as refused:
            logger.warning("%s (%s)", refused, scope.path)
            refused.words.send(protocol)
        except BodyCut:
            logger.info("The connection ended before the request did: %s", scope.path)
        except Exception:  # the server would answer without a word, and log none
            logger.exception("The request could not be passed on: %s", scope.path)
            BROKEN.send(protocol)
        finally:
            self.bodies.bytes_held -= len(body)
            del self.under_way[protocol]

    def take_at_once(self, scope, protocol, done) -> bool:
        """Asked outside of the loop; what is not taken comes to `__rsgi__`. `done` is called after the answer.

        What is kept is answered, and who reads goes to a thread: neither has a body or waits for a turn.
        """
        if self.kept_answer and (answer := self.find_kept_answer(scope)):
            self.send(protocol, *answer)
            done()
            return True
        if scope.method not in READING or any(name in scope.headers for name in BODY):
            return False
        if self.computes and self.computes(path_of(scope), scope.query_string):
            return False
        self.under_way[protocol] = scope
        self.readers.threads.submit(self.answer_reader, scope, protocol, done)
        return True

    def answer_reader(self, scope, protocol, done):
        try:
            self.answer(environ_of(scope, b""), protocol)
        except Exception:
            logger.exception("The request could not be passed on: %s", scope.path)
            BROKEN.send(protocol)
        finally:
            del self.under_way[protocol]
            done()

    def find_kept_answer(self, scope):
        """Status, headers and body; None for a request that the application has to see as a whole.

        So are those with a body, with two headers of one name, or with cookies that are not ASCII.
        """
        pairs = scope.headers.items()
        headers = dict(pairs)
        if (
            len(headers) < len(pairs)
            or "cookie" in scope.headers
            or not BODY.isdisjoint(headers)
        ):
            return None
        if "host" not in headers:  # HTTP/2
            headers["host"] = scope.authority
        path, query = path_of(scope), scope.query_string
        try:
            return self.kept_answer(
                scope.method, scope.scheme, path, query, headers.get
            )
        except Exception:
            logger.exception("What is kept cannot be looked for: %s", path)
            return None

    async def pass_on(self, scope, protocol, environ):
        lane = await self.find_lane(scope, environ)
        try:
            await self.loop.run_in_executor(
                lane.threads, self.answer, environ, protocol
            )
        finally:
            lane.give_back()

    async def find_lane(self, scope, environ) -> Lane:
        """Changes and what is computed have theirs, in turn; who finds none is told so by one of those who read."""
        if scope.method not in READING:
            if await self.changers.take():
                return self.changers
        elif self.computes and self.computes(path_of(scope), scope.query_string):
            began = time.monotonic()
            if await self.computers.take():
                left = COMPUTED_SECONDS - (time.monotonic() - began)
                environ[MAY_WAIT] = max(0, left)
                return self.computers
            environ[MAY_WAIT] = 0
            if await self.hurried.take():
                return self.hurried
        else:
            return self.readers
        environ[TOO_BUSY] = True
        return self.readers

    def answer(self, environ, protocol):
        """In a thread. What was answered already, because the worker leaves, is not answered again."""
        try:
            status, headers, body = ask_application(self.application, environ)
        except Exception:
            logger.exception("The application failed: %s", environ["PATH_INFO"])
            BROKEN.send(protocol)
            return
        self.send(protocol, status, headers, body)

    def send(self, protocol, status, headers, body):
        if self.notes.is_leaving:  # a last word to browsers that keep a connection
            headers = [*headers, ("Connection", "close")]
            self.notes.count_last_word()
        protocol.response_bytes(status, headers, body)

    # The end

    def look_whether_to_leave(self):
        if self.notes.is_leaving:
            self.loop.call_later(GIVE_UP_SECONDS, self.give_up)
        else:
            self.loop.call_later(LOOK_SECONDS, self.look_whether_to_leave)

    def give_up(self):
        """Nobody is cut off without a word."""
        for protocol, scope in [*self.under_way.items()]:  # threads take theirs out
            logger.error("Not finished at the stop: %s %s", scope.method, scope.path)
            NOT_FINISHED.send(protocol)


def ask_application(application, environ):
    """Status, headers and body. The body is whole: nobody's slow reading holds the thread that makes it."""
    head = []

    def start_response(status, headers, error=None):
        head[:] = [int(status[:3]), headers]

    parts = application(environ, start_response)
    try:
        body = b"".join(parts)
    finally:
        if hasattr(parts, "close"):
            parts.close()
    return *head, body
