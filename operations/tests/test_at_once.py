"""What brings no body and waits for no turn is taken from granian at once: its loop is not woken."""

import asyncio
import subprocess
import threading
import time
import urllib.request
from types import SimpleNamespace

import pytest
from granian import _futures

from operations.serving.at_once import offer_first
from operations.tests.requests import Protocol, Scope
from tests.served import ROOT, SERVE, free_port

START_SECONDS = 60  # the machine may be busy


class SaysWhere:
    """Answers with the kind of its thread; for what is kept, with the place where it was asked for."""

    def __call__(self, environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])
        name = threading.current_thread().name.partition("_")[0]
        return [name.encode()]

    def kept_answer(self, method, scheme, path, query, header):
        in_loop = asyncio._get_running_loop() is not None
        answer = b"the loop" if in_loop else b"granian"
        return (200, [], answer) if path == "/kept" else None


application = SaysWhere()


@pytest.fixture(scope="module")
def address():
    port = free_port()
    own = [*SERVE[:-1], f"{__name__}:application", "--port", str(port)]
    with subprocess.Popen([*own, "--workers", "1"], cwd=ROOT) as server:
        yield f"http://127.0.0.1:{port}"
        server.terminate()


def ask(address, **options):
    request = urllib.request.Request(address, **options)
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.read().decode()
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.05)


@pytest.mark.parametrize(
    ("path", "options", "place"),
    [
        ("/kept", {}, "granian"),
        ("/other", {}, "reader"),
        ("/other", {"method": "HEAD"}, ""),
        ("/other", {"data": b"a"}, "changer"),
        ("/other", {"data": b"a", "method": "GET"}, "reader"),
    ],
)
def test_requests_are_answered_where_they_cost_least(address, path, options, place):
    assert ask(address + path, **options) == place


def test_where_it_cannot_be_taken_granian_goes_on_as_ever(monkeypatch, caplog):
    class Broken:
        def take_at_once(self, scope, protocol, done):
            raise ZeroDivisionError

    scheduled = []
    make = lambda loop, context, callback: scheduled.append  # noqa: E731  as granian's own
    monkeypatch.setattr(_futures, "_cbsched_aioschedule", make)
    offer_first(Broken())
    watcher = SimpleNamespace(scope=Scope(path="/x"), proto=Protocol(), done=None)

    _futures._cbsched_aioschedule(None, None, None)(watcher)

    assert scheduled == [watcher]
    assert "was not taken at once: /x" in caplog.text
