"""What stands between granian and the site: bodies within limits, threads for those who are there as a whole."""

import asyncio
import threading
import time

import pytest

from operations.serving import bodies, gateway
from operations.serving.gateway import Gateway
from operations.serving.limits import CHANGERS, LONGEST_BODY, READERS
from operations.serving.server import Notes
from operations.tests.loops import run_in_own_thread
from operations.tests.requests import Protocol, Scope, echo, serve
from web.request_environ import TOO_BUSY


def posted(length, *more):
    return Scope("POST", "/x", [("content-length", str(length)), *more])


def test_a_body_comes_whole_to_the_site():
    protocol = Protocol(b"ab", b"c", b"")

    served = serve((posted(3), protocol))

    assert protocol.answer == (200, {"Content-Type": "text/plain"}, b"abc!")
    assert (served.bodies.arriving, served.bodies.bytes_held) == (0, 0)
    assert served.under_way == {}
    assert served.changers.turns.free == CHANGERS


def test_a_body_that_does_not_arrive_is_refused_in_words(caplog):
    protocol = Protocol(b"ab", ends=False)

    def be_quick(served):
        served.bodies.seconds = 0.05

    served = serve((posted(3), protocol), prepare=be_quick)

    status, headers, text = protocol.answer
    assert (status, headers["Connection"]) == (408, "close")
    assert "did not arrive in time" in text.decode()
    assert "没有保存" in text.decode()
    assert "did not arrive in time" in caplog.text
    assert (served.bodies.arriving, served.bodies.bytes_held) == (0, 0)


def test_half_a_body_is_no_body():
    protocol = Protocol(b"ab")

    serve((posted(3), protocol))

    assert protocol.answer is None


def test_a_body_without_a_length_is_refused_as_it_could_be_cut_unseen():
    protocol = Protocol(b"ab")

    serve((Scope("POST", "/", [("transfer-encoding", "chunked")]), protocol))

    assert protocol.answer[0] == 411


def test_a_body_that_is_too_long_is_not_read():
    protocol = Protocol(b"ab", ends=False)
    lengths = []

    def tell_length(environ, start_response):
        lengths.append(environ["CONTENT_LENGTH"])
        return echo(environ, start_response)

    serve((posted(LONGEST_BODY + 1), protocol), application=tell_length)

    assert (protocol.answer[2], lengths) == (b"!", [str(LONGEST_BODY + 1)])


@pytest.mark.parametrize(("limit", "most"), [("MOST_BODIES", 2), ("MOST_BYTES", 1000)])
def test_bodies_that_arrive_together_are_bounded(monkeypatch, limit, most):
    monkeypatch.setattr(bodies, limit, most)
    asked = [(posted(1000), Protocol(b"a" * 500, b"a" * 500)) for _ in range(3)]

    def be_slow(served):
        for _, protocol in asked:
            protocol.ends = False
            protocol.pieces[1:] = []
        served.bodies.seconds = 0.05

    served = serve(*asked, prepare=be_slow)

    assert sorted(protocol.answer[0] for _, protocol in asked) == [408, 408, 503]
    assert (served.bodies.arriving, served.bodies.bytes_held) == (0, 0)


def test_who_reads_is_answered_while_changes_hang_and_others_are_told_so():
    over = threading.Event()
    told = []

    def hang(environ, start_response):
        if TOO_BUSY in environ:
            told.append(environ["PATH_INFO"])
        elif environ["REQUEST_METHOD"] == "POST":
            over.wait(20)
        return echo(environ, start_response)

    pages = [(Scope(), Protocol()) for _ in range(READERS)]

    async def run():
        served = Gateway(hang, Notes())
        served.changers.turns.patience = 0.2
        served.__rsgi_init__(asyncio.get_running_loop())
        hanging = [
            asyncio.create_task(served.__rsgi__(Scope("POST", "/x"), Protocol()))
            for _ in range(CHANGERS + 30)
        ]
        await asyncio.sleep(0)
        start = time.monotonic()
        await asyncio.gather(*(served.__rsgi__(*each) for each in pages))
        took = time.monotonic() - start
        await asyncio.wait(hanging, timeout=2)
        over.set()
        await asyncio.gather(*hanging)
        return took

    took = run_in_own_thread(run())

    assert took < 5  # behind those that hang they would never be answered
    assert told == ["/x"] * 30
    assert {protocol.answer[0] for _, protocol in pages} == {200}


def test_an_error_of_the_site_is_logged_and_said(caplog):
    def broken(environ, start_response):
        raise ZeroDivisionError

    protocol = Protocol()
    served = serve((Scope("POST", "/x"), protocol), application=broken)

    assert protocol.answer[0] == 500
    assert "ZeroDivisionError" in caplog.text
    assert served.changers.turns.free == CHANGERS


def test_an_error_before_the_site_is_logged_and_said(caplog):
    scope, protocol = Scope(), Protocol()
    scope.client = None

    served = serve((scope, protocol))

    assert protocol.answer[0] == 500
    assert "could not be passed on: /" in caplog.text
    assert served.under_way == {}


def test_what_is_not_finished_when_the_server_leaves_is_told_so(monkeypatch, caplog):
    monkeypatch.setattr(gateway, "GIVE_UP_SECONDS", 0.05)
    notes, protocol = Notes(), Protocol()
    notes.is_leaving = True

    def slow(environ, start_response):
        time.sleep(0.3)
        return echo(environ, start_response)

    serve((Scope("POST", "/x"), protocol), application=slow, notes=notes)

    status, headers, text = protocol.answer
    assert (status, headers["Retry-After"]) == (503, "10")
    assert "was not finished" in text.decode()
    assert "Not finished at the stop: POST /x" in caplog.text


def test_a_kept_connection_is_closed_when_the_server_leaves():
    notes, protocol = Notes(), Protocol()
    notes.is_leaving = True

    serve((Scope(), protocol), notes=notes)

    assert protocol.answer[1]["Connection"] == "close"


def test_the_parts_of_an_answer_are_closed_in_the_thread_that_made_them():
    threads = []

    class Parts:
        def __iter__(self):
            threads.append(threading.current_thread().name)
            yield b"part"

        def close(self):
            threads.append(threading.current_thread().name)

    def application(environ, start_response):
        start_response("200 OK", [])
        return Parts()

    protocol = Protocol()
    serve((Scope(), protocol), application=application)

    assert protocol.answer[2] == b"part"
    assert threads == [threads[0]] * 2
    assert threads[0].startswith("reader_")


def refuse_threads(monkeypatch, allowed=0):
    """What a machine does that is short of memory."""
    start, started = threading.Thread.start, []

    def start_few(thread):
        if len(started) == allowed:
            raise RuntimeError("can't start new thread")
        started.append(thread)
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", start_few)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_request_needs_a_thread_that_the_machine_may_refuse(monkeypatch, method):
    asked = [(Scope(method), Protocol()) for _ in range(20)]

    serve(*asked, prepare=lambda served: refuse_threads(monkeypatch))

    assert {protocol.answer[0] for _scope, protocol in asked} == {200}


def test_a_worker_without_its_threads_does_not_start(monkeypatch):
    refuse_threads(monkeypatch, allowed=READERS + 1)

    with pytest.raises(RuntimeError, match="can't start new thread"):
        Gateway(echo, Notes())
