"""Requests as granian hands them over, and what the gateway answers."""

import asyncio
from functools import partial

from operations.serving.gateway import Gateway
from operations.serving.server import Notes
from operations.tests.loops import run_in_own_thread


class Headers:
    """As RSGI has them: lower case, several of one name, and names whose value could not be read."""

    def __init__(self, pairs, unreadable=()):
        self.pairs, self.unreadable = pairs, unreadable

    def items(self):
        return self.pairs

    def get(self, name):
        return dict(self.pairs).get(name)

    def __contains__(self, name):
        return name in self.unreadable or name in dict(self.pairs)


class Scope:
    authority = None
    http_version = "1.1"
    query_string = ""
    scheme = "http"
    server, client = "127.0.0.1:8000", "203.0.113.5:40000"

    def __init__(self, method="GET", path="/", headers=(), unreadable=()):
        self.method, self.path = method, path
        self.headers = Headers(list(headers), unreadable)


class Protocol:
    """`pieces` arrive one after the other; after them the connection is silent or, where `ends`, over."""

    def __init__(self, *pieces, ends=True):
        self.pieces, self.ends, self.answer = list(pieces), ends, None

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.pieces:
            return self.pieces.pop(0)
        if self.ends:
            raise StopAsyncIteration
        await asyncio.Event().wait()

    def response_bytes(self, status, headers, body):
        self.answer = self.answer or (status, dict(headers), body)


def echo(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [environ["wsgi.input"].read(), b"!"]


async def ask(served, scope, protocol):
    """As granian does."""
    over, loop = asyncio.Event(), asyncio.get_running_loop()
    done = partial(loop.call_soon_threadsafe, over.set)
    if served.take_at_once(scope, protocol, done):
        await over.wait()
    else:
        await served.__rsgi__(scope, protocol)


def serve(*asked, application=echo, notes=None, prepare=lambda served: None):
    """Ask all at once; the gateway, when all are answered."""

    async def run():
        served = Gateway(application, notes or Notes())
        prepare(served)
        served.__rsgi_init__(asyncio.get_running_loop())
        await asyncio.gather(*(ask(served, *each) for each in asked))
        return served

    return run_in_own_thread(run())
